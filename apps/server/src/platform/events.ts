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
  /** A seat on all these lines. */
  | {
      readonly type: 'seat.changed'
      readonly staff: StaffId
      readonly lines: readonly LineId[]
    }
  /** `session` is the hash at rest, hex; all sessions of the person when absent. */
  | { readonly type: 'session.revoked'; readonly staff: StaffId; readonly session?: string }
  /** The person answers on other lines now than before. */
  | {
      readonly type: 'person.placed'
      readonly staff: StaffId
      readonly lines: readonly LineId[]
    }
  /** The visitor has come back in another page, which holds the session now. */
  | { readonly type: 'visit.moved'; readonly conversation: ConversationId }
  | { readonly type: 'epoch.published'; readonly line: LineId }
  | { readonly type: 'line.changed'; readonly line: LineId }

export type ConversationEvent = Extract<ServerEvent, { type: `conversation.${string}` }>

/** Those that end the sockets of a person's desks, and of which a desk is told in no other way. */
export type ForDesks = Extract<ServerEvent, { type: 'session.revoked' | 'person.placed' }>

export function isForDesks(event: ServerEvent): event is ForDesks {
  return event.type === 'session.revoked' || event.type === 'person.placed'
}

/** The lines whose numbers an event may have changed. */
export function linesOf(event: ServerEvent): readonly LineId[] {
  if ('lines' in event) return event.lines
  return 'line' in event ? [event.line] : []
}
