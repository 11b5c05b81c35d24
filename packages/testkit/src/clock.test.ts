import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { movableClock } from './clock.ts'

test('the clock of a test stands still until it is moved', () => {
  const clock = movableClock('2026-03-10T15:00:00Z')

  deepEqual(clock.now(), clock.now())
  clock.pass({ minutes: 3, seconds: 1 })

  equal(clock.now().toISOString(), '2026-03-10T15:03:01.000Z')
})

test('an hour read earlier does not move with the clock', () => {
  const clock = movableClock('2026-03-10T15:00:00Z')
  const before = clock.now()

  clock.pass({ days: 1, hours: 2 })

  equal(before.toISOString(), '2026-03-10T15:00:00.000Z')
  equal(clock.now().toISOString(), '2026-03-11T17:00:00.000Z')
})
