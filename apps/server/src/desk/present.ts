import type { DeskConversation, KeyWrap, OfferView, SeatView } from '@veilleuse/contract/desk'
import { usualLimit, type SeatState } from '@veilleuse/domain/conversation'
import type { ConversationId, LineId, OfferId } from '@veilleuse/domain/ids'
import type { Language } from '@veilleuse/domain/language'
import type { ConversationRow } from '../conversation/store.ts'
import type { Wrap } from './store.ts'

export function forDesk(
  row: ConversationRow,
  around: { earlier: readonly ConversationId[]; visitorPresent: boolean },
): DeskConversation {
  return {
    id: row.id,
    line: row.line_id,
    language: row.language,
    session: row.session,
    state: row.state,
    risk: row.risk,
    arrivedAt: row.arrived_at.toISOString(),
    ...(row.accepted_at && { acceptedAt: row.accepted_at.toISOString() }),
    ...(row.ended_at && { endedAt: row.ended_at.toISOString() }),
    ...(row.ending && row.ended_by && { ending: { why: row.ending, by: row.ended_by } }),
    epoch: row.epoch,
    opening: row.opening.toString('base64url'),
    lastSeq: row.last_seq,
    readByVisitor: row.read_by_visitor,
    readByCounsellor: row.read_by_counsellor,
    visitorPresent: around.visitorPresent,
    ...(row.time_asked_at && { timeAskedAt: row.time_asked_at.toISOString() }),
    ...(row.state === 'open' && row.silence_told && { silence: row.silence_told }),
    ...(row.state === 'open' && row.closes_at && { closesAt: row.closes_at.toISOString() }),
    erased: row.erased_at !== null,
    earlier: [...around.earlier],
  }
}

export function offerForDesk(offer: {
  id: OfferId
  conversation_id: ConversationId
  line_id: LineId
  expires_at: Date
  arrived_at: Date
  language: Language
  session: number
  epoch: number
  staff_key: Buffer | null
}): OfferView {
  return {
    id: offer.id,
    conversation: offer.conversation_id,
    line: offer.line_id,
    expiresAt: offer.expires_at.toISOString(),
    arrivedAt: offer.arrived_at.toISOString(),
    language: offer.language,
    session: offer.session,
    epoch: offer.epoch,
    ...(offer.staff_key && { staffKeyWrap: offer.staff_key.toString('base64url') }),
  }
}

export function wrapForDesk(wrap: Wrap): KeyWrap {
  return { ...wrap, wrap: wrap.wrap.toString('base64url') }
}

/** Who has never taken a seat sits nowhere yet. */
export function seatForDesk(
  seat: { state: SeatState; limit: number; taken: number | null; sees_again: boolean } | undefined,
): SeatView {
  return seat
    ? {
        state: seat.state,
        limit: seat.limit,
        taken: seat.taken ?? 0,
        ...(seat.sees_again && { seesAgain: true }),
      }
    : { state: 'off', limit: usualLimit, taken: 0 }
}
