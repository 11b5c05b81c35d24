import { french } from '@veilleuse/sealing/words/french'
import { equal, notEqual, ok } from 'node:assert/strict'
import { test } from 'node:test'
import {
  codeIn,
  makeRecovery,
  secretOf,
  suggestPassphrase,
  whyNotPassphrase,
  wordsToRepeat,
} from './enrolment.ts'

test('five words will do, and so will sixteen characters', () => {
  equal(whyNotPassphrase('cabanon hibou naufrage exhorter saugrenu'), undefined)
  equal(whyNotPassphrase('k7!vQ2#pLz9@mW4x'), undefined)
  equal(whyNotPassphrase('cabanon hibou'), 'too_short')
  equal(whyNotPassphrase('le la un de sa'), 'too_short')
  equal(whyNotPassphrase('aaaaaaaaaaaaaaaaaaaa'), 'too_simple')
})

test('every suggestion is strong enough, and no two are alike', () => {
  const some = Array.from({ length: 50 }, () => suggestPassphrase(french))
  ok(some.every((one) => whyNotPassphrase(one) === undefined))
  equal(new Set(some).size, 50)
})

test('twelve words are made to be printed, each time others', async () => {
  const words = await makeRecovery(french)
  equal(words.length, 12)
  notEqual(words.join(' '), (await makeRecovery(french)).join(' '))
})

test('two words are asked for again, one out of each half', () => {
  for (let i = 0; i < 200; i++) {
    const [a, b] = wordsToRepeat()
    ok(a >= 0 && a < 6 && b >= 6 && b < 12)
  }
})

test('the code of a link is read out of its fragment, whole or not at all', () => {
  const code = 'a'.repeat(43)
  equal(codeIn(`#${code}`), code)
  equal(codeIn(`#${code.slice(1)}`), undefined)
  equal(codeIn(''), undefined)
})

test('a second factor’s secret can be typed in groups of four', () => {
  equal(secretOf('otpauth://totp/x:y?secret=ABCDEFGHIJ&issuer=x'), 'ABCD EFGH IJ')
})
