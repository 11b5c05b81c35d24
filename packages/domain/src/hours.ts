/**
 * When a line is open by its calendar: blocks of a week in the line's own time zone, minutes from
 * midnight, day 1 = Monday … 7 = Sunday. A block whose end is not after its start ends the next day.
 */
export type Block = { readonly day: number; readonly from: number; readonly to: number }
export type Hours = { readonly zone: string; readonly week: readonly Block[] }

const minuteMs = 60_000
const dayMinutes = 24 * 60
const weekMinutes = 7 * dayMinutes

/** Whether the calendar says open at this moment. */
export function isOpen(hours: Hours, now: Date): boolean {
  const minute = minuteOfWeek(hours.zone, now)
  return hours.week.some((block) => covers(block, minute))
}

/** The next moment the calendar opens, this one when it is open; undefined when it never does. */
export function opensAt(hours: Hours, now: Date): Date | undefined {
  return firstMoment(hours, now, true)
}

/** The next moment the calendar closes, this one when it is closed; undefined when it never does. */
export function closesAt(hours: Hours, now: Date): Date | undefined {
  return firstMoment(hours, now, false)
}

/** The day on the calendar of this zone, as `2026-03-10`: what a contact is counted for. */
export function dayAt(zone: string, now: Date): string {
  const wall = new Date(
    now.getTime() + offsetAt(zone, Math.floor(now.getTime() / minuteMs)) * minuteMs,
  )
  return wall.toISOString().slice(0, 10)
}

function firstMoment(hours: Hours, now: Date, open: boolean): Date | undefined {
  if (isOpen(hours, now) === open) return now
  return turns(hours, now).find((moment) => isOpen(hours, moment) === open)
}

// Two weeks, because a change of clocks can skip a short block for once; and the day it happens on.
const days = 15

/**
 * Every moment ahead at which the calendar may open or close, the nearest first: the edges of its
 * blocks, told by each offset that is in force meanwhile, and the changes of clocks themselves.
 */
function turns({ zone, week }: Hours, now: Date): readonly Date[] {
  const start = Math.floor(now.getTime() / minuteMs)
  const samples = Array.from({ length: days + 1 }, (_, day) => start + day * dayMinutes)
  const minutes = new Set<number>()
  for (const sample of samples) {
    const until = sample + dayMinutes
    if (offsetAt(zone, sample) !== offsetAt(zone, until))
      minutes.add(changeBetween(zone, sample, until))
  }
  for (const offset of new Set(samples.map((sample) => offsetAt(zone, sample)))) {
    for (const edge of week.flatMap(edgesOf)) {
      const first = start + modulo(edge - utcMinuteOfWeek(start) - offset, weekMinutes)
      minutes.add(first).add(first + weekMinutes)
    }
  }
  return [...minutes]
    .toSorted((a, b) => a - b)
    .map((minute) => new Date(minute * minuteMs))
    .filter((moment) => moment > now)
}

/** The first minute at which the clocks of the zone show what they show at `late`. */
function changeBetween(zone: string, early: number, late: number): number {
  let [before, after] = [early, late]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(zone, middle) === offsetAt(zone, late)) after = middle
    else before = middle
  }
  return after
}

/** By how many minutes the clocks of the zone are ahead of UTC. Minutes are since 1970. */
function offsetAt(zone: string, minute: number): number {
  const ahead = minuteOfWeek(zone, new Date(minute * minuteMs)) - utcMinuteOfWeek(minute)
  return modulo(ahead + weekMinutes / 2, weekMinutes) - weekMinutes / 2
}

function utcMinuteOfWeek(minute: number): number {
  // 1970 began on a Thursday.
  return modulo(minute + 3 * dayMinutes, weekMinutes)
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}

function edgesOf(block: Block): readonly number[] {
  const from = (block.day - 1) * dayMinutes + block.from
  return [from, from + lengthOf(block)]
}

function covers(block: Block, minute: number): boolean {
  const from = (block.day - 1) * dayMinutes + block.from
  return modulo(minute - from, weekMinutes) < lengthOf(block)
}

function lengthOf({ from, to }: Block): number {
  return to > from ? to - from : to - from + dayMinutes
}

const formats = new Map<string, Intl.DateTimeFormat>()
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function minuteOfWeek(zone: string, now: Date): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(zone, format)
  }
  const part = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const day = weekdays.indexOf(part['weekday'] ?? '')
  return day * dayMinutes + Number(part['hour']) * 60 + Number(part['minute'])
}
