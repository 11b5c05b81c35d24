import { ranks } from '@veilleuse/domain/order'
import { urgencies } from '@veilleuse/domain/triage'
import * as v from 'valibot'
import { conversationId, language, lineId, moment } from './shapes.ts'

/** One who waits, as the desk sees them: without a word of what anybody said. */
export const QueueRow = v.object({
  conversation: conversationId,
  line: lineId,
  position: v.number(),
  arrivedAt: moment,
  language,
  session: v.number(),
  present: v.boolean(),
  atHead: v.boolean(),
  urgency: v.picklist(urgencies),
  /** Why this place: packages/domain/src/order.ts. */
  reason: v.object({
    rank: v.picklist(ranks),
    passedBy: v.number(),
    behindLonger: v.number(),
  }),
})
export type QueueRow = v.InferOutput<typeof QueueRow>
