import { ok } from 'node:assert/strict'
import { test } from 'node:test'
import { compare, hardDay, settled } from './high-risk.ts'

for (const seed of [1, 2, 3])
  test(`on hard day ${seed} those at high risk wait less than a minute, and nobody pays much for it`, () => {
    const { ours, firstCome } = compare(hardDay(seed), settled.minutes)
    // Plain first come keeps everybody waiting alike.
    ok(firstCome.high.p95 > 18 && firstCome.usual.p95 > 18, `${firstCome.high.p95}`)
    ok(ours.high.came > 500 && ours.danger.came > 100)

    ok(ours.high.p95 < 1, `${ours.high.p95}`)
    ok(ours.danger.p95 < 1, `${ours.danger.p95}`)
    // Not one of the others, and not only nineteen of twenty.
    ok(ours.usual.longest <= 1.3 * firstCome.usual.p95, `${ours.usual.longest}`)
  })
