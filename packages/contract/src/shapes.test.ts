import { equal } from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import * as v from 'valibot'
import {
  alias,
  bytes,
  conversationId,
  exactBytes,
  lineId,
  messageId,
  moment,
  nothing,
  offerId,
  ordinal,
  seq,
  slug,
  staffId,
  token,
  worded,
} from './shapes.ts'

const id = '0b0e5ad2-4d6e-4b8e-9f5a-0d2f6a1c7e3b'

test('an id is a UUID in small letters, and nothing else', () => {
  for (const shape of [conversationId, messageId, staffId, lineId, offerId]) {
    equal(v.parse(shape, id), id)
    for (const wrong of [
      id.toUpperCase(),
      id.replaceAll('-', ''),
      `${id} `,
      `${id}\n`,
      '',
      7,
      null,
    ])
      equal(v.is(shape, wrong), false, String(wrong))
  }
})

test('any bytes are written in one way, and only that way is read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (some) => {
      const written = Buffer.from(some).toString('base64url')
      equal(v.is(bytes(40), written), true)
      equal(v.is(exactBytes(some.length), written), true)
      equal(v.is(exactBytes(some.length + 1), written), false)
    }),
  )
  fc.assert(
    fc.property(fc.stringMatching(/^[\w-]{0,12}$/), (text) => {
      const canonical = Buffer.from(text, 'base64url').toString('base64url') === text
      equal(v.is(bytes(40), text), canonical, text)
    }),
  )
})

test('bytes in another alphabet, padded, or too many are refused', () => {
  for (const wrong of ['AA==', 'AA+A', 'AA/A', 'AA A', 'AAAA\n', 'é', 'A', 7, null, undefined])
    equal(v.is(bytes(64), wrong), false, String(wrong))
  for (const limit of [1, 2, 3, 24, 512, 24 * 1024]) {
    equal(v.is(bytes(limit), randomBytes(limit).toString('base64url')), true)
    equal(v.is(bytes(limit), randomBytes(limit + 1).toString('base64url')), false)
  }
  equal(v.is(bytes(64), ''), true)
  equal(v.is(exactBytes(32), ''), false)
})

test('a long string that is almost base64url is refused in no time', () => {
  const began = performance.now()
  equal(v.is(bytes(24 * 1024), `${'A'.repeat(32_000)}!`), false)
  equal(performance.now() - began < 100, true)
})

test('a number in a series counts from one and fits everywhere', () => {
  for (const right of [1, 2, 2_147_483_647]) equal(v.is(ordinal, right), true)
  for (const wrong of [0, -1, 1.5, 2_147_483_648, Number.NaN, Number.POSITIVE_INFINITY, '1'])
    equal(v.is(ordinal, wrong), false, String(wrong))
})

test('a sequence number counts from zero and is exact', () => {
  for (const right of [0, 1, Number.MAX_SAFE_INTEGER]) equal(v.is(seq, right), true)
  for (const wrong of [-1, 0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, '0', null])
    equal(v.is(seq, wrong), false, String(wrong))
})

test('an alias is a name: letters of any script, no line breaks, nothing that turns the text', () => {
  for (const right of [
    'Mina',
    'Anne-Lou',
    'Zoë',
    'Aïcha B.',
    'Оксана',
    'ليلى',
    'd’Arc',
    "O'Neil",
    '陽子',
    'é'.repeat(40),
    '2',
  ])
    equal(v.is(alias, right), true, right)
  equal(v.parse(alias, '  Mina '), 'Mina')
  const wrong = ['', '   ', 'a\nb', 'a\u202Eb', 'a\u200Bb', '<b>', 'a@b', 'a'.repeat(41), '😀', 7]
  for (const one of wrong) equal(v.is(alias, one), false, JSON.stringify(one))
})

test('an alias shows something, and nothing in it is unseen or half a character', () => {
  const unseen = ['\u3164', '\u115F', '\uFFA0', '\u034F', '\uFE0F', '\u2800', '\u00AD', '\u2060']
  for (const one of [...unseen, '\0', '\uD83D', '\uDE00', '\u2066', '\uFEFF', '\u{E0041}']) {
    equal(v.is(alias, one), false, JSON.stringify(one))
    equal(v.is(alias, `Mina${one}B`), false, JSON.stringify(one))
  }
  for (const one of ['...', '- -', '’', '\u0301', '. \u0301']) equal(v.is(alias, one), false, one)
})

test('a line’s name in an address is short and plain', () => {
  for (const right of ['ecoute', 'line-2', 'a']) equal(v.is(slug, right), true)
  for (const wrong of ['', 'Écoute', 'a b', 'A', '../x', 'a/b', 'a'.repeat(41)])
    equal(v.is(slug, wrong), false, wrong)
})

test('a token is 43 letters, a moment is in UTC, a text is in both languages', () => {
  equal(v.is(token, 'x'.repeat(43)), true)
  for (const wrong of ['x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}=`, ''])
    equal(v.is(token, wrong), false)
  equal(v.is(moment, '2026-03-10T15:00:00.000Z'), true)
  for (const wrong of ['2026-03-10', 'yesterday', '', 1]) equal(v.is(moment, wrong), false)
  equal(v.is(worded, { fr: 'a', en: 'b' }), true)
  for (const wrong of [{ fr: 'a' }, { fr: 'a', en: 1 }, 'a', null])
    equal(v.is(worded, wrong), false)
})

test('nothing is an empty answer, whatever was put into it', () => {
  equal(JSON.stringify(v.parse(nothing, { staff: 'mina' })), '{}')
})
