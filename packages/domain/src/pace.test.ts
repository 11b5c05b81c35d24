import { equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { paceOf, type Recent } from './pace.ts'

const nothing: Recent = { lengths: [], waits: [], pressing: { high: 0, danger: 0 } }
const places = { slots: 4, free: 1 }

test('a line without history goes by what is usual', () => {
  const pace = paceOf(nothing, places)
  equal(pace.meanMinutes, 25)
  equal(pace.spread, 1)
  equal(pace.leavingPerMinute, 0)
  equal(pace.slots, 4)
  equal(pace.free, 1)
})

test('its own conversations outweigh the imagined ones as they come', () => {
  const lengths = Array.from({ length: 95 }, () => 45)
  const pace = paceOf({ ...nothing, lengths }, places)
  equal(pace.meanMinutes, 44)
  equal(pace.known, 100)
  // All of one length: what is left of the spread is imagined.
  ok(pace.spread !== undefined && pace.spread < 0.25)
})

test('who left while waiting is counted by the minutes that were waited', () => {
  const waits = [
    { minutes: 25, left: true },
    { minutes: 50, left: false },
  ]
  equal(paceOf({ ...nothing, waits }, places).leavingPerMinute, 1 / 200)
})

test('those who pressed within the hour are counted by the minute', () => {
  const pace = paceOf({ ...nothing, pressing: { high: 6, danger: 3 } }, places)
  equal(pace.pressing?.high, 0.1)
  equal(pace.pressing?.danger, 0.05)
})
