/**
 * Every refusal of the product. The kind decides status, retry and tone (docs/problems.md).
 * Clients have words for each code in each language, or do not compile.
 */
export const problems = {
  malformed: { kind: 'malformed' },
  protocol_too_old: { kind: 'malformed' },
  stale_key: { kind: 'conflict' },
  signed_out: { kind: 'signed_out' },
  wrong_secret: { kind: 'signed_out' },
  second_factor_needed: { kind: 'signed_out' },
  not_allowed: { kind: 'not_allowed' },
  not_on_shift: { kind: 'conflict' },
  not_found: { kind: 'not_found' },
  line_closed: { kind: 'conflict' },
  line_full: { kind: 'conflict' },
  conversation_not_waiting: { kind: 'conflict' },
  conversation_closed: { kind: 'conflict' },
  offer_over: { kind: 'conflict' },
  at_limit: { kind: 'conflict' },
  reason_missing: { kind: 'conflict' },
  keys_missing: { kind: 'conflict' },
  directory_changed: { kind: 'conflict' },
  already_there: { kind: 'conflict' },
  hours_unclear: { kind: 'conflict' },
  not_on_line: { kind: 'conflict' },
  shift_impossible: { kind: 'conflict' },
  shift_over: { kind: 'conflict' },
  shift_taken: { kind: 'conflict' },
  shifts_overlap: { kind: 'conflict' },
  gone: { kind: 'gone' },
  too_fast: { kind: 'too_much' },
  puzzle_needed: { kind: 'too_much' },
  too_large: { kind: 'too_large' },
  restarting: { kind: 'unavailable' },
  internal: { kind: 'bug' },
} as const satisfies Record<string, { readonly kind: ProblemKind }>

export type ProblemCode = keyof typeof problems

export const problemKinds = {
  malformed: { status: 400, close: 4400 },
  signed_out: { status: 401, close: 4401 },
  not_allowed: { status: 403, close: 4403 },
  not_found: { status: 404, close: 4404 },
  conflict: { status: 409, close: 4409 },
  gone: { status: 410, close: 4410 },
  too_large: { status: 413, close: 4413 },
  too_much: { status: 429, close: 4429 },
  unavailable: { status: 503, close: 1013 },
  bug: { status: 500, close: 1011 },
} as const

export type ProblemKind = keyof typeof problemKinds

export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(problems, code)
}
