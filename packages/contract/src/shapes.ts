import type {
  ConversationId,
  LineId,
  MessageId,
  OfferId,
  ShiftId,
  StaffId,
} from '@veilleuse/domain/ids'
import { languages } from '@veilleuse/domain/language'
import * as v from 'valibot'

/** Shapes that several contracts share. */

const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
export const conversationId = v.pipe(
  uuid,
  v.transform((id) => id as ConversationId),
)
export const messageId = v.pipe(
  uuid,
  v.transform((id) => id as MessageId),
)
export const staffId = v.pipe(
  uuid,
  v.transform((id) => id as StaffId),
)
export const lineId = v.pipe(
  uuid,
  v.transform((id) => id as LineId),
)
export const offerId = v.pipe(
  uuid,
  v.transform((id) => id as OfferId),
)

export const shiftId = v.pipe(
  uuid,
  v.transform((id) => id as ShiftId),
)

// The last letter of a group that is not full carries bits that must be zero: otherwise the same
// bytes had several spellings, and what is looked up by one could be told from another.
const base64url = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/

/** Bytes as base64url without padding, in their one spelling, at most `limit` bytes. */
export function bytes(limit: number) {
  return v.pipe(v.string(), v.maxLength(Math.ceil((limit * 4) / 3)), v.regex(base64url))
}

/** Exactly `length` bytes as base64url without padding. */
export function exactBytes(length: number) {
  return v.pipe(bytes(length), v.length(Math.ceil((length * 4) / 3)))
}

/** A moment as an ISO 8601 string in UTC. */
export const moment = v.pipe(v.string(), v.isoTimestamp())
export const language = v.picklist(languages)
export const slug = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/))
export const worded = v.object({ fr: v.string(), en: v.string() })
export const token = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))
/** A server's sequence number: of a message in its conversation, or of an event in the feed. */
export const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** Which one of a series: a version of the rules, an epoch. Counted from 1. */
export const ordinal = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2_147_483_647))
/**
 * A name shown to visitors: no line breaks, no characters that turn the reading direction, none that
 * show nothing, and something that can be said.
 */
export const alias = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(40),
  v.regex(/^(?!.*\p{Default_Ignorable_Code_Point})(?=.*[\p{L}\p{N}])[\p{L}\p{M}\p{N} .'’-]+$/u),
)
export const nothing = v.object({})
