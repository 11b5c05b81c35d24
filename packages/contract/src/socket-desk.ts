import * as v from 'valibot'
import { DeskConversation, DeskView, LineView, OfferView, SeatView } from './desk.ts'
import { QueueRow } from './queue.ts'
import { conversationId, messageId, moment, offerId, seq, token } from './shapes.ts'
import { problemCode } from './socket.ts'

/** The frames of the desk's socket, `/desk/socket`. */

export const fromDesk = v.variant('type', [
  v.object({
    type: v.literal('hello'),
    protocol: v.number(),
    token,
    /** Last message seen of each conversation this desk already holds. */
    seen: v.record(conversationId, seq),
  }),
  v.object({ type: v.literal('ping') }),
  v.object({ type: v.literal('typing'), conversation: conversationId, on: v.boolean() }),
  v.object({ type: v.literal('read'), conversation: conversationId, seq }),
  v.object({ type: v.literal('more'), conversation: conversationId, after: seq }),
])
export type FromDesk = v.InferOutput<typeof fromDesk>

/** What changed, past tense; `onDesk` in the domain applies it. */
export const deskEvent = v.variant('type', [
  v.object({ type: v.literal('offer.rang'), offer: OfferView }),
  v.object({
    type: v.literal('offer.ended'),
    id: offerId,
    how: v.picklist(['accepted', 'declined', 'expired', 'withdrawn']),
  }),
  v.object({ type: v.literal('conversation.changed'), conversation: DeskConversation }),
  v.object({
    type: v.literal('conversation.gone'),
    id: conversationId,
    why: v.picklist(['closed', 'returned_to_queue', 'erased']),
  }),
  v.object({ type: v.literal('seat.changed'), seat: SeatView }),
])
export type DeskEvent = v.InferOutput<typeof deskEvent>

export const toDesk = v.variant('type', [
  v.object({
    type: v.literal('welcome'),
    protocol: v.number(),
    at: moment,
    feed: seq,
    desk: DeskView,
  }),
  /**
   * `feed` grows, with leaps: between two events of one desk lie those of others. `after` is the
   * number of what this desk was told before, so that a desk that knows a smaller one missed something.
   */
  v.object({ type: v.literal('event'), feed: seq, after: seq, event: deskEvent }),
  /** Computed a few times a second, whole: not an event, so that missing one heals with the next. */
  v.object({ type: v.literal('queue'), line: LineView, queue: v.array(QueueRow) }),
  v.object({ type: v.literal('live'), conversation: conversationId, seq }),
  v.object({
    type: v.literal('ack'),
    conversation: conversationId,
    id: messageId,
    seq,
    at: moment,
  }),
  v.object({ type: v.literal('typing'), conversation: conversationId, on: v.boolean() }),
  v.object({ type: v.literal('present'), conversation: conversationId, on: v.boolean() }),
  v.object({ type: v.literal('read'), conversation: conversationId, seq }),
  v.object({ type: v.literal('pong'), feed: seq, seqs: v.record(conversationId, seq) }),
  v.object({
    type: v.literal('problem'),
    problem: problemCode,
    conversation: v.optional(conversationId),
    id: v.optional(messageId),
    retryAfterSeconds: v.optional(v.number()),
  }),
])
export type ToDesk = v.InferOutput<typeof toDesk>
