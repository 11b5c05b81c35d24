import { deepEqual, equal } from 'node:assert/strict'
import { mock, test } from 'node:test'
import type { TestContext } from 'node:test'
import { gapWatch } from './gap-watch.ts'

function watched(t: TestContext, broken = false) {
  mock.timers.enable({ apis: ['setTimeout'] })
  t.after(() => mock.timers.reset())
  const asked: number[] = []
  const shown: boolean[] = []
  const watch = gapWatch({
    chainBroken: () => broken,
    ask: (after) => void asked.push(after),
    missing: (on) => void shown.push(on),
  })
  return { watch, asked, shown, pass: (ms: number) => mock.timers.tick(ms) }
}

test('messages in order ask for nothing', (t) => {
  const { watch, asked, shown, pass } = watched(t)
  for (const seq of [1, 2, 3]) watch.came(seq)
  pass(10_000)
  deepEqual([asked, shown], [[], []])
  equal(watch.upTo(), 3)
})

test('two that overtake each other are not missed', (t) => {
  const { watch, asked, shown, pass } = watched(t)
  watch.came(2)
  pass(500)
  watch.came(1)
  pass(10_000)
  deepEqual([asked, shown], [[], []])
})

test('one that stays away is asked for, and the page says so until it comes', (t) => {
  const { watch, asked, shown, pass } = watched(t)
  watch.came(1)
  watch.came(3)
  pass(2000)
  deepEqual([asked, shown], [[1], [true]])
  watch.came(2)
  deepEqual(shown, [true, false])
})

test('a tail that was lost is noticed when the server tells its last number', (t) => {
  const { watch, asked, pass } = watched(t)
  watch.came(1)
  watch.told(4)
  pass(2000)
  deepEqual(asked, [1])
})

test('a broken chain is missed even when the numbers are whole', (t) => {
  const { watch, asked, shown, pass } = watched(t, true)
  watch.came(1)
  pass(2000)
  deepEqual([asked, shown], [[1], [true]])
})

test('a conversation is whole when all that was told of has come', (t) => {
  const { watch } = watched(t)
  equal(watch.whole(), true)
  watch.told(2)
  watch.came(2)
  equal(watch.whole(), false)
  watch.came(1)
  equal(watch.whole(), true)
})
