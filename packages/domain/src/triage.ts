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

/** What a visitor answered before the wait. What was passed over is absent. */
export type Answers = {
  readonly danger?: boolean
  /** 0 to 10. */
  readonly howBad?: number
  /** The topic, in the words that stood on the page. */
  readonly about?: string
}
export type Question = keyof Answers

/** From this answer on a visitor's distress is high. */
export const highFrom = 8

/**
 * The questions a line asks, in their order. Two at most, however many are chosen: a third would be a
 * wall. Danger comes first, because a yes to it is followed by no other question.
 */
export function questionsOf({ about, howBad, danger }: Triage): readonly Question[] {
  const asked: Question[] = []
  if (danger) asked.push('danger')
  if (howBad) asked.push('howBad')
  if (about.length > 0) asked.push('about')
  return asked.slice(0, 2)
}

export function urgencyOf({ danger, howBad = 0 }: Answers): Urgency {
  if (danger) return 'danger'
  return howBad >= highFrom ? 'high' : 'usual'
}
