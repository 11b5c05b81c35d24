import { ok } from 'node:assert/strict'
import { test } from 'node:test'
import { calibrate } from './calibration.ts'
import { aLoad } from './report.ts'

for (const load of [0.5, 0.85, 1, 1.3])
  test(`at a load of ${load} the range told held the wait four times out of five, and more`, () => {
    for (const staff of [1, 4, 12])
      for (const spread of [0.5, 1.5]) {
        const found = calibrate(aLoad({ seed: 5, staff, spread, load, contacts: 6000 }), 240)
        ok(found.shown > 200, `${found.shown}`)
        ok(found.held >= 0.8, `${staff} at spread ${spread}: ${found.held}`)
      }
  })

test('the range is no wider than it must be: where much is known, not twice the wait', () => {
  const found = calibrate(aLoad({ seed: 5, staff: 60, spread: 0.8, load: 1.3 }), 240)
  ok(found.wait > 5 && found.width < found.wait, `${found.width} of ${found.wait}`)
})
