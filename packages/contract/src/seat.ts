import * as v from 'valibot'
import { SeatView } from './desk.ts'
import type { Endpoint } from './endpoint.ts'

/** Whether a counsellor wishes to be rung first for visitors who ask for them again. */
export const seesAgain = {
  method: 'POST',
  url: '/api/desk/seat/again',
  door: 'desk',
  may: 'take_conversations',
  body: v.object({ on: v.boolean() }),
  reply: SeatView,
  problems: [],
} as const satisfies Endpoint
