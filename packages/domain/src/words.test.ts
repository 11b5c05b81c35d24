import { doesNotMatch, equal, match, ok } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { toRead, toSay } from './words.ts'

test('words are said as they were written, without the space around them', () => {
  for (const [written, said] of [
    ['  ça va pas trop \n', 'ça va pas trop'],
    ['une ligne\n\tet une autre', 'une ligne\n\tet une autre'],
    ['👩‍👩‍👧 ❤️', '👩‍👩‍👧 ❤️'],
    ['שלום, ça va ? مرحبا', 'שלום, ça va ? مرحبا'],
    ['می‌خواهم', 'می‌خواهم'],
    ['?', '?'],
    ['<b>{{7*7}}</b> =1+1 `x`', '<b>{{7*7}}</b> =1+1 `x`'],
  ] as const)
    equal(toSay(written), said)
})

test('what nobody could see is not said', () => {
  const empty = ['', '  \n\t', '\u200B\u200B', '\u2060\uFEFF', '\u3164', '\u2800 \u00A0', '\0\0']
  for (const written of [...empty, '\u202E', '\uD83D']) equal(toSay(written), undefined)
})

test('control characters and forced directions are not passed on, nor shown where they came', () => {
  equal(toSay('a\0b\u001B[31mc\u009B'), 'ab[31mc')
  equal(toRead('facture\u202Egpj.exe'), 'facturegpj.exe')
  equal(toRead('\u202Dabc\u202C'), 'abc\u202C')
  equal(toRead('\u2067שלום\u2069'), '\u2067שלום\u2069')
  equal(toRead('un\r\ndeux'), 'un\ndeux')
})

test('whatever is written, what is said of it is said again unchanged and can be seen', () => {
  fc.assert(
    fc.property(anything, (written) => {
      const said = toSay(written)
      if (said === undefined) return
      equal(toSay(said), said)
      equal(toRead(said), said)
      ok(said.length <= written.length)
      doesNotMatch(said, /[^\P{Cc}\t\n]|[\u202D\u202E]/u)
      match(said, /[^\s\u200B-\u200D\u2060\uFEFF]/)
    }),
    { numRuns: 2000 },
  )
})

test('a text goes through a seal’s bytes unchanged but for half characters, and fits', () => {
  fc.assert(
    fc.property(anything, (written) => {
      const said = toSay(written) ?? ''
      const bytes = new TextEncoder().encode(said)
      equal(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), said.toWellFormed())
      ok(bytes.length <= 3 * said.length)
    }),
    { numRuns: 2000 },
  )
})

test('a megabyte, ten thousand lines and a long run of nothing are read in no time', () => {
  const started = performance.now()
  equal(toSay('x'.repeat(1_000_000))?.length, 1_000_000)
  equal(toSay('\n'.repeat(10_000)), undefined)
  equal(toSay('\u200B'.repeat(1_000_000)), undefined)
  equal(toSay(`${'\u200B '.repeat(500_000)}x`)?.endsWith('x'), true)
  equal(toSay('a\n'.repeat(10_000))?.split('\n').length, 10_000)
  // A machine that does much else takes a fifth of it; what grew with the square would take minutes.
  ok(performance.now() - started < 2000)
})

const anything = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '\uD83D',
        '\uDE00',
        '\0',
        '\u202E',
        '\u200B',
        '\uFEFF',
        '\r\n',
        '\u2028',
        '👩‍👩‍👧',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))
