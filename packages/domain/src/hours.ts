/**
 * When a line is open by its calendar: blocks of a week in the line's own time zone, minutes from
 * midnight, day 1 = Monday … 7 = Sunday. A block whose end is not after its start ends the next day.
 */
export type Block = { readonly day: number; readonly from: number; readonly to: number }
export type Hours = { readonly zone: string; readonly week: readonly Block[] }

const dayMinutes = 24 * 60
const weekMinutes = 7 * dayMinutes

/** Whether the calendar says open at this moment. */
export function isOpen(hours: Hours, now: Date): boolean {
  const minute = minuteOfWeek(hours.zone, now)
  return hours.week.some((block) => covers(block, minute))
}

/** The next moment the calendar opens, within eight days; undefined when it never does. */
export function opensAt(hours: Hours, now: Date): Date | undefined {
  return nextChange(hours, now, true)
}

/** The next moment the calendar closes; undefined when it never does. */
export function closesAt(hours: Hours, now: Date): Date | undefined {
  return nextChange(hours, now, false)
}

function nextChange(hours: Hours, now: Date, wanted: boolean): Date | undefined {
  // Minute by minute through the zone's own clock, coarse first: right across a change of clocks,
  // where arithmetic on local times is not.
  const start = Math.ceil(now.getTime() / 60_000) * 60_000
  for (let step = 0; step <= 8 * dayMinutes; step += 15) {
    const at = new Date(start + step * 60_000)
    if (isOpen(hours, at) !== wanted) continue
    for (let back = 14; back > 0; back--) {
      const earlier = new Date(at.getTime() - back * 60_000)
      if (earlier >= now && isOpen(hours, earlier) === wanted) return earlier
    }
    return at
  }
  return undefined
}

function covers(block: Block, minute: number): boolean {
  const from = (block.day - 1) * dayMinutes + block.from
  const length = block.to > block.from ? block.to - block.from : block.to - block.from + dayMinutes
  const since = (minute - from + weekMinutes) % weekMinutes
  return since < length
}

const formats = new Map<string, Intl.DateTimeFormat>()
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

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
  const day = days.indexOf(part['weekday'] ?? '')
  return day * dayMinutes + Number(part['hour']) * 60 + Number(part['minute'])
}
