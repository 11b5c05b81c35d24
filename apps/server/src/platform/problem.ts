import { problemKinds, problems, type ProblemCode } from '@veilleuse/contract/problems'
import type { Puzzle } from '@veilleuse/contract/puzzle'

/** A refusal the contract knows. Anything else that is thrown is a bug. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly retryAfterSeconds: number | undefined
  readonly puzzle: Puzzle | undefined

  constructor(code: ProblemCode, retryAfterSeconds?: number, puzzle?: Puzzle) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
    this.puzzle = puzzle
  }
}

/** Turns the answer of a `whyNot…` rule into a refusal. */
export function refuse(why: ProblemCode | undefined): void {
  if (why !== undefined) throw new Problem(why)
}

export function statusOf(code: ProblemCode): number {
  return problemKinds[problems[code].kind].status
}

/** The code a socket is closed with. */
export function closeCodeOf(code: ProblemCode): number {
  return problemKinds[problems[code].kind].close
}
