import { equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { before, counsellorGrace, placeKept, ringing, visitorPresent } from './patience.ts'

test('a span before now is counted in seconds and minutes together', () => {
  const now = new Date('2026-03-10T15:00:00Z')
  equal(before(now, { minutes: 1, seconds: 30 }).toISOString(), '2026-03-10T14:58:30.000Z')
  equal(before(now, placeKept).toISOString(), '2026-03-10T14:45:00.000Z')
  equal(before(now, {}).getTime(), now.getTime())
})

test('a ring ends before a silent desk is given up, and a silent page long before its place', () => {
  ok(ringing.seconds < counsellorGrace.seconds)
  ok(visitorPresent.seconds < placeKept.minutes * 60)
})
