import { deepEqual, equal, rejects } from 'node:assert/strict'
import { test } from 'node:test'
import { makeGathered } from './gathered.ts'

test('whoever asks first is answered alone, and all who ask meanwhile together', async () => {
  const { asked, ask, answer } = aDesk()
  const first = ask('a')
  await turn()
  const others = ['b', 'c', 'b'].map(ask)
  await turn()
  deepEqual(asked, [['a']])
  answer()
  equal(await first, 'A')
  await turn()
  deepEqual(asked, [['a'], ['b', 'c']])
  answer()
  deepEqual(await Promise.all(others), ['B', 'C', 'B'])
})

test('what nobody knows is undefined, and more than one question holds becomes several', async () => {
  const asked: number[][] = []
  const ask = makeGathered(async (keys: readonly number[]) => {
    asked.push([...keys])
    return new Map(keys.filter((key) => key !== 3).map((key) => [key, key * 10]))
  }, 2)
  deepEqual(await Promise.all([1, 2, 3].map(ask)), [10, 20, undefined])
  deepEqual(asked, [[1, 2], [3]])
})

test('a question that fails is a failure for those who asked it alone', async () => {
  let fails = true
  const ask = makeGathered(async (keys: readonly string[]) => {
    if (fails) throw new Error('away')
    return new Map(keys.map((key) => [key, key]))
  })
  await rejects(ask('a'), /away/)
  fails = false
  equal(await ask('b'), 'b')
})

function aDesk() {
  const asked: string[][] = []
  const waiting: (() => void)[] = []
  const ask = makeGathered(async (keys: readonly string[]) => {
    asked.push([...keys])
    await new Promise<void>((done) => waiting.push(done))
    return new Map(keys.map((key) => [key, key.toUpperCase()]))
  })
  return { asked, ask, answer: () => waiting.shift()?.() }
}

function turn() {
  return new Promise((done) => setImmediate(done))
}
