import type { Channel } from './line.ts'
import { aheadAt, isZone, stretches } from './zone.ts'

/** Minutes from midnight. One that ends at or before its start ends the next day. */
export type Times = { readonly from: number; readonly to: number }

/** A time of the week: day 1 = Monday … 7 = Sunday. */
export type Block = Times & { readonly day: number }

/**
 * The first and the last day of something, both `2026-12-24`, or both `12-24` for every year; a span
 * of every year may run over its end. One day when they are the same.
 */
export type Dates = { readonly from: string; readonly to: string }

/** Days that have a week of their own, such as the summer's. */
export type Season = Dates & { readonly week: readonly Block[] }

/** Days that are like no day of the week: holidays, an evening more. Closed when there are no blocks. */
export type SpecialDays = Dates & { readonly blocks: readonly Times[] }

export type Calendar = {
  readonly week: readonly Block[]
  readonly seasons?: readonly Season[] | undefined
  readonly specialDays?: readonly SpecialDays[] | undefined
}

/**
 * When a line is open by its calendar, in the line's own time zone. A block belongs to the day on
 * which it begins, so that an evening runs past midnight into whatever day comes then. An exception
 * overrules a season, a season the week; of two that meet, the one with fewer days does.
 */
export type Hours = Calendar & {
  readonly zone: string
  /** A channel with a calendar of its own. */
  readonly channels?: { readonly [C in Channel]?: Calendar | undefined } | undefined
}

const minuteMs = 60_000
const dayMinutes = 24 * 60

/** The hours of one channel, which are the line's unless it has its own. */
export function hoursBy(channel: Channel, { zone, channels, ...usual }: Hours): Hours {
  return { zone, ...(channels?.[channel] ?? usual) }
}

/** Whether the calendar says open at this moment. */
export function isOpen(hours: Hours, now: Date): boolean {
  const minute = minuteOf(now)
  return isOpenOnTheWall(hours, minute + aheadAt(hours.zone, minute))
}

/** The next moment the calendar opens, this one when it is open; undefined when it does not. */
export function opensAt(hours: Hours, now: Date): Date | undefined {
  return firstMoment(hours, now, true)
}

/** The next moment the calendar closes, this one when it is closed; undefined when it does not. */
export function closesAt(hours: Hours, now: Date): Date | undefined {
  return firstMoment(hours, now, false)
}

/** The day on the calendar of this zone, as `2026-03-10`: what a contact is counted for. */
export function dayAt(zone: string, now: Date): string {
  const minute = minuteOf(now)
  return dateOf(Math.floor((minute + aheadAt(zone, minute)) / dayMinutes))
}

/** The hour on the clock of this zone, 0 to 23. The hour told twice in autumn is one. */
export function hourAt(zone: string, now: Date): number {
  const minute = minuteOf(now)
  return Math.floor((minute + aheadAt(zone, minute)) / 60) % 24
}

/** The blocks of a day, given as `2026-03-10`, as its exception, its season or its week has them. */
export function blocksOn(calendar: Calendar, date: string): readonly Times[] {
  const special = narrowest(calendar.specialDays, date)
  if (special) return special.blocks
  const { week } = narrowest(calendar.seasons, date) ?? calendar
  const day = weekdayOf(dayNumber(date))
  return week.filter((block) => block.day === day)
}

/** Why these hours cannot be kept; undefined when they can. */
export function whyNotHours(hours: Hours): HoursFault | undefined {
  if (!isZone(hours.zone)) return 'zone_unknown'
  for (const { week, seasons = [], specialDays = [] } of [
    hours,
    ...Object.values(hours.channels ?? {}).filter((own) => own !== undefined),
  ]) {
    if ([...seasons, ...specialDays].some((dates) => !areDates(dates))) return 'dates_impossible'
    const weeks = [week, ...seasons.map((season) => season.week)]
    const days = specialDays.map(({ blocks }) => blocks.map((block) => ({ ...block, day: 1 })))
    if ([...weeks, ...days].some(someMeet)) return 'blocks_meet'
  }
  return undefined
}
export type HoursFault = 'zone_unknown' | 'dates_impossible' | 'blocks_meet'

/** Whether a day lies between two, these included. */
export function isWithin({ from, to }: Dates, date: string): boolean {
  const day = date.slice(-from.length)
  return from <= to ? from <= day && day <= to : from <= day || day <= to
}

/** Both are days there are, of one kind, and in order where the year is told. */
export function areDates({ from, to }: Dates): boolean {
  const yearly = from.length === 5
  if (![from, to].every((date) => isDate(yearly ? `${leapYear}-${date}` : date))) return false
  return yearly || from <= to
}

// Two weeks when all are alike, because a change of clocks can skip a short block for once. Else more
// than a year, so that a line that is open in one season of each is seen to open again.
const lookAhead = { alike: 15, otherwise: 400 }

function firstMoment(hours: Hours, now: Date, open: boolean): Date | undefined {
  if (isOpen(hours, now) === open) return now
  const alike = !hours.seasons?.length && !hours.specialDays?.length
  const start = minuteOf(now)
  const end = start + (alike ? lookAhead.alike : lookAhead.otherwise) * dayMinutes
  for (const { from, until, ahead } of stretches(hours.zone, start, end)) {
    const wall = firstOnTheWall(hours, { from: from + ahead, until: until + ahead }, open)
    if (wall !== undefined) return new Date((wall - ahead) * minuteMs)
  }
  return undefined
}

/**
 * While the clocks run on evenly: the first minute at which the wall says open, or closed. Minutes on
 * the wall are counted as though it showed UTC.
 */
function firstOnTheWall(
  calendar: Calendar,
  { from, until }: { from: number; until: number },
  open: boolean,
): number | undefined {
  if (isOpenOnTheWall(calendar, from) === open) return from
  for (let day = Math.floor(from / dayMinutes); day * dayMinutes < until; day++) {
    const edges = [...edgesOf(calendar, day - 1), ...edgesOf(calendar, day)]
      .filter((edge) => Math.floor(edge / dayMinutes) === day && edge > from && edge < until)
      .toSorted((a, b) => a - b)
    const found = edges.find((edge) => isOpenOnTheWall(calendar, edge) === open)
    if (found !== undefined) return found
  }
  return undefined
}

function isOpenOnTheWall(calendar: Calendar, wall: number): boolean {
  const day = Math.floor(wall / dayMinutes)
  return [day - 1, day].some((begins) =>
    blocksOn(calendar, dateOf(begins)).some((block) => {
      const since = wall - begins * dayMinutes - block.from
      return since >= 0 && since < lengthOf(block)
    }),
  )
}

function edgesOf(calendar: Calendar, day: number): readonly number[] {
  return blocksOn(calendar, dateOf(day)).flatMap((block) => {
    const from = day * dayMinutes + block.from
    return [from, from + lengthOf(block)]
  })
}

/** In minutes. */
export function lengthOf({ from, to }: Times): number {
  return to > from ? to - from : to - from + dayMinutes
}

/** Of those that hold this day the one with the fewest days; of equal ones the last. */
function narrowest<One extends Dates>(all: readonly One[] | undefined, date: string) {
  return all
    ?.filter((one) => isWithin(one, date))
    .reduce<One | undefined>(
      (best, one) => (best && daysOf(best) < daysOf(one) ? best : one),
      undefined,
    )
}

function daysOf({ from, to }: Dates): number {
  const full = (date: string) => dayNumber(date.length === 5 ? `${leapYear}-${date}` : date)
  const days = full(to) - full(from) + 1
  return days > 0 ? days : days + 366
}

function someMeet(week: readonly Block[]): boolean {
  const weekMinutes = 7 * dayMinutes
  const all = week.map((block) => ({
    from: (block.day - 1) * dayMinutes + block.from,
    length: lengthOf(block),
  }))
  return all.some((one, place) =>
    all.some((other, at) => {
      const after = (((other.from - one.from) % weekMinutes) + weekMinutes) % weekMinutes
      return at !== place && after < one.length
    }),
  )
}

// 29 February is a day of every year's calendar; most years pass it over.
const leapYear = 2024

function isDate(date: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(date) && dateOf(dayNumber(date)) === date
}

/** Days since 1970. Not a number for what is no date. */
function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / minuteMs / dayMinutes
}

function dateOf(day: number): string {
  return Number.isFinite(day)
    ? new Date(day * dayMinutes * minuteMs).toISOString().slice(0, 10)
    : ''
}

/** 1970 began on a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

function minuteOf(now: Date): number {
  return Math.floor(now.getTime() / minuteMs)
}
