import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { opensWords, untilWords } from './moments.ts'

const zone = 'Europe/Paris'
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

test('a line that closes at midnight says so in words', () => {
  const at = new Date('2026-11-21T23:00:00Z')
  equal(untilWords('fr', { at, zone }), 'à minuit')
  equal(untilWords('en', { at, zone }), 'midnight')
})

test('hours are told by the clock of the line, whatever the clock of the reader', () => {
  const at = new Date('2026-07-01T20:30:00Z')
  equal(plain(untilWords('fr', { at, zone })), 'à 22 h 30')
  equal(plain(untilWords('en', { at, zone })), '10:30 p.m.')
})

test('today, tomorrow, and the name of a day further on', () => {
  const now = new Date('2026-11-21T22:30:00Z')
  const opens = (iso: string) => plain(opensWords('fr', { at: new Date(iso), now, zone }))
  equal(opens('2026-11-21T22:45:00Z'), 'aujourd’hui à 23 h 45')
  equal(opens('2026-11-22T13:00:00Z'), 'demain à 14 h')
  equal(opens('2026-11-23T08:00:00Z'), 'lundi à 9 h')
  equal(opensWords('en', { at: new Date('2026-11-23T11:00:00Z'), now, zone }), 'on Monday at noon')
})
