import type { ConversationId, LineId, OfferId, StaffId } from '@veilleuse/domain/ids'
import type { OfferEnd } from './tables.ts'

/**
 * What servers tell each other: ids and kinds, never content. Each socket loads and presents its
 * own view of what is named here.
 */
export type ServerEvent =
  | {
      readonly type:
        | 'conversation.arrived'
        | 'conversation.accepted'
        | 'conversation.ended'
        | 'conversation.closed'
        | 'conversation.returned'
        | 'conversation.changed'
        | 'conversation.erased'
      readonly conversation: ConversationId
      readonly line: LineId
      /** Who holds it, or held it until this. */
      readonly staff: StaffId | undefined
    }
  | {
      readonly type: 'offer.rang'
      readonly offer: OfferId
      readonly line: LineId
      readonly staff: StaffId
    }
  | {
      readonly type: 'offer.ended'
      readonly offer: OfferId
      readonly line: LineId
      readonly staff: StaffId
      readonly how: OfferEnd
    }
  | { readonly type: 'seat.changed'; readonly staff: StaffId; readonly line: LineId }
  /** `session` is the hash at rest, hex; all sessions of the person when absent. */
  | { readonly type: 'session.revoked'; readonly staff: StaffId; readonly session?: string }
  /** The visitor has come back in another page, which holds the session now. */
  | { readonly type: 'visit.moved'; readonly conversation: ConversationId }
  | { readonly type: 'epoch.published'; readonly line: LineId }
  | { readonly type: 'line.changed'; readonly line: LineId }
