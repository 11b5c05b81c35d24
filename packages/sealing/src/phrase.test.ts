import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { equal, fromHex } from './bytes.ts'
import { refusalOf } from './fixtures.ts'
import { completions, fingerprintWords, makePhrase, readPhrase } from './phrase.ts'
import { english } from './words/english.ts'
import { french } from './words/french.ts'

const bare = (word: string) => word.normalize('NFD').replace(/\p{Mark}/gu, '')

test('four letters are enough to know a word, accents or none', () => {
  for (const list of [french, english]) {
    assert.equal(list.length, 2048)
    assert.equal(new Set(list.map((word) => bare(word).slice(0, 4))).size, 2048)
    assert.ok(list.every((word) => /^[a-z]{3,8}$/.test(bare(word))))
    assert.ok(list.every((word) => word === word.normalize('NFC')))
  }
})

test('a phrase is read back however it was typed', async () => {
  const random = fc.constantFrom(10, 16).chain((n) => fc.uint8Array({ minLength: n, maxLength: n }))
  await fc.assert(
    fc.asyncProperty(random, fc.constantFrom(french, english), async (entropy, list) => {
      const words = await makePhrase(list, entropy)
      const spellings = [
        words.join(' '),
        `  ${words.join('   ')}\n`,
        words.join(', ').toUpperCase(),
        words.map(bare).join('-'),
        words.map((word) => bare(word).slice(0, 4)).join(' '),
        words.map((word) => word.normalize('NFD')).join(' '),
      ]
      for (const spelling of spellings) {
        const reading = await readPhrase(spelling, list)
        assert.equal(reading.state, 'read', spelling)
        if (reading.state !== 'read') return
        assert.equal(reading.words, words.length)
        assert.ok(equal(reading.entropy, entropy))
      }
    }),
    { numRuns: 25 },
  )
})

test('twelve words are those of BIP 39', async () => {
  const zeros = await makePhrase(english, new Uint8Array(16))
  assert.equal(zeros.join(' '), `${'abandon '.repeat(11)}about`)
  const sevens = await makePhrase(english, new Uint8Array(16).fill(0x7f))
  assert.equal(
    sevens.join(' '),
    'legal winner thank year wave sausage worth useful legal winner thank yellow',
  )
})

test('a word that is not on the list is named, with what was perhaps meant', async () => {
  const words = [...(await makePhrase(french, new Uint8Array(10)))]
  words[3] = 'zoologoe'
  const reading = await readPhrase(words.join(' '), french)
  assert.ok(reading.state === 'unknown_word')
  assert.equal(reading.at, 3)
  assert.equal(reading.word, 'zoologoe')
  assert.equal(reading.suggestions[0], 'zoologie')
  const lost = await readPhrase('xxxxxxxxxx', french)
  assert.ok(lost.state === 'unknown_word')
  assert.deepEqual(lost.suggestions, [])
})

test('a phrase of another length is not tried', async () => {
  for (const count of [0, 1, 7, 9, 11, 13]) {
    const reading = await readPhrase('abandon '.repeat(count), english)
    assert.deepEqual(reading, { state: 'wrong_count', count })
  }
})

test('one wrong word is noticed 255 times of 256', async () => {
  const words = await makePhrase(french, new Uint8Array(10).fill(3))
  let unnoticed = 0
  for (const other of french) {
    if (other === words[2]) continue
    const typed = words.with(2, other).join(' ')
    if ((await readPhrase(typed, french)).state === 'read') unnoticed++
  }
  assert.ok(unnoticed < 24, `${unnoticed} of 2047`)
})

test('a word completes itself as it is typed', () => {
  assert.deepEqual(completions('zoo', english), ['zoo'])
  assert.deepEqual(completions('ACAJ', french), ['acajou'])
  assert.deepEqual(completions('acad', french), ['académie'])
  assert.deepEqual(completions('  ', french), [])
  assert.ok(completions('a', french).length > 50)
})

test('a root fingerprint is six words', async () => {
  const fingerprint = fromHex('00'.repeat(31) + 'ff')
  assert.deepEqual(fingerprintWords(fingerprint, english), Array(6).fill('abandon'))
  const high = fingerprintWords(fromHex('ff'.repeat(32)), english)
  assert.deepEqual(high, Array(6).fill('zoo'))
  assert.equal(await refusalOf(() => fingerprintWords(new Uint8Array(31), english)), 'malformed')
  assert.equal(await refusalOf(() => makePhrase(english, new Uint8Array(11))), 'malformed')
})
