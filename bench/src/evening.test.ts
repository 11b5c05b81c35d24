import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { evening } from './evening.ts'
import { onGround } from './ground.ts'
import { places } from './places.ts'

test('a small evening is measured whole: who waits, who talks, what it costs', async () => {
  const told = await onGround((folder) =>
    evening(folder, {
      shape: { counsellors: 2, each: 2, supervisors: 1, waiting: 5 },
      seed: 7,
      every: { seconds: 1 },
      talk: { seconds: 2 },
      quiet: { seconds: 0.2 },
      settle: { seconds: 0.1 },
    }),
  )
  equal(told.opened, 16)
  equal(told.delivered.count, 16)
  equal(told.acknowledged.count, 16)
  ok(told.delivered.max >= told.delivered.p50 && told.delivered.p50 > 0)
  ok(told.memory.live > 0 && told.memory.resident > told.memory.live)
})

test('of a few who wait it is measured when each knows the new place, and what that asks', async () => {
  const told = await onGround((folder) =>
    places(folder, { waiting: 6, times: 1, quiet: { seconds: 0.5 } }),
  )
  deepEqual([told.left.count, told.accepted.count, told.came.count], [5, 4, 1])
  ok(told.left.max > 0 && told.accepted.max > 0 && told.came.max > 0)
  ok(told.frames > 0 && told.questions > 0)
})
