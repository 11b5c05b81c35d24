import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { titleOf, unreadIn } from './attention.ts'

const text = { name: 'Veilleuse', ringing: 'Ça sonne' }

test('a ring stands in the title before everything else', () => {
  equal(titleOf({ rings: 1, unread: 3 }, text), '☎ Ça sonne · Veilleuse')
})

test('unread words are counted in the title', () => {
  equal(titleOf({ rings: 0, unread: 3 }, text), '(3) Veilleuse')
  equal(titleOf({ rings: 0, unread: 0 }, text), 'Veilleuse')
})

test('only the visitor’s messages after the last one read are unread', () => {
  const messages = [
    { seq: 1, by: 'visitor' },
    { seq: 2, by: 'helpline' },
    { seq: 3, by: 'visitor' },
  ]
  equal(unreadIn(messages, 0), 2)
  equal(unreadIn(messages, 1), 1)
  equal(unreadIn(messages, 3), 0)
})
