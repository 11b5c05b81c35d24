import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { problems } from './problems.ts'
import { heartbeat, problemCode, silenceBeforeLost } from './socket.ts'
import { fromDesk, toDesk } from './socket-desk.ts'
import { fromVisitor, toVisitor } from './socket-visit.ts'

const talk = '11111111-1111-4111-8111-111111111111'
const message = '01900000-0000-7000-8000-000000000001'
const token = 'a'.repeat(43)
const at = '2030-01-02T20:00:05.000Z'

test('two pings fit into the silence after which a line is given up', () => {
  ok(2 * heartbeat.seconds < silenceBeforeLost.seconds)
})

test('what a page may say', () => {
  taken(fromVisitor, [
    { type: 'hello', protocol: 1, token, seen: 0 },
    { type: 'ping' },
    { type: 'typing', on: true },
    { type: 'read', seq: 3 },
    { type: 'more', after: 0 },
    { type: 'time' },
  ])
  refused(fromVisitor, [
    {},
    { type: 'shout' },
    { type: 'hello', protocol: 1, seen: 0 },
    { type: 'hello', protocol: 1, token: `${token}a`, seen: 0 },
    { type: 'hello', protocol: 1, token: token.replace('a', '+'), seen: 0 },
    { type: 'hello', protocol: '1', token, seen: 0 },
    { type: 'hello', protocol: 1, token, seen: -1 },
    { type: 'typing', on: 1 },
    { type: 'read', seq: 1.5 },
    { type: 'more', after: 2 ** 53 },
  ])
})

test('what a desk may say', () => {
  taken(fromDesk, [
    { type: 'hello', protocol: 1, token, seen: {} },
    { type: 'hello', protocol: 1, token, seen: { [talk]: 4 } },
    { type: 'ping' },
    { type: 'typing', conversation: talk, on: false },
    { type: 'read', conversation: talk, seq: 0 },
    { type: 'more', conversation: talk, after: 9 },
  ])
  refused(fromDesk, [
    { type: 'hello', protocol: 1, token, seen: { nowhere: 4 } },
    { type: 'hello', protocol: 1, token, seen: { [talk]: '4' } },
    { type: 'typing', on: false },
    { type: 'more', conversation: 'nowhere', after: 9 },
    { type: 'time' },
  ])
})

test('what a page is told of its messages', () => {
  taken(toVisitor, [
    { type: 'live', seq: 0 },
    { type: 'ack', id: message, seq: 1, at },
    { type: 'pong', seq: 2 },
    { type: 'problem', problem: 'conversation_closed', id: message },
    { type: 'problem', problem: 'too_fast', id: message, retryAfterSeconds: 1 },
    { type: 'problem', problem: 'too_large' },
  ])
  refused(toVisitor, [
    { type: 'ack', id: message, seq: 1 },
    { type: 'problem', problem: 'unheard_of' },
  ])
})

test('what a desk is told of its messages and of what happened', () => {
  const gone = { type: 'conversation.gone', id: talk, why: 'closed' }
  taken(toDesk, [
    { type: 'live', conversation: talk, seq: 0 },
    { type: 'ack', conversation: talk, id: message, seq: 1, at },
    { type: 'pong', feed: 3, seqs: { [talk]: 1 } },
    { type: 'present', conversation: talk, on: true },
    { type: 'event', feed: 9, after: 4, event: gone },
  ])
  refused(toDesk, [
    // An event that does not say what came before it cannot be missed.
    { type: 'event', feed: 9, event: gone },
    { type: 'event', feed: 9, after: 4, event: { ...gone, why: 'bored' } },
    { type: 'ack', id: message, seq: 1, at },
  ])
})

test('a problem is one the contract knows', () => {
  for (const code of Object.keys(problems)) equal(v.is(problemCode, code), true)
  for (const code of ['unheard_of', 'toString', '', undefined])
    equal(v.is(problemCode, code), false)
})

function taken(schema: v.GenericSchema, frames: readonly object[]) {
  for (const frame of frames) deepEqual(v.parse(schema, frame), frame)
}

function refused(schema: v.GenericSchema, frames: readonly object[]) {
  for (const frame of frames)
    equal(v.safeParse(schema, frame).success, false, JSON.stringify(frame))
}
