import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { StaffId } from './ids.ts'
import { dayAt } from './hours.ts'
import { daysLater, dueNow, overlap, type Planned, staffedUntil } from './shift.ts'
import { whyNotGive, whyNotLeave, whyNotPlan, whyNotTake } from './shift.ts'
import { aheadAt, momentOn, momentOnTheWall } from './zone.ts'

const mina = 'mina' as StaffId
const noor = 'noor' as StaffId
const at = (time: string) => new Date(`2026-03-10T${time}:00Z`)
const shift = (from: string, to: string, staff?: StaffId): Planned => ({
  staff,
  from: at(from),
  to: at(to),
})

test('a shift ends after it begins, and within a night', () => {
  equal(whyNotPlan(shift('18:00', '22:00')), undefined)
  equal(whyNotPlan({ from: at('20:00'), to: new Date('2026-03-11T02:00:00Z') }), undefined)
  equal(whyNotPlan(shift('18:00', '18:00')), 'shift_impossible')
  equal(whyNotPlan(shift('18:00', '17:00')), 'shift_impossible')
  equal(whyNotPlan(shift('00:00', '16:00')), undefined)
  equal(whyNotPlan(shift('00:00', '16:01')), 'shift_impossible')
})

test('whoever answers on the line takes an open shift, when they sit nowhere else', () => {
  const now = at('12:00')
  const free = { answers: true, own: [], now }
  equal(whyNotTake(shift('18:00', '22:00'), free), undefined)
  equal(whyNotTake(shift('18:00', '22:00', noor), free), 'shift_taken')
  equal(whyNotTake(shift('08:00', '12:00'), free), 'shift_over')
  equal(whyNotTake(shift('11:00', '13:00'), free), undefined)
  equal(whyNotTake(shift('18:00', '22:00'), { ...free, answers: false }), 'not_on_line')
  const busy = { ...free, own: [shift('21:00', '23:00', mina)] }
  equal(whyNotTake(shift('18:00', '22:00'), busy), 'shifts_overlap')
  equal(whyNotTake(shift('18:00', '21:00'), busy), undefined)
  equal(whyNotGive(shift('18:00', '22:00', noor), free), undefined)
})

test('one may leave a shift of one’s own that is not over', () => {
  const now = at('12:00')
  equal(whyNotLeave(shift('18:00', '22:00', mina), { staff: mina, now }), undefined)
  equal(whyNotLeave(shift('18:00', '22:00', noor), { staff: mina, now }), 'shift_taken')
  equal(whyNotLeave(shift('18:00', '22:00'), { staff: mina, now }), 'shift_taken')
  equal(whyNotLeave(shift('08:00', '12:00', mina), { staff: mina, now }), 'shift_over')
})

test('two shifts meet or they do not, whichever is asked about', () => {
  const moment = fc.integer({ min: 0, max: 100 })
  const span = fc.tuple(moment, fc.integer({ min: 1, max: 30 })).map(([from, length]) => ({
    from: new Date(from),
    to: new Date(from + length),
  }))
  fc.assert(
    fc.property(span, span, (a, b) => {
      const shared = Array.from({ length: 140 }, (_, n) => new Date(n)).some((one) =>
        [a, b].every(({ from, to }) => from <= one && one < to),
      )
      equal(overlap(a, b), shared)
      equal(overlap(b, a), shared)
    }),
  )
})

test('somebody is waited for from a quarter of an hour before their shift to one after', () => {
  const shifts = [shift('18:00', '22:00', mina)]
  const due = (time: string, there: StaffId[] = []) =>
    dueNow(shifts, { there, now: at(time) }).length
  equal(due('17:45'), 0)
  equal(due('17:46'), 1)
  equal(due('18:14'), 1)
  equal(due('18:15'), 0)
  equal(due('18:00', [mina]), 0)
  equal(due('18:00', [noor]), 1)
  equal(dueNow([shift('18:00', '22:00')], { there: [], now: at('18:00') }).length, 0)
  equal(dueNow([shift('18:00', '18:05', mina)], { there: [], now: at('18:05') }).length, 0)
})

test('shifts that follow one another are one time with people', () => {
  const shifts = [
    shift('16:00', '18:00', mina),
    shift('18:10', '20:00', noor),
    shift('19:00', '21:00'),
    shift('20:30', '22:00', mina),
  ]
  deepEqual(staffedUntil(shifts, at('17:00')), at('20:00'))
  deepEqual(staffedUntil(shifts, at('20:20')), at('22:00'))
  deepEqual(staffedUntil(shifts, at('20:10')), at('20:10'))
})

test('a week later is the same time on the wall, whatever the clocks did', () => {
  // On Sunday, 29 March 2026, the clocks in Paris go from two to three.
  const friday = { from: new Date('2026-03-27T19:00:00Z'), to: new Date('2026-03-28T01:00:00Z') }
  deepEqual(daysLater(friday, { days: 7, zone: 'Europe/Paris' }), {
    from: new Date('2026-04-03T18:00:00Z'),
    to: new Date('2026-04-04T00:00:00Z'),
  })
})

test('a time on the wall is found again, the first of two, and later when there is none', () => {
  const paris = (date: string, time: number) => momentOn('Europe/Paris', date, time).toISOString()
  equal(paris('2026-03-10', 16 * 60), '2026-03-10T15:00:00.000Z')
  equal(paris('2026-03-29', 150), '2026-03-29T01:30:00.000Z')
  equal(paris('2026-10-25', 150), '2026-10-25T00:30:00.000Z')
  equal(paris('2026-10-25', 27 * 60), '2026-10-26T02:00:00.000Z')
})

test('in any zone the clocks show what was asked for, or what comes after a leap', () => {
  const zones = fc.constantFrom(
    'Europe/Paris',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
  )
  const walls = fc.integer({ min: 28_400_000, max: 32_000_000 })
  fc.assert(
    fc.property(zones, walls, (zone, wall) => {
      const minute = momentOnTheWall(zone, wall).getTime() / 60_000
      const shown = minute + aheadAt(zone, minute)
      equal(shown === wall || shown - wall === 60 || shown - wall === 30, true)
      equal(dayAt(zone, new Date(minute * 60_000)).length, 10)
    }),
    { numRuns: 500 },
  )
})
