import { alertKinds } from '@veilleuse/domain/alert'
import { seatStates } from '@veilleuse/domain/conversation'
import type { Rank } from '@veilleuse/domain/order'
import { risks } from '@veilleuse/domain/risk'
import { silenceSteps } from '@veilleuse/domain/silence'
import { urgencies } from '@veilleuse/domain/triage'
import * as v from 'valibot'
import { QueueRow } from './queue.ts'
import { conversationId, language, lineId, moment, slug, token, worded } from './shapes.ts'
import { problemCode } from './socket.ts'

/**
 * The live board: what whoever leads the shift sees of all lines at once, and without anybody's name
 * whoever plans it. Counts, times and states; nothing that anybody said.
 */

export const BoardLine = v.object({
  id: lineId,
  slug,
  name: worded,
  /** Whether it lets anybody in: by its hours, and by who is there or due. */
  open: v.boolean(),
  waiting: v.number(),
  /** How many of these of each rank. */
  ranks: v.object({
    danger: v.number(),
    returned: v.number(),
    high: v.number(),
    usual: v.number(),
  } satisfies Record<Rank, unknown>),
  /** When the one who waits longest came. */
  oldestSince: v.optional(moment),
  talks: v.number(),
  /** People who could take somebody, and how many more they could take now. */
  available: v.number(),
  onBreak: v.number(),
  places: v.number(),
  /** Of those who came today. `due`: who was answered, or has waited longer than promised. */
  today: v.object({
    came: v.number(),
    answered: v.number(),
    inTime: v.number(),
    due: v.number(),
    unserved: v.number(),
  }),
  promisedMinutes: v.optional(v.number()),
})
export type BoardLine = v.InferOutput<typeof BoardLine>

/** The first who wait on each line, with the reason for their place. */
export const BoardWaiting = v.object({ ...QueueRow.entries, line: lineId })
export type BoardWaiting = v.InferOutput<typeof BoardWaiting>

export const BoardTalk = v.object({
  conversation: conversationId,
  line: lineId,
  /** Who holds it. Absent for who plans the rota. */
  alias: v.optional(v.string()),
  language,
  acceptedAt: moment,
  risk: v.picklist(risks),
  urgency: v.picklist(urgencies),
  visitorPresent: v.boolean(),
  silence: v.object({
    of: v.picklist(['counsellor', 'visitor']),
    since: moment,
    step: v.optional(v.picklist(silenceSteps)),
    /** The visitor has asked for time. */
    timeAsked: v.boolean(),
  }),
})
export type BoardTalk = v.InferOutput<typeof BoardTalk>

export const BoardPerson = v.object({
  alias: v.string(),
  lines: v.array(lineId),
  state: v.picklist(seatStates),
  since: moment,
  taken: v.number(),
  limit: v.number(),
  /** Their desk has been heard from lately. */
  here: v.boolean(),
})
export type BoardPerson = v.InferOutput<typeof BoardPerson>

export const BoardAlert = v.object({
  id: v.string(),
  kind: v.picklist(alertKinds),
  line: lineId,
  since: moment,
  language: v.optional(language),
  alias: v.optional(v.string()),
  /** Where the talk or the one who waits stands on this board. */
  conversation: v.optional(conversationId),
})
export type BoardAlert = v.InferOutput<typeof BoardAlert>

export const BoardView = v.object({
  lines: v.array(BoardLine),
  waiting: v.array(BoardWaiting),
  talks: v.array(BoardTalk),
  /** Absent for who plans the rota: they see how many, and not who. */
  people: v.optional(v.array(BoardPerson)),
  alerts: v.array(BoardAlert),
})
export type BoardView = v.InferOutput<typeof BoardView>

/** The frames of the board's socket, `/board/socket`. */
export const fromBoard = v.variant('type', [
  v.object({ type: v.literal('hello'), protocol: v.number(), token }),
  v.object({ type: v.literal('ping') }),
])
export type FromBoard = v.InferOutput<typeof fromBoard>

export const toBoard = v.variant('type', [
  v.object({ type: v.literal('welcome'), protocol: v.number(), at: moment, board: BoardView }),
  v.object({ type: v.literal('board'), at: moment, board: BoardView }),
  v.object({ type: v.literal('pong') }),
  v.object({ type: v.literal('problem'), problem: problemCode }),
])
export type ToBoard = v.InferOutput<typeof toBoard>
