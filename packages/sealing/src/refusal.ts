/** Every way in which something sealed can be turned away. The screen chooses the words. */
export const refusalCodes = [
  /** Not one of our objects: wrong length, wrong field, trailing bytes, a point off the curve. */
  'malformed',
  'unknown_version',
  'unknown_suite',
  /** A sound object of another kind than the one asked for. */
  'wrong_purpose',
  'too_large',
  /** A signature or an authentication tag does not hold, or a chain does not start at the pin. */
  'not_genuine',
  /** The key opened is not the key that was committed to. */
  'wrong_commitment',
  'expired',
  'not_yet_valid',
  'wrong_line',
  /** Belongs to another conversation, session or channel. */
  'wrong_conversation',
  'unknown_sender',
  'replayed',
  /** Nothing here was sealed to us. */
  'key_missing',
  'mistyped_phrase',
  'unknown_word',
  /** A vault needs two ways in, so that losing one is not losing everything. */
  'too_few_ways',
] as const

export type RefusalCode = (typeof refusalCodes)[number]

/** The only error this package throws on purpose. Branch on `code`; the message is the code. */
export class Refusal extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode, options?: ErrorOptions) {
    super(code, options)
    this.name = 'Refusal'
    this.code = code
  }
}

/** Runs `work`; whatever it throws that is not already a refusal becomes one with this code. */
export async function orRefuse<T>(code: RefusalCode, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw cause instanceof Refusal ? cause : new Refusal(code, { cause })
  }
}

export function refuseUnless(holds: boolean, code: RefusalCode): asserts holds {
  if (!holds) throw new Refusal(code)
}
