import type { ProblemCode } from '@veilleuse/contract/problems'

/** What can be said to a visitor when something does not go on. Each language has words for each. */
export const sentences = [
  'again',
  'clock',
  'closed',
  'elsewhere',
  'gone',
  'notAllowed',
  'offline',
  'over',
  'reload',
  'tooFast',
  'tooLong',
  'unsealed',
] as const
export type Sentence = (typeof sentences)[number]

/** Every refusal of the contract has its sentence, or this does not compile. */
export const sentenceOf: Readonly<Record<ProblemCode, Sentence>> = {
  malformed: 'again',
  protocol_too_old: 'reload',
  stale_key: 'unsealed',
  signed_out: 'over',
  wrong_secret: 'over',
  second_factor_needed: 'over',
  not_allowed: 'notAllowed',
  not_on_shift: 'notAllowed',
  not_found: 'over',
  line_closed: 'closed',
  line_full: 'closed',
  conversation_not_waiting: 'again',
  conversation_closed: 'over',
  offer_over: 'again',
  at_limit: 'tooFast',
  reason_missing: 'again',
  keys_missing: 'unsealed',
  directory_changed: 'unsealed',
  already_there: 'elsewhere',
  hours_unclear: 'again',
  not_on_line: 'again',
  shift_impossible: 'again',
  shift_over: 'again',
  shift_taken: 'again',
  shifts_overlap: 'again',
  gone: 'gone',
  too_fast: 'tooFast',
  puzzle_needed: 'tooFast',
  too_large: 'tooLong',
  restarting: 'offline',
  internal: 'again',
}
