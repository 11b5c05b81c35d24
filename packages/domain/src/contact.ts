import { endings, type Ending } from './conversation.ts'

/**
 * How a contact is counted: an ending, or one of the two that came so soon that nobody could have
 * answered or begun to help. docs/counting.md tells each.
 */
export const countedEndings = [...endings, 'abandoned_early', 'left_early'] as const
export type CountedEnding = (typeof countedEndings)[number]

/** What is counted by the hour in which somebody came: counts and nothing beside them. */
export const hourCounts = [
  'arrived',
  'answered',
  'abandoned',
  'abandoned_early',
  'refused_closed',
  'refused_full',
  'redirected',
  'puzzle_given',
  'puzzle_solved',
] as const
export type HourCount = (typeof hourCounts)[number]

/** Where the steps of a wait begin, in seconds. Service levels are asked at 20, 30, 120 and 300. */
export const waitSteps = [0, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600] as const

/** Where the steps of a talk's length begin, in minutes. */
export const lengthSteps = [0, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120] as const

/** A talk a visitor leaves sooner than this is told apart: nothing can have been said. */
export const leftEarly = { seconds: 30 }

/** What is known of a contact that is over, as long as it stands with its conversation. */
export type ContactFacts = {
  readonly arrivedAt: Date
  /** When somebody answered for the first time; a vanished counsellor does not undo it. */
  readonly answeredAt: Date | undefined
  readonly endedAt: Date
  /** When the visitor's page was last heard from. */
  readonly seenAt: Date
  readonly ending: Ending
}

export type CountingTerms = {
  /** Whoever leaves the queue sooner is counted apart. French social telephony: 5. */
  readonly earlySeconds: number
  /** The longest wait the line promises, when it promises one. */
  readonly promisedMinutes: number | undefined
}

/** What is left of a contact once it is counted. */
export type Counted = {
  readonly ending: CountedEnding
  /** Where the step begins that the wait falls into, in seconds. */
  readonly waitFrom: number
  /** The same of the talk, in minutes; undefined when nobody answered. */
  readonly lengthFrom: number | undefined
  /** Whether the promise was kept; undefined without one, and for who left before it was broken. */
  readonly inTime: boolean | undefined
}

export function counted(facts: ContactFacts, terms: CountingTerms): Counted {
  const { arrivedAt, answeredAt, endedAt, seenAt, ending } = facts
  // Who is lost was there as long as their page was, and not until somebody noticed.
  const end = ending === 'lost' && seenAt < endedAt ? seenAt : endedAt
  const wait = secondsFrom(arrivedAt, answeredAt ?? end)
  const length = answeredAt && secondsFrom(answeredAt, end)
  return {
    ending: endingOf(ending, { wait, length, early: terms.earlySeconds }),
    waitFrom: stepOf(waitSteps, wait),
    lengthFrom: length === undefined ? undefined : stepOf(lengthSteps, length / 60),
    inTime: keptIn(wait, answeredAt !== undefined, terms.promisedMinutes),
  }
}

function endingOf(
  ending: Ending,
  { wait, length, early }: { wait: number; length: number | undefined; early: number },
): CountedEnding {
  if (length === undefined)
    return ending === 'abandoned' && wait < early ? 'abandoned_early' : ending
  return ending === 'left' && length < leftEarly.seconds ? 'left_early' : ending
}

function keptIn(wait: number, answered: boolean, promisedMinutes: number | undefined) {
  if (promisedMinutes === undefined) return undefined
  const kept = wait <= promisedMinutes * 60
  // Who went before the promise was broken tells nothing about it.
  return answered || !kept ? answered && kept : undefined
}

function secondsFrom(start: Date, end: Date): number {
  return Math.max(0, end.getTime() - start.getTime()) / 1000
}

function stepOf(steps: readonly number[], value: number): number {
  return steps.findLast((step) => step <= value) ?? 0
}

/** Of those who came, how many there were of each kind. */
export type Sums = Readonly<Record<HourCount, number>>

export const noSums: Sums = {
  arrived: 0,
  answered: 0,
  abandoned: 0,
  abandoned_early: 0,
  refused_closed: 0,
  refused_full: 0,
  redirected: 0,
  puzzle_given: 0,
  puzzle_solved: 0,
}

/** Everybody who reached out: who got a place, and who found the line closed or full. */
export function offered(sums: Sums): number {
  return sums.arrived + refused(sums)
}

export function refused(sums: Sums): number {
  return sums.refused_closed + sums.refused_full
}

/**
 * Who reached out and met nobody. Who left within the first seconds is counted among them when asked
 * for: whether they could have been answered is told differently from house to house.
 */
export function unserved(sums: Sums, { withEarly }: { withEarly: boolean }): number {
  return refused(sums) + sums.abandoned + (withEarly ? sums.abandoned_early : 0)
}

/** Pages that were asked to work first and did not come back. */
export function puzzleUnsolved(sums: Sums): number {
  return Math.max(0, sums.puzzle_given - sums.puzzle_solved)
}
