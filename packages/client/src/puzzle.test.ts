import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { answersWanted, type Puzzle, type Solved } from '@veilleuse/contract/puzzle'
import fc from 'fast-check'
import { Refused } from './call.ts'
import { solve, working } from './puzzle.ts'

const seed = Buffer.alloc(32, 7).toString('base64url')

test('P-46 the answers are those that SHA-256 gives, in rising order, and none is passed over', async () => {
  const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 })
  await fc.assert(
    fc.asyncProperty(seeds, fc.integer({ min: 1, max: 40 }), async (bytes, tries) => {
      const puzzle = { at: 0, tries, seed: Buffer.from(bytes).toString('base64url') }
      deepEqual(await solve(puzzle), byTheBook(puzzle))
    }),
    { numRuns: 40 },
  )
})

test('P-46 numbers beyond the first thousands are hashed as they should be, too', async () => {
  const puzzle = { at: 0, tries: 900, seed }
  const answers = await solve(puzzle)
  ok((answers.at(-1) ?? 0) > 1000)
  deepEqual(answers, byTheBook(puzzle))
})

test('P-50 while a puzzle is worked out, the page goes on living', async () => {
  let alive = 0
  const beat = setInterval(() => (alive += 1))
  await solve({ at: 0, tries: 9000, seed })
  clearInterval(beat)
  ok(alive > 0)
})

test('P-46 whoever is given a puzzle asks again with its answers', async () => {
  const asked: (Solved | undefined)[] = []
  const begun: number[] = []
  const place = await working(
    async ({ puzzle }) => {
      asked.push(puzzle)
      if (!puzzle) throw needed({ at: 7, tries: 3, seed })
      return 'a place'
    },
    () => begun.push(asked.length),
  )
  equal(place, 'a place')
  deepEqual(begun, [1])
  deepEqual(asked, [undefined, { at: 7, tries: 3, seed, answers: byTheBook({ tries: 3, seed }) }])
})

test('P-50 a page works out two puzzles and no third', async () => {
  let times = 0
  const never = () => {
    times += 1
    return Promise.reject(needed({ at: times, tries: 1, seed }))
  }
  await rejects(working(never), { problem: 'puzzle_needed' })
  equal(times, 3)
})

test('what is no puzzle is nothing to work out', async () => {
  await rejects(
    working(() => Promise.reject(new Refused('line_closed'))),
    { problem: 'line_closed' },
  )
  await rejects(
    working(() => Promise.reject(new Refused('puzzle_needed'))),
    {
      problem: 'puzzle_needed',
    },
  )
})

function needed(puzzle: Puzzle) {
  return new Refused('puzzle_needed', undefined, puzzle)
}

function byTheBook({ tries, seed: given }: Pick<Puzzle, 'tries' | 'seed'>): number[] {
  const answers: number[] = []
  for (let n = 0; answers.length < answersWanted; n++) {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(n)
    const digest = createHash('sha256').update(Buffer.from(given, 'base64url')).update(number)
    if (digest.digest().readUInt32BE(0) < 2 ** 32 / tries) answers.push(n)
  }
  return answers
}
