import * as v from 'valibot'

/**
 * What a visitor answered before the wait: the body, as JSON, of the first message of a conversation,
 * of the kind `answers`. Sealed like every other; the server learns the urgency alone.
 */
export const BeforeAnswers = v.object({
  danger: v.optional(v.boolean()),
  howBad: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10))),
  about: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(80))),
})
export type BeforeAnswers = v.InferOutput<typeof BeforeAnswers>
