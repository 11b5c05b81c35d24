import { deepEqual, doesNotMatch, equal, notEqual } from 'node:assert/strict'
import { test } from 'node:test'
import { problems } from '@veilleuse/contract/problems'
import { languages } from '@veilleuse/domain/language'
import { sentenceOf, sentences } from '../visit/sentences.ts'
import { afterTexts as afterEn } from './after-en.ts'
import { afterTexts as afterFr } from './after-fr.ts'
import { texts as en } from './en.ts'
import { texts as fr } from './fr.ts'
import { pageEn } from './page-en.ts'
import { pageFr } from './page-fr.ts'
import { phraseTexts as phraseEn } from './phrase-en.ts'
import { phraseTexts as phraseFr } from './phrase-fr.ts'
import { triageTexts as triageEn } from './triage-en.ts'
import { triageTexts as triageFr } from './triage-fr.ts'
import { waitTexts as waitEn } from './wait-en.ts'
import { waitTexts as waitFr } from './wait-fr.ts'

const all = {
  fr: { fr, pageFr, phraseFr, afterFr, triageFr, waitFr },
  en: { en, pageEn, phraseEn, afterEn, triageEn, waitEn },
} as const

/** Every sentence there is, functions tried with what they are given. */
function said(value: unknown, path = ''): [path: string, words: string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') {
    return samples.map((sample) => [path, String(value(sample))])
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => said(inner, `${path}.${key}`))
}

// A number that is also a name, a range and a length of retention: each text takes what it needs.
const samples = [1, 2, 3, 240].map((number) =>
  Object.assign(new Number(number), {
    fromMinutes: number - 1,
    toMinutes: number + 1,
    withoutPhraseHours: 24 * number,
    withPhraseDays: number,
  }),
)

test('every language says everything', () => {
  const paths = (texts: object) => said(texts).map(([path]) => path)
  deepEqual(paths(en), paths(fr))
  deepEqual(paths(pageEn), paths(pageFr))
  deepEqual(paths(phraseEn), paths(phraseFr))
  deepEqual(paths(afterEn), paths(afterFr))
  deepEqual(paths(triageEn), paths(triageFr))
  deepEqual(paths(waitEn), paths(waitFr))
})

test('no sentence is empty or half made', () => {
  for (const [path, words] of said(all)) {
    notEqual(words.trim(), '', path)
    doesNotMatch(words, /undefined|NaN|\[object/, path)
  }
})

test('nobody is blamed and nothing is called an error', () => {
  for (const [path, words] of said(all)) {
    doesNotMatch(words, /\berr(eur|or)|\béchec|\bfail|invalid|incorrect|faute/i, path)
  }
})

test('no code of the product is ever shown', () => {
  for (const [path, words] of said(all)) {
    for (const code of Object.keys(problems)) {
      if (code.includes('_')) equal(words.includes(code), false, path)
    }
  }
})

test('every refusal has words in every language', () => {
  for (const language of languages) {
    const words = { fr, en }[language]
    for (const sentence of Object.values(sentenceOf)) notEqual(words.sentences[sentence], '')
    deepEqual(Object.keys(words.sentences).toSorted(), [...sentences].toSorted())
  }
})

test('French keeps its marks on the line of their word', () => {
  for (const [path, words] of said(all.fr)) {
    doesNotMatch(words, / [?!:;»]|« /, path)
    doesNotMatch(words, /'/, `${path} has a straight apostrophe`)
  }
})
