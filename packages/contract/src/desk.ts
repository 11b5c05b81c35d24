import {
  conversationStates,
  counsellorEndings,
  endings,
  seatLimits,
  seatStates,
} from '@veilleuse/domain/conversation'
import { actions, natures, reasonClasses } from '@veilleuse/domain/record'
import { risks } from '@veilleuse/domain/risk'
import { silencesTold } from '@veilleuse/domain/silence'
import { roles } from '@veilleuse/domain/staff'
import * as v from 'valibot'
import type { Endpoint } from './endpoint.ts'
import { alias, bytes, conversationId, language, lineId, moment } from './shapes.ts'
import { nothing, offerId } from './shapes.ts'
import { ordinal, seq, slug, staffId, worded } from './shapes.ts'
import { QueueRow } from './queue.ts'
import { lineStateShape, WaitRange } from './visit.ts'

/** What a person of the team may see and do about conversations. */

export const SeatView = v.object({
  state: v.picklist(seatStates),
  limit: v.number(),
  taken: v.number(),
  /** Rung first for visitors who ask for this counsellor again. */
  seesAgain: v.optional(v.literal(true)),
})
export type SeatView = v.InferOutput<typeof SeatView>

/** A ring. Everything the browser needs to answer it in one step. */
export const OfferView = v.object({
  id: offerId,
  conversation: conversationId,
  line: lineId,
  expiresAt: moment,
  arrivedAt: moment,
  language,
  session: v.number(),
  epoch: v.number(),
  /** The staff channel's key, when an earlier counsellor has made it: it is used again. */
  staffKeyWrap: v.optional(bytes(512)),
})
export type OfferView = v.InferOutput<typeof OfferView>

/** A conversation at the desk of the counsellor who holds it. */
export const DeskConversation = v.object({
  id: conversationId,
  line: lineId,
  language,
  session: v.number(),
  state: v.picklist(conversationStates),
  risk: v.picklist(risks),
  arrivedAt: moment,
  acceptedAt: v.optional(moment),
  endedAt: v.optional(moment),
  ending: v.optional(
    v.object({ why: v.picklist(endings), by: v.picklist(['visitor', 'helpline']) }),
  ),
  epoch: v.number(),
  opening: bytes(2048),
  lastSeq: seq,
  readByVisitor: seq,
  readByCounsellor: seq,
  visitorPresent: v.boolean(),
  timeAskedAt: v.optional(moment),
  silence: v.optional(v.picklist(silencesTold)),
  closesAt: v.optional(moment),
  erased: v.boolean(),
  /** Earlier conversations this visitor chose to be recognised by, oldest first. */
  earlier: v.array(conversationId),
})
export type DeskConversation = v.InferOutput<typeof DeskConversation>

/** A wrap of a key: which key of which conversation, sealed to what. */
export const KeyWrap = v.object({
  conversation: conversationId,
  key: v.picklist(['content', 'staff']),
  to: v.picklist(['intake', 'archive']),
  epoch: ordinal,
  wrap: bytes(512),
})
export type KeyWrap = v.InferOutput<typeof KeyWrap>

export const LineView = v.object({
  id: lineId,
  slug,
  name: worded,
  ...lineStateShape,
  waiting: v.number(),
  counsellorsPresent: v.number(),
  wait: v.optional(WaitRange),
  recentMeanMinutes: v.optional(v.number()),
})
export type LineView = v.InferOutput<typeof LineView>

export const DeskView = v.object({
  me: v.object({ id: staffId, alias, role: v.picklist(roles) }),
  seat: SeatView,
  /** The lines this person answers on, in the order the lines stand. */
  lines: v.array(LineView),
  /** Who waits on them, those of one line after those of another, each in its order. */
  queue: v.array(QueueRow),
  offers: v.array(OfferView),
  conversations: v.array(DeskConversation),
})
export type DeskView = v.InferOutput<typeof DeskView>

const one = v.object({ id: conversationId })

export const setSeat = {
  method: 'POST',
  url: '/api/desk/seat',
  door: 'desk',
  may: 'take_conversations',
  body: v.object({ state: v.picklist(seatStates) }),
  reply: SeatView,
  problems: ['keys_missing'],
} as const satisfies Endpoint

/** How many conversations at once, by one's own choice. */
export const setLimit = {
  method: 'POST',
  url: '/api/desk/seat/limit',
  door: 'desk',
  may: 'take_conversations',
  body: v.object({ limit: v.picklist(seatLimits) }),
  reply: SeatView,
  problems: [],
} as const satisfies Endpoint

/** Goes off, and gives every open conversation back to the head of the queue at once. */
export const leaveSeat = {
  method: 'POST',
  url: '/api/desk/seat/leave',
  door: 'desk',
  may: 'take_conversations',
  reply: SeatView,
  problems: [],
} as const satisfies Endpoint

/**
 * Accepts a ring. The browser has already made its speaker's certificate and the staff channel's
 * key; they land with the acceptance, so that no conversation is ever open without them.
 */
export const acceptOffer = {
  method: 'POST',
  url: '/api/desk/offers/:id/accept',
  door: 'desk',
  may: 'take_conversations',
  params: v.object({ id: offerId }),
  body: v.object({ certificate: bytes(1024), staffKeyWrap: bytes(512) }),
  reply: v.object({ conversation: DeskConversation, keys: v.array(KeyWrap) }),
  problems: [
    'not_found',
    'offer_over',
    'conversation_not_waiting',
    'not_on_shift',
    'at_limit',
    'stale_key',
  ],
} as const satisfies Endpoint

export const declineOffer = {
  method: 'POST',
  url: '/api/desk/offers/:id/decline',
  door: 'desk',
  may: 'take_conversations',
  params: v.object({ id: offerId }),
  reply: nothing,
  problems: ['not_found', 'offer_over'],
} as const satisfies Endpoint

/** The wraps a counsellor needs for a conversation that is theirs, and for its earlier ones. */
export const conversationKeys = {
  method: 'GET',
  url: '/api/desk/conversations/:id/keys',
  door: 'desk',
  may: 'take_conversations',
  params: one,
  reply: v.object({
    keys: v.array(KeyWrap),
    certificates: v.array(bytes(1024)),
    /** Openings of the earlier conversations, to check their commitments. */
    earlier: v.array(
      v.object({
        conversation: conversationId,
        opening: bytes(2048),
        session: v.number(),
        certificates: v.array(bytes(1024)),
      }),
    ),
  }),
  problems: ['not_found'],
} as const satisfies Endpoint

/** A new speaker's certificate, after the desk was reloaded in the middle of a conversation. */
export const speakAgain = {
  method: 'POST',
  url: '/api/desk/conversations/:id/speak',
  door: 'desk',
  may: 'take_conversations',
  params: one,
  body: v.object({ certificate: bytes(1024) }),
  reply: nothing,
  problems: ['not_found', 'conversation_closed'],
} as const satisfies Endpoint

export const setRisk = {
  method: 'POST',
  url: '/api/desk/conversations/:id/risk',
  door: 'desk',
  may: 'take_conversations',
  params: one,
  body: v.object({ risk: v.picklist(risks) }),
  reply: DeskConversation,
  problems: ['not_found', 'conversation_closed'],
} as const satisfies Endpoint

export const endConversation = {
  method: 'POST',
  url: '/api/desk/conversations/:id/end',
  door: 'desk',
  may: 'take_conversations',
  params: one,
  body: v.object({ ending: v.picklist(counsellorEndings) }),
  reply: DeskConversation,
  problems: ['not_found', 'conversation_closed'],
} as const satisfies Endpoint

/**
 * The record and the closing in one: keys re-sealed to the supervisors' archive replace the intake
 * ones, and the seat is free again. The record itself is kept without the conversation's id.
 */
export const closeConversation = {
  method: 'POST',
  url: '/api/desk/conversations/:id/close',
  door: 'desk',
  may: 'take_conversations',
  params: one,
  body: v.object({
    record: v.object({
      nature: v.picklist(natures),
      reason: v.optional(v.object({ class: v.picklist(reasonClasses), detail: v.string() })),
      action: v.picklist(actions),
    }),
    archive: v.pipe(v.array(KeyWrap), v.maxLength(8)),
  }),
  reply: nothing,
  problems: ['not_found', 'conversation_closed', 'reason_missing', 'malformed', 'keys_missing'],
} as const satisfies Endpoint

export const Note = v.object({
  id: v.string(),
  at: moment,
  by: staffId,
  envelope: bytes(24 * 1024),
})
export type Note = v.InferOutput<typeof Note>

/** The staff channel beside a conversation. Its own key, table and endpoint; no visitor has any. */
export const notes = {
  method: 'GET',
  url: '/api/desk/conversations/:id/notes',
  door: 'desk',
  may: 'take_conversations',
  params: one,
  reply: v.object({ notes: v.array(Note) }),
  problems: ['not_found'],
} as const satisfies Endpoint

export const writeNote = {
  method: 'POST',
  url: '/api/desk/conversations/:id/notes',
  door: 'desk',
  may: 'take_conversations',
  params: one,
  body: v.object({ envelope: bytes(24 * 1024) }),
  reply: Note,
  problems: ['not_found', 'malformed', 'conversation_closed'],
} as const satisfies Endpoint

export const Phrase = v.object({
  id: v.string(),
  line: lineId,
  language,
  title: v.string(),
  text: v.string(),
})
export type Phrase = v.InferOutput<typeof Phrase>

/** The team's prepared replies. */
export const phrases = {
  method: 'GET',
  url: '/api/desk/phrases',
  door: 'desk',
  may: 'take_conversations',
  reply: v.object({ phrases: v.array(Phrase) }),
  problems: [],
} as const satisfies Endpoint
