import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isOpen, type Hours } from './hours.ts'
import type { StaffId } from './ids.ts'
import { type LineFooting, lineState, takesVisitors } from './line-state.ts'
import type { Planned } from './shift.ts'

const mina = 'mina' as StaffId
const noor = 'noor' as StaffId
const at = (time: string) => new Date(`2026-03-10T${time}:00Z`)
const shift = (from: string, to: string, staff?: StaffId): Planned => ({
  staff,
  from: at(from),
  to: at(to),
})
const zone = 'Etc/UTC'
const always: Hours = { zone, week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 0, to: 0 })) }
// 10 March 2026 is a Tuesday.
const tuesdays = (from: number, to: number): Hours => ({
  zone,
  week: [{ day: 2, from: from * 60, to: to * 60 }],
})
const line = (more: Partial<LineFooting> = {}): LineFooting => ({
  now: at('15:00'),
  hours: always,
  there: [],
  shifts: [],
  waiting: 0,
  mostWaiting: undefined,
  atOnce: false,
  wait: undefined,
  ...more,
})
const short = { fromMinutes: 0, toMinutes: 2 }
const long = { fromMinutes: 20, toMinutes: 60 }

test('somebody there with room: the line is open, and says how soon', () => {
  deepEqual(lineState(line({ there: [mina], atOnce: true, wait: short })), {
    state: 'open',
    wait: short,
  })
})

test('somebody there without room: the line is open, with a wait', () => {
  deepEqual(lineState(line({ there: [mina], wait: long })), { state: 'open_with_wait', wait: long })
})

test('everybody on a break: the line is open, and no number would be true', () => {
  deepEqual(lineState(line({ there: [mina] })), { state: 'open_with_wait' })
})

test('outside its hours a line is closed, whoever is there', () => {
  const hours = tuesdays(18, 22)
  deepEqual(lineState(line({ hours, there: [mina], atOnce: true, wait: short })), {
    state: 'closed',
    why: 'hours',
    opensAt: at('18:00'),
  })
  deepEqual(lineState(line({ hours: { zone, week: [] } })), { state: 'closed', why: 'hours' })
})

test('inside its hours with nobody there and nobody due a line is closed, whatever the rota said', () => {
  deepEqual(lineState(line()), { state: 'closed', why: 'nobody' })
  // Mina should have begun half an hour ago.
  deepEqual(lineState(line({ shifts: [shift('14:30', '18:00', mina)] })), {
    state: 'closed',
    why: 'nobody',
  })
})

test('a line that is closed unexpectedly says when the next one begins', () => {
  const shifts = [
    shift('16:00', '17:00'),
    shift('20:00', '22:00', noor),
    shift('18:00', '20:00', mina),
  ]
  deepEqual(lineState(line({ shifts })), { state: 'closed', why: 'nobody', dueAt: at('18:00') })
  // One who begins before the line opens again is there when it does.
  const hours: Hours = { zone, week: [...tuesdays(14, 16).week, ...tuesdays(19, 22).week] }
  deepEqual(lineState(line({ hours, shifts })), {
    state: 'closed',
    why: 'nobody',
    dueAt: at('19:00'),
  })
})

test('a quarter of an hour before a shift the line opens, and says when somebody comes', () => {
  const shifts = [shift('15:10', '18:00', mina)]
  deepEqual(lineState(line({ shifts })), {
    state: 'open_with_wait',
    until: at('18:00'),
    dueAt: at('15:10'),
  })
  // Late, but not yet too late: nobody can say when.
  deepEqual(lineState(line({ shifts, now: at('15:20') })), {
    state: 'open_with_wait',
    until: at('18:00'),
  })
  deepEqual(lineState(line({ shifts, now: at('15:25') })), { state: 'closed', why: 'nobody' })
})

test('when people are there they are counted on, not those who are due', () => {
  const shifts = [shift('15:10', '18:00', mina)]
  deepEqual(lineState(line({ shifts, there: [noor], wait: long })).state, 'open_with_wait')
  equal('dueAt' in lineState(line({ shifts, there: [noor], wait: long })), false)
})

test('without a rota presence alone decides, until the hours end', () => {
  const hours = tuesdays(9, 17)
  deepEqual(lineState(line({ hours, there: [mina], atOnce: true, wait: short })), {
    state: 'open',
    until: at('17:00'),
    wait: short,
  })
})

test('a line is open until the last of those who follow one another goes', () => {
  const shifts = [
    shift('14:00', '18:00', mina),
    shift('18:00', '20:00', noor),
    shift('22:00', '23:00', mina),
  ]
  const open = line({ shifts, there: [mina], atOnce: true, wait: short })
  deepEqual(lineState(open), { state: 'open', until: at('20:00'), wait: short })
  equal(lineState({ ...open, hours: tuesdays(9, 19) }).state, 'open')
  deepEqual(lineState({ ...open, hours: tuesdays(9, 19) }), {
    state: 'open',
    until: at('19:00'),
    wait: short,
  })
})

test('a line is full when as many wait as may', () => {
  const busy = line({ there: [mina], wait: long, mostWaiting: 3 })
  equal(lineState({ ...busy, waiting: 2 }).state, 'open_with_wait')
  deepEqual(lineState({ ...busy, waiting: 3 }), { state: 'full' })
})

test('a line is full when the shortest wait would end after it closes', () => {
  const hours = tuesdays(9, 17)
  const busy = line({ hours, there: [mina], wait: long })
  equal(lineState({ ...busy, now: at('16:40') }).state, 'open_with_wait')
  deepEqual(lineState({ ...busy, now: at('16:41') }), { state: 'full', until: at('17:00') })
})

test('a line opens when its hours and its people do, as far as the rota is written', () => {
  const hours = tuesdays(16, 23)
  const opens = (shifts: Planned[]) => {
    const told = lineState(line({ hours, shifts }))
    return told.state === 'closed' && told.why === 'hours' ? told.opensAt : undefined
  }
  deepEqual(opens([]), at('16:00'))
  deepEqual(opens([shift('15:30', '18:00', mina)]), at('16:00'))
  deepEqual(opens([shift('14:30', '18:00', mina)]), at('16:00'))
  deepEqual(opens([shift('18:00', '20:00', mina)]), at('18:00'))
  // A rota that ends before tells nothing, and one that nobody has taken yet may still be taken.
  deepEqual(opens([shift('14:00', '15:30', mina)]), at('16:00'))
  deepEqual(opens([shift('18:00', '20:00')]), at('16:00'))
})

test('whatever the facts: open only inside the hours with somebody there or due, never over the limit', () => {
  const time = fc
    .integer({ min: 0, max: 24 * 60 })
    .map((minute) => new Date(at('00:00').getTime() + minute * 60_000))
  const shifts = fc.array(
    fc
      .tuple(time, fc.integer({ min: 1, max: 600 }), fc.constantFrom(mina, noor, undefined))
      .map(([from, length, staff]) => ({
        staff,
        from,
        to: new Date(from.getTime() + length * 60_000),
      })),
    { maxLength: 4 },
  )
  const hours = fc.constantFrom(always, tuesdays(9, 17), tuesdays(20, 2), { zone, week: [] })
  const there = fc.subarray([mina, noor])
  const footing = fc.record({
    now: time,
    hours,
    there,
    shifts,
    waiting: fc.nat(5),
    atOnce: fc.boolean(),
  })
  fc.assert(
    fc.property(footing, (facts) => {
      const told = lineState(line({ ...facts, mostWaiting: 3, wait: facts.there[0] && long }))
      const opens = 'opensAt' in told ? told.opensAt : undefined
      const due = 'dueAt' in told ? told.dueAt : undefined
      const until = 'until' in told ? told.until : undefined
      for (const ahead of [opens, due, until]) ok(!ahead || ahead > facts.now)
      ok(!opens || isOpen(facts.hours, opens))
      ok(!takesVisitors(told) || (isOpen(facts.hours, facts.now) && facts.waiting < 3))
      ok(facts.there.length === 0 || !('why' in told) || told.why === 'hours')
    }),
    { numRuns: 1000 },
  )
})
