import type { Delivered } from '@veilleuse/contract/frame'
import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { deliveries } from './deliveries.ts'

const talk = '11111111-1111-4111-8111-111111111111'
const other = '22222222-2222-4222-8222-222222222222'

test('messages are shown in their order, up to the first gap', () => {
  const heard = deliveries()
  equal(heard.add(message(1)), undefined)
  equal(heard.add(message(3)), 1)
  equal(heard.add(message(4)), 1)
  deepEqual(numbers(heard), [1])
  equal(heard.last(talk), 1)
  equal(heard.add(message(2)), undefined)
  deepEqual(numbers(heard), [1, 2, 3, 4])
  equal(heard.last(talk), 4)
})

test('a message that comes twice is shown once, as it came first', () => {
  const heard = deliveries()
  heard.add(message(1))
  const before = heard.upToTheGap(talk)
  heard.add({ ...message(1), envelope: new Uint8Array([99]) })
  equal(heard.upToTheGap(talk), before, 'the same list while nothing is new')
})

test('conversations are apart, and one that is gone takes its messages along', () => {
  const heard = deliveries()
  heard.add(message(1))
  heard.add({ ...message(1), conversation: other })
  heard.keepOnly(new Set([other]))
  deepEqual(numbers(heard), [])
  equal(heard.last(talk), 0)
  equal(heard.last(other), 1)
})

test('in whatever order they come, all are shown in theirs', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 60 }), (order) => {
      const heard = deliveries()
      for (const seq of order) heard.add(message(seq))
      let whole = 0
      while (order.includes(whole + 1)) whole += 1
      deepEqual(
        numbers(heard),
        Array.from({ length: whole }, (_, i) => i + 1),
      )
    }),
  )
})

function message(seq: number): Delivered {
  const at = new Date('2030-01-02T20:00:00Z')
  return { seq, at, by: 'visitor', conversation: talk, envelope: new Uint8Array([seq]) }
}

function numbers(heard: ReturnType<typeof deliveries>) {
  return heard.upToTheGap(talk).map(({ seq }) => seq)
}
