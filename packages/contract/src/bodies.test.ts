import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { counsellorEndings, seatLimits, seatStates } from '@veilleuse/domain/conversation'
import { actions, natures, reasons } from '@veilleuse/domain/record'
import { risks } from '@veilleuse/domain/risk'
import * as v from 'valibot'
import { finishEnrolment, invite, login, signInByPassphrase } from './account.ts'
import {
  acceptOffer,
  closeConversation,
  endConversation,
  KeyWrap,
  setLimit,
  setRisk,
  setSeat,
  writeNote,
} from './desk.ts'
import { publishEpoch } from './keys.ts'
import { arrive, keep, LineStatus, reopen, survey, VisitView } from './visit.ts'

const id = '0b0e5ad2-4d6e-4b8e-9f5a-0d2f6a1c7e3b'
const secret = 'A'.repeat(43)

test('an arrival names its line, its language, its opening and its rules', () => {
  const right = { line: 'ecoute', language: 'fr', opening: 'AAAA', rulesVersion: 1, secret }
  ok(v.is(arrive.body, right))
  ok(v.is(arrive.body, { ...right, grant: secret, earlier: [{ conversation: id, wrap: 'AAAA' }] }))
  for (const name of Object.keys(right))
    equal(v.is(arrive.body, { ...right, [name]: undefined }), false, name)
  const earlier = Array.from({ length: 33 }, () => ({ conversation: id, wrap: 'AAAA' }))
  equal(v.is(arrive.body, { ...right, earlier }), false)
  equal(v.is(arrive.body, { ...right, language: 'de' }), false)
  equal(v.is(arrive.body, { ...right, opening: 'A'.repeat(2732) }), false)
})

test('what a visitor sends beside what was asked is dropped', () => {
  const right = { line: 'ecoute', language: 'fr', opening: 'AAAA', rulesVersion: 1, secret }
  deepEqual(v.parse(arrive.body, { ...right, name: 'Camille', state: 'open' }), right)
})

test('three answers may be given, within their scales', () => {
  for (const right of [{}, { heard: 1 }, { heard: 5, badNow: 0, again: 'maybe' }, { badNow: 10 }])
    ok(v.is(survey.body, right))
  for (const wrong of [
    { heard: 0 },
    { heard: 6 },
    { heard: 1.5 },
    { badNow: -1 },
    { badNow: 11 },
    { again: true },
  ])
    equal(v.is(survey.body, wrong), false, JSON.stringify(wrong))
})

test('what is kept behind words has the size of a blob, what proves a return that of a signature', () => {
  ok(v.is(keep.body, { lookup: secret, blob: 'AAAA' }))
  equal(v.is(keep.body, { lookup: 'AAAA', blob: 'AAAA' }), false)
  equal(v.is(keep.body, { lookup: secret, blob: 'A'.repeat(10_924) }), false)
  const proof = { conversation: id, nonce: secret, signature: 'A'.repeat(86) }
  ok(v.is(reopen.body, proof))
  equal(v.is(reopen.body, { ...proof, signature: secret }), false)
})

test('a visitor’s view names no more than an alias of whoever answers', () => {
  const view = {
    conversation: id,
    session: 1,
    line: 'ecoute',
    language: 'fr',
    state: 'open',
    counsellor: { alias: 'Mina', present: true, staff: id },
    certificates: [],
    lastSeq: 0,
    readByCounsellor: 0,
    readByVisitor: 0,
    returnedToQueue: false,
    kept: false,
    risk: 'high',
    counsellor_id: id,
  }
  const { counsellor, ...rest } = v.parse(VisitView, view)
  deepEqual(counsellor, { alias: 'Mina', present: true })
  ok(!('risk' in rest) && !('counsellor_id' in rest))
  // The record that is still to be written is no state a visitor sees.
  equal(v.is(VisitView, { ...view, state: 'wrapping_up' }), false)
})

test('a line is open or closed, and closed for one of two reasons', () => {
  const base = {
    line: 'ecoute',
    name: { fr: 'a', en: 'a' },
    waiting: 0,
    revision: 1,
    zone: 'Europe/Paris',
  }
  ok(v.is(LineStatus, { ...base, state: 'open' }))
  ok(v.is(LineStatus, { ...base, state: 'closed', why: 'nobody' }))
  equal(v.is(LineStatus, { ...base, state: 'busy' }), false)
  equal(v.is(LineStatus, { ...base, state: 'closed', why: 'broken' }), false)
})

test('the desk knows the words of the rules, each of them', () => {
  for (const state of seatStates) ok(v.is(setSeat.body, { state }))
  for (const limit of seatLimits) ok(v.is(setLimit.body, { limit }))
  for (const wrong of [0, 4, 1.5, '2']) equal(v.is(setLimit.body, { limit: wrong }), false)
  for (const risk of risks) ok(v.is(setRisk.body, { risk }))
  for (const ending of counsellorEndings) ok(v.is(endConversation.body, { ending }))
  for (const wrong of ['online', 'busy', '']) equal(v.is(setSeat.body, { state: wrong }), false)
  for (const wrong of ['left', 'abandoned', 'lost'])
    equal(v.is(endConversation.body, { ending: wrong }), false)
})

test('a record takes every nature, reason and action of the framework', () => {
  const closes = (record: unknown) => v.is(closeConversation.body, { record, archive: [] })
  for (const nature of natures) ok(closes({ nature, action: 'none' }), nature)
  for (const action of actions) ok(closes({ nature: 'prank', action }), action)
  for (const [name, details] of Object.entries(reasons))
    for (const detail of details)
      ok(closes({ nature: 'counselling_self', reason: { class: name, detail }, action: 'none' }))
  equal(closes({ nature: 'joke', action: 'none' }), false)
  equal(
    closes({ nature: 'prank', reason: { class: 'weather', detail: 'rain' }, action: 'none' }),
    false,
  )
})

test('a close takes at most eight wraps, each of one key sealed to one place', () => {
  const wrap = { conversation: id, key: 'content', to: 'archive', epoch: 1, wrap: 'AAAA' }
  ok(v.is(KeyWrap, wrap))
  for (const wrong of [
    { key: 'other' },
    { to: 'vault' },
    { epoch: 0 },
    { epoch: 1.5 },
    { wrap: 'A'.repeat(684) },
  ])
    equal(v.is(KeyWrap, { ...wrap, ...wrong }), false, JSON.stringify(wrong))
  const record = { nature: 'prank', action: 'none' }
  const archive = (many: number) => Array.from({ length: many }, () => wrap)
  ok(v.is(closeConversation.body, { record, archive: archive(8) }))
  equal(v.is(closeConversation.body, { record, archive: archive(9) }), false)
})

test('a ring is answered with a certificate and a staff key, neither too long', () => {
  ok(v.is(acceptOffer.body, { certificate: 'AAAA', staffKeyWrap: 'AAAA' }))
  equal(v.is(acceptOffer.body, { certificate: 'AAAA' }), false)
  equal(v.is(acceptOffer.body, { certificate: 'A'.repeat(1368), staffKeyWrap: 'AAAA' }), false)
  equal(v.is(writeNote.body, { envelope: 'A'.repeat(32_772) }), false)
})

test('a login is short, plain, and the same however it is typed', () => {
  equal(v.parse(login, ' Mina.B '), 'mina.b')
  for (const wrong of ['', 'a', 'mina b', 'mina@b', 'é'.repeat(5), 'a'.repeat(41)])
    equal(v.is(login, wrong), false, wrong)
})

test('signing in takes six digits and a proof, never a passphrase', () => {
  ok(v.is(signInByPassphrase.body, { login: 'mina', auth: secret, code: '012345' }))
  for (const code of ['12345', '1234567', '12345a', 123456, '１２３４５６'])
    equal(v.is(signInByPassphrase.body, { login: 'mina', auth: secret, code }), false, String(code))
  equal(
    v.is(signInByPassphrase.body, { login: 'mina', auth: 'my passphrase', code: '012345' }),
    false,
  )
})

test('who is invited has a role that exists; who enrols brings keys and a vault', () => {
  ok(v.is(invite.body, { login: 'mina', alias: 'Mina', role: 'counsellor' }))
  equal(v.is(invite.body, { login: 'mina', alias: 'Mina', role: 'superuser' }), false)
  const key = Buffer.alloc(65, 4).toString('base64url')
  const enrolled = {
    code: secret,
    auth: secret,
    secondFactorCode: '012345',
    signatureKey: key,
    boxKey: key,
    vault: 'AAAA',
  }
  ok(v.is(finishEnrolment.body, enrolled))
  for (const name of Object.keys(enrolled))
    equal(v.is(finishEnrolment.body, { ...enrolled, [name]: undefined }), false, name)
})

test('new keys come sealed for each person by name', () => {
  const sealed = [{ staff: id, sealed: 'AAAA' }]
  ok(v.is(publishEpoch.body, { statement: 'AAAA', intake: sealed, archive: [] }))
  equal(
    v.is(publishEpoch.body, {
      statement: 'AAAA',
      intake: [{ staff: 'mina', sealed: 'AAAA' }],
      archive: [],
    }),
    false,
  )
})
