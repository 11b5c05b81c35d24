import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { deskKey } from './shortcuts.ts'

const none = { code: '', key: '', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false }
const free = { writing: false, single: true }

test('Alt and a digit brings a conversation to the front, on every keyboard', () => {
  const pressed = { ...none, altKey: true, code: 'Digit2', key: 'é' }
  deepEqual(deskKey(pressed, { writing: true, single: true }), { does: 'focus', place: 2 })
})

test('AltGr writes letters, and is left alone', () => {
  const pressed = { ...none, altKey: true, ctrlKey: true, code: 'KeyE', key: '€' }
  equal(deskKey(pressed, free), undefined)
})

test('a question mark in a text is a question mark', () => {
  const pressed = { ...none, key: '?', shiftKey: true }
  deepEqual(deskKey(pressed, free), { does: 'help' })
  equal(deskKey(pressed, { writing: true, single: true }), undefined)
})

test('whoever switched single keys off meets none', () => {
  equal(deskKey({ ...none, key: '?' }, { writing: false, single: false }), undefined)
})

test('no key without Alt ends, locks or raises anything', () => {
  for (const key of ['e', 'l', 'r', 'n', 'Escape', 'Delete', 'Enter'])
    equal(deskKey({ ...none, key, code: `Key${key.toUpperCase()}` }, free), undefined)
})
