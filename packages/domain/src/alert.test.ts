import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { alertsOf, type Evening, rings, type TalkHere, type WaitingHere } from './alert.ts'
import type { ConversationId, LineId, StaffId } from './ids.ts'
import type { Silence } from './silence.ts'

const line = 'line' as LineId
const now = at(60)

test('a quiet evening has nothing to tell', () => {
  deepEqual(kinds({ waiting: [waits({ arrivedAt: at(55) })], talks: [talks({})] }), [])
})

test('whoever says they are in danger comes first, and rings', () => {
  const waiting = [waits({ arrivedAt: at(0) }), waits({ urgency: 'danger' })]
  deepEqual(kinds({ waiting }), ['danger', 'long_wait'])
  equal(rings('danger'), true)
  equal(rings('long_wait'), false)
})

test('danger is told of until a person has judged the risk', () => {
  deepEqual(kinds({ talks: [talks({ urgency: 'danger' })] }), ['danger'])
  deepEqual(kinds({ talks: [talks({ urgency: 'danger', risk: 'low' })] }), [])
})

test('somebody at risk who falls silent is told of, others are not', () => {
  const silence: Silence = { of: 'visitor', since: at(50), step: 'soft', closesAt: undefined }
  deepEqual(kinds({ talks: [talks({ risk: 'medium', silence })] }), ['silent_at_risk'])
  deepEqual(kinds({ talks: [talks({ silence })] }), [])
  const short: Silence = { ...silence, step: 'asked' }
  deepEqual(kinds({ talks: [talks({ risk: 'high', silence: short })] }), [])
})

test('nobody who speaks their language is told of once, with the one who waits longest', () => {
  const waiting = [
    waits({ language: 'en', arrivedAt: at(58) }),
    waits({ language: 'en', arrivedAt: at(57) }),
  ]
  const people = [{ ...mina, languages: ['fr'] as const }]
  const [only, ...others] = alertsOf({ ...quiet, waiting, people })
  deepEqual(others, [])
  deepEqual([only?.kind, only?.language, only?.since], ['nobody_can_take', 'en', at(57)])
})

test('whoever is full can take somebody later; whoever is on a break or elsewhere cannot', () => {
  const waiting = [waits({})]
  deepEqual(kinds({ waiting, people: [{ ...mina, available: false }] }), ['nobody_can_take'])
  const elsewhere = { ...mina, lines: ['other' as LineId] }
  deepEqual(kinds({ waiting, people: [elsewhere] }), ['nobody_there'])
})

test('a line that says it is open with nobody there is told of, a closed one is not', () => {
  deepEqual(kinds({ people: [] }), ['nobody_there'])
  deepEqual(kinds({ people: [], lines: [{ ...here, open: false }] }), [])
  // But whoever waits still on a line that has closed is not forgotten.
  const closed = { people: [], lines: [{ ...here, open: false }], waiting: [waits({})] }
  deepEqual(kinds(closed), ['nobody_can_take'])
})

test('a wait is long when it is longer than the line promises, or than ten minutes', () => {
  const waiting = [waits({ arrivedAt: at(54) })]
  deepEqual(kinds({ waiting }), [])
  deepEqual(kinds({ waiting, lines: [{ ...here, promisedMinutes: 5 }] }), ['long_wait'])
})

test('one missed ring happens, two for one visitor are told of', () => {
  const missed = { line, conversation: 'one' as ConversationId, at: at(59) }
  deepEqual(kinds({ missed: [missed] }), [])
  deepEqual(kinds({ missed: [missed, { ...missed, at: at(58) }] }), ['rings_missed'])
})

test('a counsellor who does not answer for long is told of, that another can be found', () => {
  const late = (how: 'told' | 'transfer'): Silence => ({
    of: 'counsellor',
    since: at(55),
    late: how,
  })
  deepEqual(kinds({ talks: [talks({ silence: late('told') })] }), [])
  deepEqual(kinds({ talks: [talks({ silence: late('transfer') })] }), ['counsellor_silent'])
})

test('a matter keeps its name as long as it lasts', () => {
  const waiting = [waits({ urgency: 'danger' })]
  const ids = [now, at(70)].map((moment) => alertsOf({ ...quiet, waiting, now: moment })[0]?.id)
  equal(ids[0], ids[1])
})

const here = { id: line, open: true, promisedMinutes: undefined }
const mina = {
  staff: 'mina' as StaffId,
  lines: [line],
  languages: ['fr', 'en'],
  skills: ['listener'],
  onShift: true,
  available: true,
} as const
const quiet: Evening = { now, lines: [here], waiting: [], talks: [], people: [mina], missed: [] }

function kinds(of: Partial<Evening>) {
  return alertsOf({ ...quiet, ...of }).map(({ kind }) => kind)
}

let many = 0
function waits(of: Partial<WaitingHere>): WaitingHere {
  many += 1
  return {
    id: `waits ${many}` as ConversationId,
    line,
    arrivedAt: at(59),
    urgency: 'usual',
    language: 'fr',
    skill: 'listener',
    ...of,
  }
}

function talks(of: Partial<TalkHere>): TalkHere {
  many += 1
  return {
    id: `talks ${many}` as ConversationId,
    line,
    counsellor: mina.staff,
    arrivedAt: at(0),
    acceptedAt: at(1),
    urgency: 'usual',
    risk: 'none',
    silence: { of: 'counsellor', since: at(59), late: 'no' },
    ...of,
  }
}

function at(minutes: number): Date {
  return new Date(Date.UTC(2030, 0, 2, 20) + minutes * 60_000)
}
