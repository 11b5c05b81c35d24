import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { makePhrase } from '@veilleuse/sealing/phrase'
import { english } from '@veilleuse/sealing/words/english'
import { french } from '@veilleuse/sealing/words/french'
import { complete, correct, readEntry, readInAny } from './entry.ts'

const inFrench = async () => french
const inEnglish = async () => english
const random = Uint8Array.from({ length: 10 }, (_, i) => 17 * i + 3)
const phrase = await makePhrase(french, random)

test('eight words typed as they were given are sound', async () => {
  const { verdict, words } = await readEntry(phrase.join(' '), french)
  equal(verdict.is, 'sound')
  deepEqual(
    words.map(({ word }) => word),
    phrase,
  )
})

test('accents, capitals, commas and line breaks do not matter', async () => {
  const typed = phrase
    .map((word) =>
      word
        .normalize('NFD')
        .replace(/\p{Mark}/gu, '')
        .toUpperCase(),
    )
    .join(',\n')
  equal((await readEntry(typed, french)).verdict.is, 'sound')
})

test('four letters of each word are enough', async () => {
  const typed = phrase.map((word) => word.slice(0, 4)).join(' ')
  const { verdict, words } = await readEntry(typed, french)
  equal(verdict.is, 'sound')
  deepEqual(
    words.map(({ word }) => word),
    phrase,
  )
})

test('half a word is not held against anybody', async () => {
  equal((await readEntry('aba', french)).verdict.is, 'unfinished')
  equal((await readEntry('abai', french)).verdict.is, 'unfinished')
  equal((await readEntry('', french)).verdict.is, 'unfinished')
})

test('words that begin alike are offered while typing, at most three', async () => {
  const { completions } = await readEntry('abaisser ab', french)
  equal(completions.length, 3)
  deepEqual((await readEntry('abaisser aban', french)).completions, ['abandon'])
  deepEqual((await readEntry('abaisser', french)).completions, [])
})

test('a word that is not in the list is named, with what was perhaps meant', async () => {
  const { verdict } = await readEntry('fromge abandon', french)
  deepEqual(verdict, { is: 'unknown', typed: 'fromge', suggestions: ['fromage', 'rouge'] })
  const { verdict: strange } = await readEntry('xyzzt abandon', french)
  deepEqual(strange, { is: 'unknown', typed: 'xyzzt', suggestions: [] })
})

test('two swapped words are noticed here, before anything is sent', async () => {
  const [first = '', second = '', ...rest] = phrase
  equal((await readEntry([second, first, ...rest].join(' '), french)).verdict.is, 'mistyped')
})

test('thirteen words are too many', async () => {
  const typed = Array.from({ length: 13 }, () => 'abandon').join(' ')
  equal((await readEntry(typed, french)).verdict.is, 'too_many')
})

test('a completion replaces what was begun and goes on to the next word', () => {
  equal(complete('abaisser aban', 'abandon'), 'abaisser abandon ')
  equal(complete('', 'abandon'), 'abandon ')
})

test('a suggestion replaces the word it is for', () => {
  equal(correct('fromge abandon', 'fromge', 'fromage'), 'fromage abandon')
})

test('the English list works alike', async () => {
  const words = await makePhrase(english, random)
  equal((await readEntry(words.join('  '), english)).verdict.is, 'sound')
})

test('words made on a page in another language are sound here', async () => {
  for (const [made, lists] of [
    [french, [inEnglish, inFrench]],
    [english, [inFrench, inEnglish]],
  ] as const) {
    const words = await makePhrase(made, random)
    const { verdict, words: told } = await readInAny(words.join(' '), lists)
    deepEqual(verdict, { is: 'sound', entropy: random, words: 8 })
    deepEqual(
      told.map(({ word }) => word),
      words,
    )
    const short = words.map((word) => word.slice(0, 4)).join(' ')
    equal((await readInAny(short, lists)).verdict.is, 'sound')
  }
})

test('a word is completed and mended from the list that the others are of', async () => {
  const lists = [inEnglish, inFrench] as const
  const typing = await readInAny('harmonie fromage aban', lists)
  deepEqual(typing.completions, ['abandon'])
  equal((await readInAny('harm', lists)).completions[0], 'harmonie')
  const { verdict } = await readInAny('harmonie fromge abandon', lists)
  deepEqual(verdict, { is: 'unknown', typed: 'fromge', suggestions: ['fromage', 'rouge'] })
  const wrong = await readInAny('harmoniie ', lists)
  deepEqual(wrong.verdict, { is: 'unknown', typed: 'harmoniie', suggestions: ['harmonie'] })
  const swapped = [...(await makePhrase(french, random))].toSorted().join(' ')
  equal((await readInAny(swapped, lists)).verdict.is, 'mistyped')
})

test('the list of this language is all that is fetched as long as it will do', async () => {
  const never = () => Promise.reject(new Error('fetched'))
  equal((await readInAny(phrase.join(' '), [inFrench, never])).verdict.is, 'sound')
  equal((await readInAny('harmon', [inFrench, never])).verdict.is, 'unfinished')
  // What cannot be fetched is done without.
  equal((await readInAny('zoo harmonie', [inFrench, never])).verdict.is, 'unknown')
})

test('whatever else is pasted, of any length, is told at once', async () => {
  const started = performance.now()
  const word = await readEntry('x'.repeat(1_000_000), french)
  deepEqual(word.verdict, { is: 'unknown', typed: 'x'.repeat(30), suggestions: [] })
  const faces = await readEntry(`${'😀'.repeat(40)}x `, french)
  deepEqual(faces.verdict, { is: 'unknown', typed: '😀'.repeat(30), suggestions: ['xénon'] })
  for (const text of [`${phrase.join(' ')}\n`.repeat(10_000), 'a '.repeat(500_000)]) {
    const { verdict, words } = await readEntry(text, french)
    deepEqual(verdict, { is: 'too_many' })
    equal(words.length, 12)
  }
  equal((await readEntry('\u200B'.repeat(100_000), french)).verdict.is, 'unfinished')
  // It took minutes, with the page frozen, when each was compared with each word of the list.
  ok(performance.now() - started < 5000)
})
