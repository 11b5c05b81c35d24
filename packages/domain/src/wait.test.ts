import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { waitRange } from './wait.ts'

const paces = fc
  .record({
    slots: fc.integer({ min: 1, max: 120 }),
    free: fc.nat({ max: 120 }),
    meanMinutes: fc.double({ min: 3, max: 120, noNaN: true }),
  })
  .map((pace) => ({ ...pace, free: Math.min(pace.free, pace.slots) }))
const anyPlace = fc.integer({ min: 1, max: 200 })

test('with nobody there to answer, no wait is told', () => {
  equal(waitRange(1, { slots: 0, free: 0, meanMinutes: 25 }), undefined)
})

test('whoever finds a free counsellor is told two minutes at most', () => {
  const pace = { slots: 4, free: 2, meanMinutes: 40 }
  deepEqual(waitRange(1, pace), { fromMinutes: 0, toMinutes: 2 })
  deepEqual(waitRange(2, pace), { fromMinutes: 0, toMinutes: 2 })
})

test('the third with two counsellors busy is told of three endings', () => {
  // Erlang(3) with a mean of 12.5 minutes an ending: 1.102 and 5.322 times 12.5.
  deepEqual(waitRange(3, { slots: 2, free: 0, meanMinutes: 25 }), {
    fromMinutes: 13,
    toMinutes: 67,
  })
})

test('the ends of the range are the tenth and the ninetieth hundredth of the model', () => {
  // One busy counsellor and very long conversations, so that whole minutes do not blur the points.
  const meanMinutes = 1_000_000
  for (const endings of [1, 2, 3, 4, 5, 8, 10, 15, 20, 40, 80]) {
    const range = waitRange(endings, { slots: 1, free: 0, meanMinutes })
    ok(range)
    near(range.fromMinutes / meanMinutes, erlangPoint(endings, 0.1))
    near(range.toMinutes / meanMinutes, erlangPoint(endings, 0.9))
  }
})

test('known points of the distribution are met', () => {
  // Published tables of half the chi-squared distribution with 2k degrees of freedom.
  const known = [
    [1, -Math.log(0.9), Math.LN10],
    [2, 0.531_81, 3.889_72],
    [5, 2.432_59, 7.993_59],
    [10, 6.221_3, 14.205_99],
  ] as const
  for (const [endings, low, high] of known) {
    near(erlangPoint(endings, 0.1), low)
    near(erlangPoint(endings, 0.9), high)
    const range = waitRange(endings, { slots: 1, free: 0, meanMinutes: 1_000_000 })
    near((range?.fromMinutes ?? 0) / 1_000_000, low)
    near((range?.toMinutes ?? 0) / 1_000_000, high)
  }
})

test('four times out of five the wait falls within what was told', () => {
  fc.assert(
    fc.property(anyPlace, paces, (place, pace) => {
      const range = waitRange(place, pace)
      ok(range)
      const endings = place - pace.free
      if (endings <= 0) return
      const scale = pace.meanMinutes / pace.slots
      const within =
        erlang(endings, range.toMinutes / scale) - erlang(endings, range.fromMinutes / scale)
      // Rounding outwards makes it more often; the approximation costs a hundredth at most.
      ok(within > 0.79, `${within}`)
    }),
    { numRuns: 500 },
  )
})

test('whoever is further back is never told a shorter wait', () => {
  fc.assert(
    fc.property(anyPlace, paces, (place, pace) => {
      const [here, behind] = [waitRange(place, pace), waitRange(place + 1, pace)]
      ok(here && behind)
      ok(here.fromMinutes <= behind.fromMinutes && here.toMinutes <= behind.toMinutes)
      ok(here.fromMinutes >= 0 && here.fromMinutes < here.toMinutes)
      ok(Number.isInteger(here.fromMinutes) && Number.isInteger(here.toMinutes))
    }),
  )
})

test('one more counsellor never makes the wait longer', () => {
  fc.assert(
    fc.property(anyPlace, paces, (place, pace) => {
      const fewer = waitRange(place, pace)
      const more = waitRange(place, { ...pace, slots: pace.slots + 1 })
      ok(fewer && more)
      ok(more.fromMinutes <= fewer.fromMinutes && more.toMinutes <= fewer.toMinutes)
    }),
  )
})

function near(value: number, point: number) {
  ok(Math.abs(value / point - 1) < 0.012, `${value} is not ${point}`)
}

/** By when the k-th ending has come with this probability, in mean lengths: by halving. */
function erlangPoint(k: number, probability: number): number {
  let [low, high] = [0, k + 20 * Math.sqrt(k) + 20]
  while (high - low > 1e-9) {
    const middle = (low + high) / 2
    if (erlang(k, middle) < probability) low = middle
    else high = middle
  }
  return low
}

/** How probable it is that k endings have come by then: the sum of the Poisson terms from k on. */
function erlang(k: number, x: number): number {
  let term = Math.exp(-x)
  let before = term
  for (let i = 1; i < k; i++) {
    term *= x / i
    before += term
  }
  return 1 - before
}
