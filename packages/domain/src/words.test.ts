import { equal } from 'node:assert/strict'
import { test } from 'node:test'
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
