import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import {
  abandon,
  accept,
  ceiling,
  chooseLimit,
  close,
  conversationStates,
  end,
  giveBack,
  canTakeMore,
  limitNow,
  seatLimits,
  seatStates,
  type Conversation,
  type Seat,
  usualLimit,
  whyNotAccept,
  whyNotEnd,
  whyNotOffer,
  whyNotSay,
} from './conversation.ts'
import type { ConversationId, LineId, StaffId } from './ids.ts'
import { risks } from './risk.ts'

const mina = 'mina' as StaffId
const now = new Date('2026-03-10T15:20:00Z')

const waiting: Conversation = {
  id: 'a' as ConversationId,
  line: 'listening' as LineId,
  language: 'fr',
  state: 'waiting',
  risk: 'none',
  session: 1,
  arrivedAt: new Date('2026-03-10T15:00:00Z'),
  atHead: false,
  counsellor: undefined,
  acceptedAt: undefined,
  ending: undefined,
}

function aSeat(traits: Partial<Seat> = {}): Seat {
  return {
    counsellor: mina,
    state: 'available',
    limit: usualLimit,
    taken: 0,
    highestRisk: 'none',
    ...traits,
  }
}

test('a counsellor holds two usually, three at most, and one when somebody is at high risk', () => {
  equal(usualLimit, 2)
  equal(ceiling, 3)
  equal(limitNow(aSeat()), 2)
  equal(limitNow(aSeat({ limit: 1 })), 1)
  equal(limitNow(aSeat({ limit: 3 })), 3)
  equal(limitNow(aSeat({ limit: 7 })), 3)
  deepEqual(
    risks.map((highestRisk) => limitNow(aSeat({ limit: 3, highestRisk }))),
    [3, 3, 3, 1, 1],
  )
})

test('a counsellor chooses how many at once, and what they hold already stays', () => {
  for (const limit of seatLimits)
    deepEqual(chooseLimit(aSeat({ limit: 2, taken: 2 }), limit), aSeat({ limit, taken: 2 }))
  equal(canTakeMore(chooseLimit(aSeat({ taken: 2 }), 3)), true)
  equal(canTakeMore(chooseLimit(aSeat({ taken: 1 }), 1)), false)
  equal(canTakeMore(chooseLimit(aSeat({ taken: 1, highestRisk: 'high' }), 3)), false)
})

test('only who waits can be rung for', () => {
  deepEqual(
    conversationStates.map((state) => whyNotOffer({ ...waiting, state }, aSeat())),
    [undefined, 'conversation_not_waiting', 'conversation_not_waiting', 'conversation_not_waiting'],
  )
})

test('it rings at an available seat alone', () => {
  deepEqual(
    seatStates.map((state) => whyNotOffer(waiting, aSeat({ state }))),
    ['not_on_shift', undefined, 'not_on_shift', 'not_on_shift'],
  )
})

test('a seat takes as many as it may hold, and not one more', () => {
  equal(whyNotAccept(waiting, aSeat({ taken: 1 })), undefined)
  equal(whyNotAccept(waiting, aSeat({ taken: 2 })), 'at_limit')
  equal(whyNotAccept(waiting, aSeat({ taken: 1, highestRisk: 'high' })), 'at_limit')
  equal(whyNotAccept(waiting, aSeat({ taken: 5, limit: 3 })), 'at_limit')
})

test('who is accepted is with that counsellor, and at the head no longer', () => {
  const open = accept({ ...waiting, atHead: true }, aSeat(), now)
  deepEqual(open, { ...waiting, state: 'open', counsellor: mina, acceptedAt: now, atHead: false })
})

test('words are taken while waiting and talking, not after the end', () => {
  deepEqual(
    conversationStates.map((state) => whyNotSay({ state })),
    [undefined, undefined, 'conversation_closed', 'conversation_closed'],
  )
})

test('a counsellor ends what is theirs and still open', () => {
  const open = accept(waiting, aSeat(), now)
  equal(whyNotEnd(open, mina), undefined)
  equal(whyNotEnd(open, 'noor' as StaffId), 'not_found')
  equal(whyNotEnd(waiting, mina), 'not_found')
  equal(whyNotEnd(end(open, 'left'), mina), 'conversation_closed')
})

test('after the talk comes the record, after the record the close', () => {
  const open = accept(waiting, aSeat(), now)
  const ended = end(open, 'goodbye')
  deepEqual(ended, { ...open, state: 'wrapping_up', ending: 'goodbye' })
  deepEqual(close(ended), { ...ended, state: 'closed' })
})

test('a visitor who leaves the queue leaves no record to write', () => {
  deepEqual(abandon(waiting), { ...waiting, state: 'closed', ending: 'abandoned' })
})

test('whoever loses their counsellor goes to the head and keeps their time of arrival', () => {
  const back = giveBack({ ...accept(waiting, aSeat(), now), risk: 'high' })
  deepEqual(back, { ...waiting, risk: 'high', atHead: true })
})
