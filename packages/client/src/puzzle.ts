import { answersWanted } from '@veilleuse/contract/puzzle'
import type { Puzzle, Solved } from '@veilleuse/contract/puzzle'
import { Refused } from './call.ts'

/**
 * Asks for what may be answered with a puzzle: works it out and asks again. `working` is told each
 * time before. Throws what `ask` throws, a third puzzle included.
 */
export async function working<T>(
  ask: (solved: { puzzle?: Solved }) => Promise<T>,
  begun?: () => void,
): Promise<T> {
  let solved: { puzzle?: Solved } = {}
  for (let left = 3; ; left--) {
    try {
      return await ask(solved)
    } catch (refusal) {
      const puzzle = refusal instanceof Refused && left > 1 && refusal.puzzle
      if (!puzzle) throw refusal
      begun?.()
      solved = { puzzle: { ...puzzle, answers: await solve(puzzle) } }
    }
  }
}

/** How long the page may stand still. A frame of a screen is 16 ms; leaving must always work. */
const turnMs = 10
/** A pause this long is that of a page nobody looks at: browsers wake it once a second. */
const hiddenMs = 300

/**
 * The smallest numbers that, after the seed, begin a SHA-256 below the bound. A loop of its own,
 * because WebCrypto takes longer to be called than to compute so little; in short turns, because no
 * worker may be started under `trusted-types 'none'`.
 */
export async function solve({ seed, tries }: Puzzle): Promise<number[]> {
  const begins = firstWordAfter(seed)
  const answers: number[] = []
  const below = 2 ** 32 / tries
  let rest = Date.now() + turnMs
  for (let n = 0; answers.length < answersWanted; n++) {
    if (begins(n) < below) answers.push(n)
    if (n % 64 === 0 && Date.now() > rest) {
      const paused = Date.now()
      await new Promise((done) => setTimeout(done))
      const now = Date.now()
      rest = now + (now - paused > hiddenMs ? hiddenMs : turnMs)
    }
  }
  return answers
}

/** SHA-256 of seed and number, one block of 36 bytes; of the digest its first word alone. */
function firstWordAfter(seed: string): (n: number) => number {
  // The first 32 bits of the fractions of roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3).
  const primes: number[] = []
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n)
  const fractions = (power: number) => primes.map((prime) => (prime ** power * 2 ** 32) | 0)
  const k = Int32Array.from(fractions(1 / 3))
  const start = fractions(1 / 2)
  const w = new Int32Array(64)
  const bytes = atob(seed.replaceAll('-', '+').replaceAll('_', '/'))
  for (let i = 0; i < 32; i++) w[i >> 2] = ((w[i >> 2] ?? 0) << 8) | bytes.charCodeAt(i)
  w[9] = 1 << 31
  w[15] = 36 * 8
  const at = (i: number) => w[i] ?? 0
  const turn = (x: number, by: number) => (x >>> by) | (x << (32 - by))

  return (n) => {
    w[8] = n
    for (let i = 16; i < 64; i++) {
      const x = at(i - 15)
      const y = at(i - 2)
      w[i] =
        at(i - 16) +
        (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) +
        at(i - 7) +
        (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = start
    const first = a
    for (let i = 0; i < 64; i++) {
      const one =
        h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (k[i] ?? 0) + at(i)
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
      h = g
      g = f
      f = e
      e = (d + one) | 0
      d = c
      c = b
      b = a
      a = (one + two) | 0
    }
    return (a + first) >>> 0
  }
}
