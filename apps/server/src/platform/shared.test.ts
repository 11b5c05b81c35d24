import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from 'node:test'
import { makeShared } from './shared.ts'

test('all who ask at the same moment are served by one run', async () => {
  const { runs, ask } = counted()
  deepEqual(await Promise.all([ask('a'), ask('a'), ask('a')]), ['a 1', 'a 1', 'a 1'])
  equal(runs(), 1)
})

test('who asks while it runs gets what is true afterwards', async () => {
  let world = 'before'
  let asked: Promise<string> | undefined
  const look = makeShared(async () => {
    const seen = world
    if (!asked) {
      world = 'after'
      asked = look('it')
    }
    return seen
  })
  equal(await look('it'), 'before')
  equal(await asked, 'after')
})

test('what fails fails for those who shared it, and the next run is a new one', async () => {
  let away = true
  const look = makeShared(async () => {
    if (away) throw new Error('away')
    return 'there'
  })
  await Promise.all([rejects(look('it'), /away/), rejects(look('it'), /away/)])
  away = false
  equal(await look('it'), 'there')
})

test('different things do not wait for each other, and a long run is followed by a rest', async () => {
  let runs = 0
  const ask = makeShared(async (key: string) => {
    if (key === 'long') await pause(20)
    return `${key} ${++runs}`
  })
  deepEqual(await Promise.all([ask('long'), ask('short')]), ['long 2', 'short 1'])
  const began = performance.now()
  deepEqual(await Promise.all([ask('long'), ask('long')]), ['long 3', 'long 3'])
  ok(performance.now() - began > 35)
})

function counted() {
  let runs = 0
  return { runs: () => runs, ask: makeShared(async (key: string) => `${key} ${++runs}`) }
}
