import { deepEqual, equal, notEqual, ok } from 'node:assert/strict'
import { test } from 'node:test'
import type { VisitView } from '@veilleuse/contract/visit'
import type { ConversationId } from '@veilleuse/domain/ids'
import { onVisit } from './on-visit.ts'
import type { Talk, Visit, VisitEvent } from './visit.ts'

const waiting: VisitView = {
  conversation: '7c9a4e0e-0000-4000-8000-000000000001' as ConversationId,
  session: 1,
  line: 'ecoute',
  language: 'fr',
  state: 'waiting',
  place: { position: 3, wait: { fromMinutes: 2, toMinutes: 9 }, someoneHere: true },
  certificates: [],
  lastSeq: 0,
  readByCounsellor: 0,
  readByVisitor: 0,
  returnedToQueue: false,
  kept: false,
}
const { place: _, ...placeless } = waiting
const withMina: VisitView = {
  ...placeless,
  state: 'open',
  counsellor: { alias: 'Mina', present: true },
}
const withNoam: VisitView = { ...withMina, counsellor: { alias: 'Noam', present: true } }
const closed: VisitView = {
  ...placeless,
  state: 'closed',
  ending: { why: 'goodbye', by: 'helpline' },
}

const begun: VisitEvent = { type: 'begun', view: waiting, earlier: [] }
const minaCame: VisitEvent = { type: 'view', view: withMina, alias: 'Mina' }

function after(...events: readonly VisitEvent[]): Visit {
  return events.reduce(onVisit, { screen: 'preparing', step: 'keys' } satisfies Visit as Visit)
}

function talkAfter(...events: readonly VisitEvent[]): Talk {
  const visit = after(...events)
  if (visit.screen !== 'talk') throw new Error(`no talk but ${visit.screen}`)
  return visit.talk
}

function said(id: string, text = id): VisitEvent {
  return { type: 'said', id, text }
}

function heard(id: string, seq: number): VisitEvent {
  return { type: 'heard', message: { id, text: id, kind: 'text', alias: 'Mina', seq } }
}

function texts(talk: Talk): readonly string[] {
  return talk.log.map((entry) => (entry.by === 'page' ? `(${entry.note})` : entry.text))
}

test('who has a place sees it move forward', () => {
  const place = { position: 1, someoneHere: true }
  deepEqual(talkAfter(begun, { type: 'place', place }).view.place, place)
})

test('a place that comes late changes nothing for who is being answered', () => {
  const place = { position: 1, someoneHere: true }
  equal(talkAfter(begun, minaCame, { type: 'place', place }).view.place, undefined)
})

test('a message written while waiting is on its way, then received, then read', () => {
  const first = talkAfter(begun, said('a'))
  deepEqual(first.log, [{ by: 'visitor', id: 'a', text: 'a', fate: { is: 'on_its_way' } }])
  const stored = talkAfter(begun, said('a'), { type: 'stored', id: 'a', seq: 1 })
  deepEqual(stored.log, [{ by: 'visitor', id: 'a', text: 'a', fate: { is: 'stored', seq: 1 } }])
  equal(talkAfter(begun, said('a'), { type: 'read', seq: 1 }).view.readByCounsellor, 1)
})

test('what was read stays read, whatever an older view says', () => {
  equal(talkAfter(begun, { type: 'read', seq: 4 }, minaCame).view.readByCounsellor, 4)
})

test('the log says who comes, who takes over, and that somebody was lost', () => {
  const lost: VisitEvent = {
    type: 'view',
    view: { ...waiting, returnedToQueue: true },
    alias: undefined,
  }
  const noamCame: VisitEvent = { type: 'view', view: withNoam, alias: 'Noam' }
  deepEqual(texts(talkAfter(begun, minaCame)), ['(came)'])
  deepEqual(texts(talkAfter(begun, minaCame, noamCame)), ['(came)', '(took_over)'])
  deepEqual(texts(talkAfter(begun, minaCame, lost, noamCame)), ['(came)', '(lost)', '(took_over)'])
})

test('a view that changes nothing adds nothing to the log', () => {
  deepEqual(texts(talkAfter(begun, minaCame, minaCame, minaCame)), ['(came)'])
})

test('a name nobody vouches for is not said', () => {
  equal(talkAfter(begun, { type: 'view', view: withMina, alias: undefined }).alias, undefined)
})

test('what is heard stands where the order of the server puts it', () => {
  const talk = talkAfter(begun, minaCame, heard('one', 1), heard('three', 3), heard('two', 2))
  deepEqual(texts(talk), ['(came)', 'one', 'two', 'three'])
})

test('a message still on its way stays below what has arrived', () => {
  const talk = talkAfter(begun, minaCame, heard('one', 1), said('mine'), heard('two', 2))
  deepEqual(texts(talk), ['(came)', 'one', 'two', 'mine'])
})

test('what comes twice is shown once', () => {
  const own: VisitEvent = { type: 'heard_own', id: 'a', text: 'a', seq: 1 }
  deepEqual(texts(talkAfter(begun, said('a'), own, own, heard('b', 2), heard('b', 2))), ['a', 'b'])
})

test("one's own messages come back after a reload", () => {
  const own: VisitEvent = { type: 'heard_own', id: 'a', text: 'hello', seq: 1 }
  deepEqual(talkAfter(begun, own).log, [
    { by: 'visitor', id: 'a', text: 'hello', fate: { is: 'stored', seq: 1 } },
  ])
})

test('earlier contacts stay above, whatever their numbers', () => {
  const earlier = [
    { by: 'visitor', id: 'old', text: 'old', fate: { is: 'stored', seq: 9 } },
    { by: 'page', id: 'now', note: 'now' },
  ] as const
  const talk = talkAfter({ type: 'begun', view: waiting, earlier }, heard('new', 1))
  deepEqual(texts(talk), ['old', '(now)', 'new'])
})

test('what goes on after a reload can be reloaded again, until it is not wished any more', () => {
  ok(!talkAfter(begun).staying)
  const again: VisitEvent = { ...begun, staying: true }
  ok(talkAfter(again, minaCame, said('a')).staying)
  ok(!talkAfter(again, { type: 'staying', on: false }).staying)
})

test('a refused message says so and stays readable', () => {
  const talk = talkAfter(begun, said('a'), { type: 'refused', id: 'a', why: 'over' })
  deepEqual(talk.log, [{ by: 'visitor', id: 'a', text: 'a', fate: { is: 'refused' } }])
  equal(talk.trouble, 'over')
})

test('typing ends with the message, with the line, and with the counsellor', () => {
  const types: VisitEvent = { type: 'they_type', on: true }
  equal(talkAfter(begun, types).theyType, false)
  equal(talkAfter(begun, minaCame, types).theyType, true)
  equal(talkAfter(begun, minaCame, types, heard('a', 1)).theyType, false)
  equal(talkAfter(begun, minaCame, types, { type: 'line', line: 'connecting' }).theyType, false)
  const back: VisitEvent = { type: 'view', view: waiting, alias: undefined }
  equal(talkAfter(begun, minaCame, types, back).theyType, false)
})

test('what failed for want of a network is not told any more once it is back', () => {
  const trouble: VisitEvent = { type: 'trouble', why: 'offline' }
  equal(talkAfter(begun, trouble).trouble, 'offline')
  equal(talkAfter(begun, trouble, { type: 'line', line: 'live' }).trouble, undefined)
})

test('an exercise ends when somebody comes, and not before', () => {
  const breathing: VisitEvent = { type: 'tool', tool: { tool: 'breathing', step: 0 } }
  const waitingOn: VisitEvent = { type: 'view', view: waiting, alias: undefined }
  deepEqual(talkAfter(begun, breathing, waitingOn).tool, { tool: 'breathing', step: 0 })
  equal(talkAfter(begun, breathing, minaCame).tool, undefined)
})

test('«I need time» holds until somebody writes', () => {
  const time: VisitEvent = { type: 'time_told' }
  ok(talkAfter(begun, minaCame, time).timeTold)
  ok(!talkAfter(begun, minaCame, time, said('a')).timeTold)
  ok(!talkAfter(begun, minaCame, time, heard('a', 1)).timeTold)
})

test('a closed conversation is the end, with all that was said', () => {
  const visit = after(begun, minaCame, said('a'), { type: 'view', view: closed, alias: undefined })
  equal(visit.screen, 'end')
  ok(visit.screen === 'end' && visit.talk.log.some(({ id }) => id === 'a'))
})

test('at the end nothing reopens the conversation', () => {
  const end: VisitEvent = { type: 'view', view: closed, alias: undefined }
  equal(after(begun, end, { type: 'line', line: 'live' }).screen, 'end')
  equal(after(begun, end, heard('late', 7)).screen, 'end')
})

test('erasing is asked about, done once, and then nothing is left', () => {
  const end: VisitEvent = { type: 'view', view: closed, alias: undefined }
  const asked = after(begun, end, { type: 'forgetting', how: 'asked' })
  ok(asked.screen === 'end' && asked.after.forgetting === 'asked')
  const trouble = onVisit(asked, { type: 'trouble', why: 'offline' })
  ok(trouble.screen === 'end' && trouble.after.forgetting === 'no')
  deepEqual(onVisit(asked, { type: 'forgotten' }), { screen: 'forgotten' })
})

test('answers to the survey are sent once', () => {
  const end: VisitEvent = { type: 'view', view: closed, alias: undefined }
  const sent = after(begun, end, { type: 'surveyed' })
  ok(sent.screen === 'end' && sent.after.survey === 'sent')
})

test('keys that do not hold leave nothing to write in', () => {
  const stuck: VisitEvent = { type: 'stuck', why: 'unsealed', retry: true }
  deepEqual(after(stuck), { screen: 'stuck', why: 'unsealed', retry: true })
  // A late event of a conversation finds none.
  notEqual(after(stuck, said('a')).screen, 'talk')
})
