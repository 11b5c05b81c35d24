import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ConversationId } from './ids.ts'
import { headStart, inOrder, placeReason, type Ranked, rankOf, ranks } from './order.ts'
import { urgencies } from './triage.ts'

const three = new Date('2026-03-10T15:00:00Z')
const after = (minutes: number) => new Date(three.getTime() + minutes * 60_000)

function aVisitor(id: string, traits: Partial<Ranked> = {}): Ranked {
  return { id: id as ConversationId, arrivedAt: three, atHead: false, urgency: 'usual', ...traits }
}

const reasonsIn = (queue: readonly Ranked[]) =>
  queue.map((one, index) => placeReason(one, queue.slice(0, index)))
const order = (...waiting: Ranked[]) => waiting.toSorted(inOrder).map(({ id }) => String(id))

test('who came first is served first', () => {
  deepEqual(order(aVisitor('a', { arrivedAt: after(1) }), aVisitor('b')), ['b', 'a'])
})

test('danger goes before one who was left, that one before high, and high before usual', () => {
  deepEqual(
    order(
      aVisitor('usual'),
      aVisitor('high', { arrivedAt: after(10), urgency: 'high' }),
      aVisitor('left', { arrivedAt: after(20), atHead: true }),
      aVisitor('danger', { arrivedAt: after(30), urgency: 'danger' }),
    ),
    ['danger', 'left', 'high', 'usual'],
  )
})

test('who was left and is in danger is in danger', () => {
  equal(rankOf(aVisitor('a', { urgency: 'danger', atHead: true })), 'danger')
  equal(rankOf(aVisitor('a', { urgency: 'high', atHead: true })), 'returned')
})

test('who has waited an hour longer is not passed by one who says it is urgent', () => {
  const usual = aVisitor('usual')
  deepEqual(order(usual, aVisitor('high', { urgency: 'high', arrivedAt: after(59) })), [
    'high',
    'usual',
  ])
  deepEqual(order(usual, aVisitor('high', { urgency: 'high', arrivedAt: after(61) })), [
    'usual',
    'high',
  ])
})

test('of two who came in the same moment, everybody sees the same one first', () => {
  deepEqual(order(aVisitor('a'), aVisitor('b')), order(aVisitor('b'), aVisitor('a')))
})

const queues = fc
  .array(
    fc.record({
      arrived: fc.nat({ max: 30 * 60 }),
      atHead: fc.boolean(),
      urgency: fc.constantFrom(...urgencies),
    }),
    { minLength: 2, maxLength: 30 },
  )
  .map((all) =>
    all.map(({ arrived, ...rest }, i) => aVisitor(`v${i}`, { ...rest, arrivedAt: after(arrived) })),
  )
const orderedQueues = queues.map((queue) => queue.toSorted(inOrder))

test('everybody sees the same order, however the queue was read', () => {
  fc.assert(
    fc.property(
      queues.chain((queue) =>
        fc.tuple(fc.constant(queue), fc.shuffledSubarray(queue, { minLength: queue.length })),
      ),
      ([queue, shuffled]) => {
        deepEqual(shuffled.toSorted(inOrder), queue.toSorted(inOrder))
      },
    ),
  )
})

test('within a rank nobody passes anybody', () => {
  fc.assert(
    fc.property(orderedQueues, (queue) => {
      for (const rank of ranks) {
        const came = queue
          .filter((one) => rankOf(one) === rank)
          .map((one) => one.arrivedAt.getTime())
        deepEqual(
          came,
          came.toSorted((a, b) => a - b),
        )
      }
    }),
  )
})

test('nobody is passed by one who came later by more than the head start between them', () => {
  fc.assert(
    fc.property(orderedQueues, (queue) => {
      queue.forEach((one, place) => {
        for (const before of queue.slice(0, place)) {
          const later = (before.arrivedAt.getTime() - one.arrivedAt.getTime()) / 60_000
          ok(later <= headStart[rankOf(before)].minutes - headStart[rankOf(one)].minutes)
        }
      })
    }),
  )
})

test('with the same wait, the more pressing is served first', () => {
  fc.assert(
    fc.property(queues, (queue) => {
      const together = queue.map((one) => ({ ...one, arrivedAt: three })).toSorted(inOrder)
      const found = together.map((one) => ranks.indexOf(rankOf(one)))
      deepEqual(
        found,
        found.toSorted((a, b) => a - b),
      )
    }),
  )
})

test('each place has its reason', () => {
  const queue = [
    aVisitor('old', { arrivedAt: after(-50) }),
    aVisitor('high', { arrivedAt: after(30), urgency: 'high' }),
    aVisitor('usual'),
  ]
  deepEqual(order(...queue), ['old', 'high', 'usual'])
  deepEqual(reasonsIn(queue), [
    { rank: 'usual', passedBy: 0, behindLonger: 0 },
    { rank: 'high', passedBy: 0, behindLonger: 1 },
    { rank: 'usual', passedBy: 1, behindLonger: 0 },
  ])
})

test('whoever is neither passed nor behind a longer wait stands where they came', () => {
  fc.assert(
    fc.property(orderedQueues, (queue) => {
      reasonsIn(queue).forEach(({ rank, passedBy, behindLonger }, index) => {
        const one = queue[index]
        const before = queue.slice(0, index)
        const alike = before.filter((other) => rankOf(other) === rank)
        ok(one && alike.every((other) => other.arrivedAt <= one.arrivedAt))
        const pressing = before.length - alike.length - behindLonger
        ok(passedBy <= pressing)
      })
    }),
  )
})
