import { deepEqual } from 'node:assert/strict'
import { test } from 'node:test'
import { outbox } from './outbox.ts'

test('a message goes out at once, and leaves when it is stored', () => {
  const { box, sent } = aBox()
  box.put('a', words(1))
  deepEqual(sent, [1])
  deepEqual(box.waiting(), ['a'])
  box.stored('a')
  deepEqual(box.waiting(), [])
})

test('a message waits for the one before it, so that none overtakes another', () => {
  const { box, sent } = aBox()
  for (const [i, id] of ['a', 'b', 'c'].entries()) box.put(id, words(i + 1))
  deepEqual(sent, [1])
  box.stored('a')
  deepEqual(sent, [1, 2])
  box.stored('b')
  deepEqual(sent, [1, 2, 3])
})

test('what was written while there was no line goes out in the order it was written', () => {
  const { box, sent, line } = aBox()
  line.up = false
  box.put('a', words(1))
  box.put('b', words(2))
  line.up = true
  // The line is back, but the page has not come to sending again: a third one must not go first.
  box.put('c', words(3))
  deepEqual(sent, [])
  box.resend()
  box.stored('a')
  box.stored('b')
  deepEqual(sent, [1, 2, 3])
})

test('a message whose answer was lost goes out again, and those behind it after it', () => {
  const { box, sent } = aBox()
  box.put('a', words(1))
  box.put('b', words(2))
  box.resend()
  deepEqual(sent, [1, 1])
  box.stored('a')
  deepEqual(sent, [1, 1, 2])
})

test('a message refused for good makes room for the next', () => {
  const { box, sent } = aBox()
  box.put('a', words(1))
  box.put('b', words(2))
  box.refused('a')
  deepEqual(sent, [1, 2])
  deepEqual(box.waiting(), ['b'])
})

test('told to wait, everything waits, and goes out again once', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { box, sent } = aBox()
  box.put('a', words(1))
  box.put('b', words(2))
  box.later(2)
  box.later(1)
  t.mock.timers.tick(1999)
  deepEqual(sent, [1])
  t.mock.timers.tick(1)
  deepEqual(sent, [1, 1])
  t.mock.timers.tick(10_000)
  deepEqual(sent, [1, 1])
})

test('conversations do not wait for each other', () => {
  const { box, sent } = aBox()
  box.put('a', words(1), 'one')
  box.put('b', words(2), 'other')
  box.put('c', words(3), 'one')
  deepEqual(sent, [1, 2])
  box.stored('a')
  deepEqual(sent, [1, 2, 3])
  box.resend()
  deepEqual(sent, [1, 2, 3, 2, 3])
})

test('an answer that comes twice, or for nothing, changes nothing', () => {
  const { box, sent } = aBox()
  box.put('a', words(1))
  box.put('b', words(2))
  box.put('c', words(3))
  box.stored('a')
  box.stored('a')
  box.stored('somebody else’s')
  box.refused('a')
  deepEqual(sent, [1, 2])
  deepEqual(box.waiting(), ['b', 'c'])
})

test('an answer to one further back leaves the first under way', () => {
  const { box, sent } = aBox()
  box.put('a', words(1))
  box.put('b', words(2))
  box.stored('b')
  deepEqual(sent, [1])
  deepEqual(box.waiting(), ['a'])
})

function aBox() {
  const sent: number[] = []
  const line = { up: true }
  const box = outbox((envelope) => {
    if (line.up) sent.push(envelope[0] ?? 0)
    return line.up
  })
  return { box, sent, line }
}

function words(n: number) {
  return new Uint8Array([n])
}
