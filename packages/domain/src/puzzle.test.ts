import { equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { mostTries, triesFor } from './puzzle.ts'

test('while no more come than usual, nobody works anything out', () => {
  for (const everywhere of [0, 1, 4])
    for (const here of [0, 0.5, 1]) equal(triesFor({ everywhere, here }), 0)
})

test('whoever comes in a crowd works, twice as much in twice the crowd', () => {
  equal(triesFor({ everywhere: 10, here: 0 }), 1640)
  equal(triesFor({ everywhere: 20, here: 0 }), 3280)
  equal(triesFor({ everywhere: 0, here: 2 }), 1640)
  equal(triesFor({ everywhere: 0, here: 4 }), 3280)
})

test('the greater of the two crowds counts, not both', () => {
  equal(triesFor({ everywhere: 10, here: 1 }), triesFor({ everywhere: 10, here: 0 }))
  equal(triesFor({ everywhere: 10, here: 4 }), triesFor({ everywhere: 0, here: 4 }))
})

test('at fifty times the usual an old phone is in within five seconds', () => {
  const perSecond = 60_000
  // Sixteen searches end, 99 times of 100, within 1.7 times what they take on average.
  const slow = 1.7
  ok((16 * triesFor({ everywhere: 50, here: 0 }) * slow) / perSecond < 4)
  ok((16 * triesFor({ everywhere: 50, here: 10 }) * slow) / perSecond < 4)
})

test('there is an end to it', () => {
  equal(triesFor({ everywhere: 1e9, here: 0 }), mostTries)
  equal(triesFor({ everywhere: 0, here: 1e9 }), mostTries)
})
