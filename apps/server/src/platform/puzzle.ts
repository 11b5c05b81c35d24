import { createHash, timingSafeEqual } from 'node:crypto'
import type { Puzzle, Solved } from '@veilleuse/contract/puzzle'
import { triesFor } from '@veilleuse/domain/puzzle'
import type { House } from './house.ts'
import { Problem } from './problem.ts'

/** Long enough for an old phone that was locked meanwhile; too short to lay in a stock. */
export const puzzleLasts = { seconds: 120 }

/** Whose clock of several servers is a little ahead. */
const aheadMs = 2000

export type Coming = {
  readonly household: string
  /** What makes this request this one: a puzzle worked out for it is worth nothing with another. */
  readonly about: readonly string[]
  readonly solved: Solved | undefined
}

/**
 * Throws `puzzle_needed`, with the puzzle, to whoever comes while very many come. Nothing is kept of
 * a puzzle: it can be made again from the request, so any server knows its own. Coming counts, being
 * back with the answers does not: whoever hoards puzzles pays for the crowd they make.
 */
export function letIn(
  house: Pick<House, 'clock' | 'limits' | 'secrets'>,
  { household, about, solved }: Coming,
): void {
  const now = house.clock.now().getTime()
  if (solved && isRight(solved, seedOf(house, about, solved), now))
    return house.limits.spend('again', solved.seed)
  const tries = triesFor(house.limits.crowdWith(household))
  if (tries === 0) return
  const seed = seedOf(house, about, { at: now, tries }).toString('base64url')
  throw new Problem('puzzle_needed', undefined, { at: now, tries, seed })
}

/** What answers are hashed after: of this request, on these terms, and never of another. */
export function seedOf(
  { secrets }: Pick<House, 'secrets'>,
  about: readonly string[],
  { at, tries }: Pick<Puzzle, 'at' | 'tries'>,
): Buffer {
  return secrets.hash('puzzle', JSON.stringify([at, tries, ...about]))
}

/** Sixteen hashes at most, whatever was sent. */
function isRight({ at, tries, seed, answers }: Solved, own: Buffer, now: number): boolean {
  const age = now - at
  if (age < -aheadMs || age > puzzleLasts.seconds * 1000) return false
  if (!timingSafeEqual(Buffer.from(seed, 'base64url'), own)) return false
  const below = 2 ** 32 / tries
  let before = -1
  return answers.every((answer) => {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(answer)
    const begins = createHash('sha256').update(own).update(number).digest().readUInt32BE(0)
    const fits = answer > before && begins < below
    before = answer
    return fits
  })
}
