import * as v from 'valibot'
import { messageId, moment, seq, token } from './shapes.ts'
import { problemCode } from './socket.ts'
import { Place, VisitView } from './visit.ts'

/** The frames of the visitor's socket, `/visit/socket`. */

export const fromVisitor = v.variant('type', [
  v.object({ type: v.literal('hello'), protocol: v.number(), token, seen: seq }),
  v.object({ type: v.literal('ping') }),
  v.object({ type: v.literal('typing'), on: v.boolean() }),
  v.object({ type: v.literal('read'), seq }),
  v.object({ type: v.literal('more'), after: seq }),
  /** «I need time»: the counsellor sees it, silence is not taken for leaving. */
  v.object({ type: v.literal('time') }),
])
export type FromVisitor = v.InferOutput<typeof fromVisitor>

export const toVisitor = v.variant('type', [
  v.object({ type: v.literal('welcome'), protocol: v.number(), at: moment, view: VisitView }),
  /** Everything stored up to `seq` has been sent. */
  v.object({ type: v.literal('live'), seq }),
  v.object({ type: v.literal('view'), view: VisitView }),
  v.object({ type: v.literal('place'), place: Place }),
  v.object({ type: v.literal('ack'), id: messageId, seq, at: moment }),
  v.object({ type: v.literal('typing'), on: v.boolean() }),
  v.object({ type: v.literal('read'), seq }),
  v.object({ type: v.literal('pong'), seq }),
  v.object({
    type: v.literal('problem'),
    problem: problemCode,
    id: v.optional(messageId),
    retryAfterSeconds: v.optional(v.number()),
  }),
])
export type ToVisitor = v.InferOutput<typeof toVisitor>
