import type { ConversationId, LineId, StaffId } from './ids.ts'
import type { Language } from './language.ts'
import { needsFullAttention, type Risk } from './risk.ts'

/**
 * `waiting` in the queue, `open` with a counsellor, `wrapping_up` once the talk has ended and the
 * record is being written, `closed` for good.
 */
export const conversationStates = ['waiting', 'open', 'wrapping_up', 'closed'] as const
export type ConversationState = (typeof conversationStates)[number]

/**
 * Endings a counsellor may choose. `moved_channel`: they go on by telephone, say; `escalated`: an
 * emergency service or an authority has taken over. The last five make the contact a
 * non-counselling one.
 */
export const counsellorEndings = [
  'goodbye',
  'silence',
  'moved_channel',
  'escalated',
  'out_of_scope',
  'prank',
  'wrong_number',
  'test',
  'abuse',
] as const
export type CounsellorEnding = (typeof counsellorEndings)[number]

/**
 * Every ending. `left`: the visitor ended an open conversation; `abandoned`: the visitor left while
 * waiting, before anybody answered; `lost`: the visitor's connection was gone for good, and nobody
 * knows whether they meant to leave.
 */
export const endings = [...counsellorEndings, 'left', 'abandoned', 'lost'] as const
export type Ending = (typeof endings)[number]

export type Conversation = {
  readonly id: ConversationId
  readonly line: LineId
  readonly language: Language
  readonly state: ConversationState
  readonly risk: Risk
  /** Which contact of the same visitor this is, as far as the visitor chose to be recognised. */
  readonly session: number
  readonly arrivedAt: Date
  /** Set when a counsellor vanished: this visitor is served before everybody who only waits. */
  readonly atHead: boolean
  readonly counsellor: StaffId | undefined
  readonly acceptedAt: Date | undefined
  readonly ending: Ending | undefined
}

export type Seat = {
  readonly counsellor: StaffId
  readonly state: SeatState
  /** How many at once at most, 1 to 3. */
  readonly limit: number
  /** Conversations open or still being recorded. */
  readonly taken: number
  readonly highestRisk: Risk
}

export const seatStates = ['off', 'available', 'break', 'away'] as const
export type SeatState = (typeof seatStates)[number]

// domain.md §2.5: one for high risk, two usually, three for experienced people.
export const usualLimit = 2
export const ceiling = 3

/** What a counsellor may choose for themself. Three is never given, only taken. */
export const seatLimits = [1, 2, ceiling] as const
export type SeatLimit = (typeof seatLimits)[number]

/** How many conversations this seat may hold now. A high risk asks for the whole person. */
export function limitNow(seat: Seat): number {
  return needsFullAttention(seat.highestRisk) ? 1 : Math.min(seat.limit, ceiling)
}

/** Another number from now on. What the seat holds already stays, even when that is more. */
export function chooseLimit(seat: Seat, limit: SeatLimit): Seat {
  return { ...seat, limit }
}

/** Whether this seat could hold one more. */
export function canTakeMore(seat: Seat): boolean {
  return seat.taken < limitNow(seat)
}

/** Why this conversation may not be rung at this seat; undefined when it may. */
export function whyNotOffer(conversation: Conversation, seat: Seat) {
  if (conversation.state !== 'waiting') return 'conversation_not_waiting'
  if (seat.state !== 'available') return 'not_on_shift'
  if (!canTakeMore(seat)) return 'at_limit'
  return undefined
}

/** Why this seat may not accept: what the ring asked, asked again at the moment of accepting. */
export function whyNotAccept(conversation: Conversation, seat: Seat) {
  return whyNotOffer(conversation, seat)
}

export function accept(conversation: Conversation, seat: Seat, now: Date): Conversation {
  return {
    ...conversation,
    state: 'open',
    counsellor: seat.counsellor,
    acceptedAt: now,
    atHead: false,
  }
}

/** Why nothing may be said in this conversation any more; undefined while it may. */
export function whyNotSay(conversation: Pick<Conversation, 'state'>) {
  return conversation.state === 'waiting' || conversation.state === 'open'
    ? undefined
    : 'conversation_closed'
}

/** Why this counsellor may not end it; undefined when they may. */
export function whyNotEnd(conversation: Conversation, counsellor: StaffId) {
  if (conversation.counsellor !== counsellor) return 'not_found'
  if (conversation.state !== 'open') return 'conversation_closed'
  return undefined
}

/** The talk has ended; what remains is the record. */
export function end(conversation: Conversation, ending: Ending): Conversation {
  return { ...conversation, state: 'wrapping_up', ending }
}

/** A visitor who leaves the queue needs no record: nobody has met them. */
export function abandon(conversation: Conversation): Conversation {
  return { ...conversation, state: 'closed', ending: 'abandoned' }
}

/** The page of somebody who waited is gone for good, without a word that they left. */
export function lose(conversation: Conversation): Conversation {
  return { ...conversation, state: 'closed', ending: 'lost' }
}

/** The counsellor has vanished: the visitor goes to the head, and keeps their time of arrival. */
export function giveBack(conversation: Conversation): Conversation {
  return {
    ...conversation,
    state: 'waiting',
    counsellor: undefined,
    acceptedAt: undefined,
    atHead: true,
  }
}

export function close(conversation: Conversation): Conversation {
  return { ...conversation, state: 'closed' }
}
