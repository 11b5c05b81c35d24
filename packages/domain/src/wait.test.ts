import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ranks } from './order.ts'
import { waitRange, type WaitRange, waitsAt } from './wait.ts'

const paces = fc
  .record({
    slots: fc.integer({ min: 1, max: 120 }),
    free: fc.nat({ max: 120 }),
    meanMinutes: fc.double({ min: 3, max: 120, noNaN: true }),
  })
  .map((pace) => ({ ...pace, free: Math.min(pace.free, pace.slots) }))
const fullPaces = fc
  .tuple(
    paces,
    fc.record({
      spread: fc.double({ min: 0.3, max: 2, noNaN: true }),
      known: fc.integer({ min: 5, max: 105 }),
      leavingPerMinute: fc.double({ min: 0, max: 0.1, noNaN: true }),
      pressing: fc.record({
        high: fc.double({ min: 0, max: 1, noNaN: true }),
        danger: fc.double({ min: 0, max: 0.2, noNaN: true }),
      }),
    }),
  )
  .map(([pace, rest]) => ({ ...pace, ...rest }))
const sure = { known: Infinity, spread: 1 }
const anyPlace = fc.integer({ min: 1, max: 200 })

test('with nobody there to answer, no wait is told', () => {
  equal(waitRange(1, { slots: 0, free: 0, meanMinutes: 25 }), undefined)
})

test('whoever finds a free counsellor is told two minutes at most', () => {
  const pace = { slots: 4, free: 2, meanMinutes: 40 }
  deepEqual(waitRange(1, pace), { fromMinutes: 0, toMinutes: 2 })
  deepEqual(waitRange(2, pace), { fromMinutes: 0, toMinutes: 2 })
})

test('the third with two counsellors busy is told of about three endings', () => {
  // Three endings at 12.5 minutes each: 38 on average.
  const pace = { slots: 2, free: 0, meanMinutes: 25 }
  deepEqual(waitRange(3, pace), { fromMinutes: 7, toMinutes: 79 })
  // The more is known of the line, the closer the two ends.
  deepEqual(waitRange(3, { ...pace, known: 100 }), { fromMinutes: 11, toMinutes: 71 })
})

test('the two ends are points of the distribution of so many endings, where everything is known', () => {
  // 1.35 deviations of a normal variable to either side: 8.85 % and 91.15 %.
  for (const endings of [1, 2, 3, 5, 10, 20, 40]) {
    const range = waitRange(endings, { ...sure, slots: 1000, free: 0, meanMinutes: 1e9 })
    ok(range)
    near(erlang(endings, range.fromMinutes / 1e6), 0.0885)
    near(erlang(endings, range.toMinutes / 1e6), 0.9115)
  }
})

test('where everything is known, four times out of five the wait falls within what was told', () => {
  fc.assert(
    fc.property(anyPlace, paces, (place, pace) => {
      const range = waitRange(place, { ...pace, ...sure })
      ok(range)
      const endings = place - pace.free
      if (endings <= 0) return
      const scale = pace.meanMinutes / pace.slots
      const within =
        erlang(endings, range.toMinutes / scale) - erlang(endings, range.fromMinutes / scale)
      ok(within > 0.79, `${within}`)
    }),
    { numRuns: 500 },
  )
})

test('who leaves before makes the wait shorter, who passes makes it longer', () => {
  const pace = { ...sure, slots: 10, free: 0, meanMinutes: 25 }
  const middle = (range: WaitRange | undefined) =>
    range ? (range.fromMinutes + range.toMinutes) / 2 : 0
  const alone = middle(waitRange(20, pace))
  ok(middle(waitRange(20, { ...pace, leavingPerMinute: 0.03 })) < alone - 5)
  const pressing = { high: 0.1, danger: 0.02 }
  const passed = waitRange(20, { ...pace, pressing })
  ok(middle(passed) > alone + 5)
  // Nobody but danger passes those at high risk, and nobody passes danger.
  ok(middle(waitRange(20, { ...pace, pressing }, 'high')) < middle(passed))
  deepEqual(waitRange(20, { ...pace, pressing }, 'danger'), waitRange(20, pace))
  deepEqual(
    waitRange(20, { ...pace, pressing }, 'returned'),
    waitRange(20, { ...pace, pressing }, 'high'),
  )
})

test('when more come who pass than are served, a long wait is told and no nonsense', () => {
  const pressing = { high: 5, danger: 1 }
  const range = waitRange(3, { slots: 2, free: 0, meanMinutes: 25, pressing })
  ok(range && range.toMinutes > 100 && Number.isFinite(range.toMinutes))
})

/** Where the second place is told with more certainty than the first. */
const alikeAndLeaving = {
  slots: 1,
  free: 0,
  meanMinutes: 58.43380300061084,
  spread: 0.3,
  known: 6,
  leavingPerMinute: 0.09794741049488104,
  pressing: { high: 0, danger: 0 },
}

test('whoever is further back is never told a shorter wait', () => {
  fc.assert(
    fc.property(anyPlace, fullPaces, fc.constantFrom(...ranks), (place, pace, rank) => {
      const [here, behind] = [waitRange(place, pace, rank), waitRange(place + 1, pace, rank)]
      ok(here && behind)
      ok(here.fromMinutes <= behind.fromMinutes && here.toMinutes <= behind.toMinutes)
      ok(here.fromMinutes >= 0 && here.fromMinutes < here.toMinutes)
      ok(Number.isInteger(here.fromMinutes) && Number.isInteger(here.toMinutes))
    }),
    { examples: [[1, alikeAndLeaving, 'danger']], numRuns: 500 },
  )
})

test('one more counsellor never makes the longest wait longer', () => {
  fc.assert(
    fc.property(anyPlace, fullPaces, (place, pace) => {
      const fewer = waitRange(place, pace)
      const more = waitRange(place, { ...pace, slots: pace.slots + 1 })
      ok(fewer && more)
      ok(more.toMinutes <= fewer.toMinutes)
    }),
  )
})

test('ten thousand places are told from one table', () => {
  const wait = waitsAt({ slots: 300, free: 0, meanMinutes: 25, leavingPerMinute: 0.01 })
  const last = wait(10_000)
  ok(last && last.toMinutes > 100)
  for (let place = 1; place < 10_000; place++) ok(wait(place))
})

function near(value: number, point: number) {
  ok(Math.abs(value - point) < 0.01, `${value} is not ${point}`)
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
