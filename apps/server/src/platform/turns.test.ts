import { deepEqual, rejects } from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from 'node:test'
import { makeTurns } from './turns.ts'

test('what concerns one matter is done in the order it was asked for', async () => {
  const inTurn = makeTurns()
  const done: number[] = []
  const slowFirst = [20, 0, 10].map((ms, i) =>
    inTurn('talk', async () => {
      await pause(ms)
      done.push(i)
    }),
  )
  await Promise.all(slowFirst)
  deepEqual(done, [0, 1, 2])
})

test('other matters do not wait', async () => {
  const inTurn = makeTurns()
  const done: string[] = []
  const slow = inTurn('slow', async () => {
    await pause(20)
    done.push('slow')
  })
  await inTurn({ other: true }, async () => void done.push('quick'))
  await slow
  deepEqual(done, ['quick', 'slow'])
})

test('who fails hears of it, and those behind take their turn', async () => {
  const inTurn = makeTurns()
  const failing = inTurn('talk', () => Promise.reject(new Error('away')))
  const next = inTurn('talk', () => Promise.resolve('done'))
  await rejects(failing, /away/)
  deepEqual(await next, 'done')
})
