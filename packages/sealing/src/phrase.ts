import { hex } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { refuseUnless } from './refusal.ts'
import { sha256 } from './suite.ts'

/**
 * A number to write down as words. Eight words are 80 random bits and 8 of checksum, for use with
 * Argon2id; twelve are 128 bits and 4, strong enough without it. The checksum is the first bits of
 * SHA-256 of the random ones. The list is one of `words/`; the same number in another language is
 * the same secret.
 */
export const entropyBytes = { 8: 10, 12: 16 } as const

export type WordCount = keyof typeof entropyBytes

export type PhraseReading =
  | { readonly state: 'read'; readonly words: WordCount; readonly entropy: Bytes }
  | {
      readonly state: 'unknown_word'
      /** Position from 0. */
      readonly at: number
      readonly word: string
      /** Up to three words that were perhaps meant. */
      readonly suggestions: readonly string[]
    }
  | { readonly state: 'wrong_count'; readonly count: number }
  /** All words are known, but they do not belong together: one is another, or two are swapped. */
  | { readonly state: 'mistyped_phrase' }

/** Words for random bytes: 10 give eight words, 16 give twelve. */
export async function makePhrase(
  list: readonly string[],
  random: Uint8Array,
): Promise<readonly string[]> {
  refuseUnless(countFor(random.length) !== undefined, 'malformed')
  return wordsFor(random, await checksum(random), list)
}

/**
 * Reads what somebody typed: upper case, accents or none, spaces, hyphens and commas, and words
 * cut after four letters are all the same.
 */
export async function readPhrase(text: string, list: readonly string[]): Promise<PhraseReading> {
  const typed = plain(text)
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
  const count = typed.length
  // Something else was pasted: looking each of its words up would take minutes.
  if (count > 12) return { state: 'wrong_count', count }
  const indices: number[] = []
  for (const [at, word] of typed.entries()) {
    const index = indexOf(word, list)
    if (index === undefined) {
      return { state: 'unknown_word', at, word, suggestions: suggest(word, list) }
    }
    indices.push(index)
  }

  if (count !== 8 && count !== 12) return { state: 'wrong_count', count }
  const all = indices.reduce((number, index) => (number << 11n) | BigInt(index), 0n)
  const checkBits = BigInt(count * 11 - entropyBytes[count] * 8)
  const entropy = toBytes(all >> checkBits, entropyBytes[count])
  const expected = await checksum(entropy)
  if ((all & ((1n << checkBits) - 1n)) !== expected) return { state: 'mistyped_phrase' }
  return { state: 'read', words: count, entropy }
}

/** The words that begin like this, accents apart, in the order of the list. */
export function completions(prefix: string, list: readonly string[]): readonly string[] {
  const bare = plain(prefix).trim()
  return bare === '' ? [] : list.filter((word) => plain(word).startsWith(bare))
}

/** Six words for a root fingerprint: its first 66 bits, to be compared on paper or aloud. */
export function fingerprintWords(
  fingerprint: Uint8Array,
  list: readonly string[],
): readonly string[] {
  refuseUnless(fingerprint.length === 32, 'malformed')
  return spell(toNumber(fingerprint) >> (256n - 66n), 6, list)
}

function wordsFor(random: Uint8Array, check: bigint, list: readonly string[]) {
  const words = random.length === 10 ? 8 : 12
  const checkBits = BigInt(words * 11 - random.length * 8)
  return spell((toNumber(random) << checkBits) | check, words, list)
}

function spell(number: bigint, words: number, list: readonly string[]): readonly string[] {
  refuseUnless(list.length === 2048, 'malformed')
  return Array.from({ length: words }, (_, i) => {
    const index = (number >> BigInt(11 * (words - 1 - i))) & 2047n
    return list[Number(index)] ?? ''
  })
}

async function checksum(entropy: Uint8Array): Promise<bigint> {
  const [first = 0] = await sha256(entropy)
  return BigInt(entropy.length === 10 ? first : first >> 4)
}

function countFor(bytes: number): WordCount | undefined {
  if (bytes === 10) return 8
  return bytes === 16 ? 12 : undefined
}

/** Lower case, without accents. */
function plain(text: string) {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
}

function indexOf(word: string, list: readonly string[]): number | undefined {
  const whole = list.findIndex((one) => plain(one) === word)
  if (whole >= 0) return whole
  if (word.length < 4) return undefined
  const begun = list.findIndex((one) => plain(one).startsWith(word))
  return begun >= 0 ? begun : undefined
}

function suggest(word: string, list: readonly string[]): readonly string[] {
  // No word of a list is half as long, and what is very long takes very long to compare.
  if (word.length > 30) return []
  return list
    .map((one) => ({ one, far: distance(word, plain(one)) }))
    .filter(({ one, far }) => far <= 2 || plain(one).startsWith(word.slice(0, 4)))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ one }) => one)
}

/** How many letters must be added, dropped or changed to make one word of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const letter of a) {
    let left = (row[0] ?? 0) + 1
    const next = [left]
    for (const [i, other] of b.split('').entries()) {
      const change = (row[i] ?? 0) + (letter === other ? 0 : 1)
      left = Math.min(change, left + 1, (row[i + 1] ?? 0) + 1)
      next.push(left)
    }
    row = next
  }
  return row.at(-1) ?? 0
}

function toNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes)}`)
}

function toBytes(number: bigint, length: number): Bytes {
  return Uint8Array.from({ length }, (_, i) =>
    Number((number >> BigInt(8 * (length - 1 - i))) & 255n),
  )
}
