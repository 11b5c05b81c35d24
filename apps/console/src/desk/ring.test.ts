import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { ringing, secondsLeft } from './ring.ts'

test('it rings every three seconds, two notes each time', () => {
  const notes = ringing(0, { from: 0, until: 7000 }, 1)
  deepEqual(
    notes.map(({ atMs }) => atMs),
    [0, 220, 3000, 3220, 6000, 6220],
  )
})

test('it starts softly and grows, and stops growing', () => {
  const gains = ringing(0, { from: 0, until: 60_000 }, 1).map(({ gain }) => gain)
  ok((gains[0] ?? 1) < 0.2)
  equal(Math.max(...gains), gains.at(-1))
  equal(gains.at(-1), gains.at(-5))
})

test('planned piece by piece, no note is lost and none sounds twice', () => {
  const whole = ringing(100, { from: 100, until: 20_000 }, 0.7)
  const pieces = [100, 1234, 3100, 3110, 9999, 20_000]
  const planned = pieces
    .slice(1)
    .flatMap((until, i) => ringing(100, { from: pieces[i] ?? 0, until }, 0.7))
  deepEqual(planned, whole)
})

test('whoever has turned the sound off hears nothing', () => {
  deepEqual(ringing(0, { from: 0, until: 60_000 }, 0), [])
})

test('the seconds left to answer never go below none', () => {
  const now = Date.UTC(2030, 0, 2, 20)
  equal(secondsLeft('2030-01-02T20:00:29.200Z', now), 30)
  equal(secondsLeft('2030-01-02T19:59:00.000Z', now), 0)
})
