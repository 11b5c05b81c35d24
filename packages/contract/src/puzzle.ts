import { mostTries } from '@veilleuse/domain/puzzle'
import * as v from 'valibot'
import { exactBytes, seq } from './shapes.ts'

/**
 * What a page works out before it takes a place when very many come at once. Sixteen numbers are
 * asked for, because sixteen small searches take much the same time for everybody and one large
 * search does not: of a hundred pages the slowest needs less than twice the usual time.
 */
export const Puzzle = v.object({
  /** When it was given, in ms since 1970. */
  at: seq,
  /** How many numbers are tried for each that is found, on average. */
  tries: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostTries)),
  /** What the numbers are hashed after. Only the server can make it, for one request alone. */
  seed: exactBytes(32),
})
export type Puzzle = v.InferOutput<typeof Puzzle>

export const answersWanted = 16

const answer = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1))

/** A puzzle with the numbers that solve it, in rising order. */
export const Solved = v.object({
  ...Puzzle.entries,
  answers: v.pipe(v.array(answer), v.length(answersWanted)),
})
export type Solved = v.InferOutput<typeof Solved>
