import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import type { Word } from './hearing.ts'
import { unreadLine } from './unread-line.ts'

test('what is read as it comes has no line above it', () => {
  const words = talk('visitor', 'helpline', 'visitor')
  equal(unreadLine(undefined, { words, unread: 1, looking: true }), undefined)
  equal(unreadLine(undefined, { words, unread: 0, looking: true }), undefined)
})

test('what came while nobody looked begins at a line, which stays while it is read', () => {
  const words = talk('visitor', 'helpline', 'visitor', 'visitor')
  const line = unreadLine(undefined, { words, unread: 2, looking: false })
  equal(line, 3)
  equal(unreadLine(line, { words, unread: 0, looking: true }), 3)
  // Another one, read live, moves it no further down.
  const more = talk('visitor', 'helpline', 'visitor', 'visitor', 'visitor')
  equal(unreadLine(line, { words: more, unread: 1, looking: true }), 3)
})

test('the line goes with the answer', () => {
  const words = talk('visitor', 'helpline', 'visitor', 'helpline')
  equal(unreadLine(3, { words, unread: 0, looking: true }), undefined)
})

test('where all is new there is nothing to divide', () => {
  const words = talk('visitor', 'visitor')
  equal(unreadLine(undefined, { words, unread: 2, looking: false }), undefined)
})

function talk(...by: readonly ('visitor' | 'helpline')[]): readonly Word[] {
  return by.map((one, i) => ({
    seq: i + 1,
    at: new Date(i),
    by: one,
    id: `${i}`,
    kind: 'text',
    text: 'x',
    gap: false,
  }))
}
