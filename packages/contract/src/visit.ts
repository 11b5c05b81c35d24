import { endings } from '@veilleuse/domain/conversation'
import { lineStates, whyClosed } from '@veilleuse/domain/line-state'
import { silencesTold } from '@veilleuse/domain/silence'
import { urgencies } from '@veilleuse/domain/triage'
import * as v from 'valibot'
import type { Endpoint } from './endpoint.ts'
import { Solved } from './puzzle.ts'
import {
  alias,
  bytes,
  conversationId,
  exactBytes,
  language,
  moment,
  ordinal,
  seq,
  slug,
  token,
} from './shapes.ts'
import { nothing, worded } from './shapes.ts'

/** What a visitor may see and do. Names of the team beyond an alias never occur here. */

export const WaitRange = v.object({ fromMinutes: v.number(), toMinutes: v.number() })

/** A line's state (domain/line-state.ts) on the wire, with the moments that belong to it. */
export const lineStateShape = {
  state: v.picklist(lineStates),
  /** Why closed: outside its hours, or inside them with nobody there and nobody due. */
  why: v.optional(v.picklist(whyClosed)),
  /** Until when it is open, or full. */
  until: v.optional(moment),
  opensAt: v.optional(moment),
  /** When the next one begins, while nobody is there. */
  dueAt: v.optional(moment),
}

/** True at the moment it is computed; what is not known is absent rather than guessed. */
export const LineStatus = v.object({
  line: slug,
  name: worded,
  ...lineStateShape,
  waiting: v.number(),
  wait: v.optional(WaitRange),
  zone: v.string(),
  /** Grows with every change of the line's settings or rules: a page made of an older one reads anew. */
  revision: v.number(),
})
export type LineStatus = v.InferOutput<typeof LineStatus>

export const Place = v.object({
  position: v.number(),
  wait: v.optional(WaitRange),
  /** False when nobody could take anybody now, also during a break: the page says so. */
  someoneHere: v.boolean(),
})
export type Place = v.InferOutput<typeof Place>

/** A visitor's conversation, whole, as the visitor may see it. Sent at every change. */
export const VisitView = v.object({
  conversation: conversationId,
  session: v.number(),
  line: slug,
  language,
  state: v.picklist(['waiting', 'open', 'closed']),
  place: v.optional(Place),
  counsellor: v.optional(v.object({ alias, present: v.boolean() })),
  /** Certificates of everybody who has spoken for the line here, oldest first. */
  certificates: v.array(bytes(1024)),
  lastSeq: seq,
  /** How far each side has read, by sequence number. */
  readByCounsellor: seq,
  readByVisitor: seq,
  ending: v.optional(
    v.object({ why: v.picklist(endings), by: v.picklist(['visitor', 'helpline']) }),
  ),
  /** The visitor has not answered for long: asked after, softly, or warned of the end. */
  silence: v.optional(v.picklist(silencesTold)),
  closesAt: v.optional(moment),
  /** Set when the conversation came back to the queue because the counsellor's line was lost. */
  returnedToQueue: v.boolean(),
  kept: v.boolean(),
})
export type VisitView = v.InferOutput<typeof VisitView>

export const StoredMessage = v.object({
  seq,
  at: moment,
  by: v.picklist(['visitor', 'helpline']),
  envelope: bytes(24 * 1024),
})
export type StoredMessage = v.InferOutput<typeof StoredMessage>

export const lineStatus = {
  method: 'GET',
  url: '/api/visit/lines/:line/status',
  door: 'anyone',
  params: v.object({ line: slug }),
  reply: LineStatus,
  problems: ['not_found'],
} as const satisfies Endpoint

/** The signed chain a visitor's browser checks before it seals anything: root, authority, epoch. */
export const lineKeys = {
  method: 'GET',
  url: '/api/visit/lines/:line/keys',
  door: 'anyone',
  params: v.object({ line: slug }),
  reply: v.object({
    instance: bytes(32),
    /** The line as statements and openings name it: its id, which outlives a change of slug. */
    line: v.string(),
    rulesVersion: v.number(),
    statements: v.array(bytes(4096)),
  }),
  problems: ['not_found', 'keys_missing'],
} as const satisfies Endpoint

/** Takes a place in the queue. Sending the same opening twice takes one place. */
export const arrive = {
  method: 'POST',
  url: '/api/visit/arrive',
  door: 'anyone',
  body: v.object({
    line: slug,
    language,
    opening: bytes(2048),
    /** Version of the rules this visitor was shown. */
    rulesVersion: ordinal,
    /** How pressing the visitor's answers before the wait make it: all that is told of them. */
    urgency: v.optional(v.picklist(urgencies)),
    /** The tag of the page or partner the visitor came from. */
    source: v.optional(slug),
    /** A random secret of this page; its hash lets the same page send the same opening again. */
    secret: exactBytes(32),
    /** From coming back with a phrase: the grant, and the earlier content keys for the line. */
    grant: v.optional(token),
    /** Asks for the counsellor of the conversation before, should that one wish it too. */
    sameCounsellor: v.optional(v.literal(true)),
    /** When very many come at once: what was given with `puzzle_needed`, worked out. */
    puzzle: v.optional(Solved),
    earlier: v.optional(
      v.pipe(
        v.array(v.object({ conversation: conversationId, wrap: bytes(512) })),
        v.maxLength(32),
      ),
    ),
  }),
  reply: v.object({ token, view: VisitView }),
  problems: [
    'not_found',
    'line_closed',
    'line_full',
    'stale_key',
    'malformed',
    'puzzle_needed',
    'too_fast',
    'signed_out',
  ],
} as const satisfies Endpoint

/** The visitor leaves: the queue, or the conversation. Also sent by quick exit. */
export const leave = {
  method: 'POST',
  url: '/api/visit/leave',
  door: 'visit',
  reply: VisitView,
  problems: ['gone'],
} as const satisfies Endpoint

/** Up to three answers, none required. Stored without the conversation, with the day alone. */
export const survey = {
  method: 'POST',
  url: '/api/visit/survey',
  door: 'visit',
  body: v.object({
    heard: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5))),
    badNow: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10))),
    again: v.optional(v.picklist(['yes', 'maybe', 'no'])),
  }),
  reply: nothing,
  problems: ['already_there', 'gone'],
} as const satisfies Endpoint

/** Keeps the conversation for eight words: a blob only those words open. Replaces an older one. */
export const keep = {
  method: 'POST',
  url: '/api/visit/keep',
  door: 'visit',
  body: v.object({ lookup: exactBytes(32), blob: bytes(8192) }),
  reply: nothing,
  problems: ['malformed', 'already_there', 'gone'],
} as const satisfies Endpoint

/** Erases the conversation at once: words, keys, phrase. Ends it first when it is not ended. */
export const forget = {
  method: 'POST',
  url: '/api/visit/forget',
  door: 'visit',
  reply: nothing,
  problems: ['gone'],
} as const satisfies Endpoint

/** First half of coming back. A lookup nobody knows gets an answer of the same shape and length. */
export const recall = {
  method: 'POST',
  url: '/api/visit/return',
  door: 'anyone',
  body: v.object({ lookup: exactBytes(32) }),
  reply: v.object({ blob: bytes(8192), nonce: exactBytes(32) }),
  problems: ['too_fast'],
} as const satisfies Endpoint

/** Second half: a signature by the visitor's key over origin and nonce opens the conversation. */
export const reopen = {
  method: 'POST',
  url: '/api/visit/return/prove',
  door: 'anyone',
  body: v.object({
    conversation: conversationId,
    nonce: exactBytes(32),
    signature: exactBytes(64),
  }),
  reply: v.object({
    grant: token,
    line: slug,
    sessions: v.array(
      v.object({
        conversation: conversationId,
        session: v.number(),
        opening: bytes(2048),
        statements: v.array(bytes(4096)),
        certificates: v.array(bytes(1024)),
        messages: v.array(StoredMessage),
        startedAt: moment,
      }),
    ),
    /** When the last conversation has not ended: its session, to go straight on. */
    live: v.optional(v.object({ token, view: VisitView })),
  }),
  problems: ['not_found', 'too_fast'],
} as const satisfies Endpoint
