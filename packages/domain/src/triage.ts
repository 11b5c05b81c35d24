import type { Worded } from './language.ts'

/**
 * The questions a line asks before the wait, none of which must be answered. `about` lists the topics
 * offered, in the line's own words; empty asks nothing. An answer decides the order of the queue,
 * never whether somebody is let in.
 */
export type Triage = {
  readonly about: readonly Worded[]
  /** «How bad is it right now?», 0 to 10. */
  readonly howBad: boolean
  /** «Are you in danger right now?» */
  readonly danger: boolean
}

/**
 * How pressing a visitor's own answers make it, the most pressing last. `danger` goes to the head and
 * rings the supervisor. This is all the server learns of the answers.
 */
export const urgencies = ['usual', 'high', 'danger'] as const
export type Urgency = (typeof urgencies)[number]
