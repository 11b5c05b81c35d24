import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { closesAt, dayAt, isOpen, opensAt, type Hours } from './hours.ts'

const daily = (from: number, to: number, zone = 'Europe/Paris'): Hours => ({
  zone,
  week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from, to })),
})
const at = (text: string) => new Date(text)
const told = (moment: Date | undefined) => moment?.toISOString()

test('a line that opens at nine is closed a minute before', () => {
  const hours = daily(9 * 60, 23 * 60)
  equal(isOpen(hours, at('2026-01-12T07:59:59Z')), false)
  equal(isOpen(hours, at('2026-01-12T08:00:00Z')), true)
  equal(isOpen(hours, at('2026-01-12T21:59:59Z')), true)
  equal(isOpen(hours, at('2026-01-12T22:00:00Z')), false)
})

test('a Saturday evening past midnight is still open on Sunday at one', () => {
  const hours: Hours = { zone: 'Europe/Paris', week: [{ day: 6, from: 20 * 60, to: 2 * 60 }] }
  equal(isOpen(hours, at('2026-01-18T00:59:00Z')), true)
  equal(isOpen(hours, at('2026-01-18T01:00:00Z')), false)
  equal(isOpen(hours, at('2026-01-17T00:30:00Z')), false)
})

test('a Sunday evening past midnight is still open on Monday morning', () => {
  const hours: Hours = { zone: 'Europe/Paris', week: [{ day: 7, from: 22 * 60, to: 60 }] }
  equal(isOpen(hours, at('2026-01-11T23:30:00Z')), true)
  equal(told(closesAt(hours, at('2026-01-11T23:30:00Z'))), '2026-01-12T00:00:00.000Z')
})

test('a lunch break closes the line between its two blocks', () => {
  const hours: Hours = {
    zone: 'Europe/Paris',
    week: [
      { day: 1, from: 9 * 60, to: 12 * 60 },
      { day: 1, from: 14 * 60, to: 18 * 60 },
    ],
  }
  equal(isOpen(hours, at('2026-01-12T12:00:00Z')), false)
  equal(told(opensAt(hours, at('2026-01-12T12:00:00Z'))), '2026-01-12T13:00:00.000Z')
  equal(told(closesAt(hours, at('2026-01-12T08:00:00Z'))), '2026-01-12T11:00:00.000Z')
})

test('blocks that touch or overlap are one long opening', () => {
  const hours: Hours = {
    zone: 'Europe/Paris',
    week: [
      { day: 1, from: 9 * 60, to: 12 * 60 },
      { day: 1, from: 12 * 60, to: 14 * 60 },
      { day: 1, from: 13 * 60, to: 15 * 60 },
    ],
  }
  equal(told(closesAt(hours, at('2026-01-12T08:30:00Z'))), '2026-01-12T14:00:00.000Z')
})

test('a line open round the clock never closes, one without hours never opens', () => {
  equal(closesAt(daily(0, 0), at('2026-03-28T12:00:00Z')), undefined)
  equal(opensAt({ zone: 'Europe/Paris', week: [] }, at('2026-03-28T12:00:00Z')), undefined)
})

test('the next opening of an open line is now, as is the next closing of a closed one', () => {
  const now = at('2026-01-12T10:00:30Z')
  deepEqual(opensAt(daily(9 * 60, 23 * 60), now), now)
  deepEqual(closesAt(daily(20 * 60, 23 * 60), now), now)
})

test('an opening of five minutes is not overlooked', () => {
  const hours: Hours = { zone: 'Europe/Paris', week: [{ day: 3, from: 601, to: 606 }] }
  equal(told(opensAt(hours, at('2026-01-12T10:07:13Z'))), '2026-01-14T09:01:00.000Z')
})

test('an hour that spring skips is open again the week after', () => {
  const hours: Hours = { zone: 'Europe/Paris', week: [{ day: 7, from: 130, to: 150 }] }
  // On 29 March 2026 the clocks go from two to three.
  equal(told(opensAt(hours, at('2026-03-23T12:00:00Z'))), '2026-04-05T00:10:00.000Z')
})

test('the day is the one on the wall of the line, before and after midnight', () => {
  equal(dayAt('Europe/Paris', at('2026-03-10T22:59:59Z')), '2026-03-10')
  equal(dayAt('Europe/Paris', at('2026-03-10T23:00:00Z')), '2026-03-11')
  equal(dayAt('Europe/Paris', at('2026-07-10T22:00:00Z')), '2026-07-11')
  equal(dayAt('America/New_York', at('2026-01-01T04:59:00Z')), '2025-12-31')
  equal(dayAt('Pacific/Kiritimati', at('2026-03-10T10:00:00Z')), '2026-03-11')
  equal(dayAt('Pacific/Pago_Pago', at('2026-03-10T10:59:00Z')), '2026-03-09')
})

// The law of each zone, by hand, so that the calendar is not compared with itself: the moments of
// UTC at which summer time begins and ends, and the offsets in minutes.
const zones: Record<
  string,
  { summer: number; winter: number; summerOf(year: number): [Date, Date] }
> = {
  'Europe/Paris': {
    summer: 120,
    winter: 60,
    summerOf: (year) => [lastSunday(year, 3, 60), lastSunday(year, 10, 60)],
  },
  'America/New_York': {
    summer: -240,
    winter: -300,
    summerOf: (year) => [
      sunday(year, 3, { nth: 2, minute: 420 }),
      sunday(year, 11, { nth: 1, minute: 360 }),
    ],
  },
  'Australia/Lord_Howe': {
    summer: 660,
    winter: 630,
    // Two in the morning there is the afternoon before in UTC.
    summerOf: (year) => [
      sunday(year, 10, { nth: 1, minute: 930 - 1440 }),
      sunday(year, 4, { nth: 1, minute: 900 - 1440 }),
    ],
  },
}
const years = [2024, 2025, 2026, 2027, 2028, 2029, 2030]
const minuteMs = 60_000

const calendars = (zone: string) =>
  fc
    .array(
      fc.record({
        day: fc.integer({ min: 1, max: 7 }),
        from: fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 200 })),
        to: fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 200 })),
      }),
      { maxLength: 4 },
    )
    .map((week): Hours => ({ zone, week }))

for (const [zone, law] of Object.entries(zones))
  test(`at every change of clocks from 2024 to 2030 in ${zone} the calendar follows the wall`, () => {
    const changes = years.flatMap((year) => law.summerOf(year))
    for (const change of changes)
      fc.assert(
        fc.property(
          calendars(zone),
          fc.integer({ min: -8 * 86_400, max: 86_400 }),
          (hours, from) => {
            const now = new Date(change.getTime() + from * 1000)
            const open = openByTheWall(hours, now)
            equal(isOpen(hours, now), open)
            equal(told(opensAt(hours, now)), told(scan(hours, now, true)))
            equal(told(closesAt(hours, now)), told(scan(hours, now, false)))
          },
        ),
        { numRuns: 12 },
      )
  })

test('whenever a line says it opens, it does, and not a minute earlier', () => {
  const anywhere = fc.constantFrom(...Object.keys(zones)).chain(calendars)
  const moments = fc.date({ min: at('2024-01-01'), max: at('2030-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(anywhere, moments, (hours, now) => {
      const [opens, closes] = [opensAt(hours, now), closesAt(hours, now)]
      if (opens) ok(opens >= now && isOpen(hours, opens))
      if (closes) ok(closes >= now && !isOpen(hours, closes))
      if (opens && opens > now) equal(isOpen(hours, new Date(opens.getTime() - minuteMs)), false)
      if (closes && closes > now) equal(isOpen(hours, new Date(closes.getTime() - minuteMs)), true)
      ok(opens ?? closes, 'a line is either open or closed')
    }),
  )
})

function openByTheWall(hours: Hours, now: Date): boolean {
  const wall = new Date(now.getTime() + offset(hours.zone, now) * minuteMs)
  const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes()
  const today = wall.getUTCDay() === 0 ? 7 : wall.getUTCDay()
  const yesterday = today === 1 ? 7 : today - 1
  return hours.week.some(({ day, from, to }) =>
    to > from
      ? day === today && minute >= from && minute < to
      : (day === today && minute >= from) || (day === yesterday && minute < to),
  )
}

function scan(hours: Hours, now: Date, open: boolean): Date | undefined {
  if (openByTheWall(hours, now) === open) return now
  if (hours.week.length === 0) return undefined
  const start = Math.floor(now.getTime() / minuteMs) + 1
  for (let minute = start; minute < start + 14 * 1440; minute++) {
    const moment = new Date(minute * minuteMs)
    if (openByTheWall(hours, moment) === open) return moment
  }
  return undefined
}

function offset(zone: string, now: Date): number {
  const law = zones[zone]
  if (!law) throw new Error(`Nobody knows the law of ${zone}`)
  const [begins, ends] = law.summerOf(now.getUTCFullYear())
  const summer = begins < ends ? now >= begins && now < ends : now >= begins || now < ends
  return summer ? law.summer : law.winter
}

function sunday(year: number, month: number, { nth, minute }: { nth: number; minute: number }) {
  const first = new Date(Date.UTC(year, month - 1, 1))
  const day = 1 + ((7 - first.getUTCDay()) % 7) + (nth - 1) * 7
  return new Date(Date.UTC(year, month - 1, day, 0, minute))
}

function lastSunday(year: number, month: number, minute: number): Date {
  const last = new Date(Date.UTC(year, month, 0))
  return new Date(Date.UTC(year, month - 1, last.getUTCDate() - last.getUTCDay(), 0, minute))
}
