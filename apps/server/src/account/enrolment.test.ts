import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addPasskey,
  beginEnrolment,
  beginPasskey,
  finishEnrolment,
  invite,
  me,
  signInByPasskey,
} from '@veilleuse/contract/account'
import { granted, refusal } from '@veilleuse/testkit/ask'
import { anAuthenticator } from '@veilleuse/testkit/authenticator'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import {
  aMember,
  anAccount,
  anInvitation,
  authenticatorApp,
  enrols,
  signsIn,
} from '@veilleuse/testkit/member'
import { opensDirectory } from '@veilleuse/testkit/team'
import { aHouse, type TestHouse } from '../people/house.fixture.ts'
import { firstInvitation } from '../people/first-invitation.ts'

leaks()

test('the first link makes an administrator who chooses login and alias, and works once', async (t) => {
  const house = await aHouse(t)
  const code = await house.firstCode()
  const agathe = await enrols(house, code, { login: 'agathe', alias: 'Agathe' })
  assert.partialDeepStrictEqual(agathe.me, {
    login: 'agathe',
    alias: 'Agathe',
    role: 'administrator',
    inDirectory: false,
  })
  assert.equal(await refusal(house.ask(beginEnrolment, { body: { code } })), 'not_found')
  assert.equal(await firstInvitation(house.house), undefined)
  assert.ok(await signsIn(house, agathe))
})

test('each start makes a new first link, and the one before stops working', async (t) => {
  const house = await aHouse(t)
  const older = await house.firstCode()
  const newer = await house.firstCode()
  assert.notEqual(older, newer)
  assert.equal(await refusal(house.ask(beginEnrolment, { body: { code: older } })), 'not_found')
  await enrols(house, newer)
  const people = await house.db.selectFrom('staff').select('id').execute()
  assert.equal(people.length, 1)
})

test('two servers that start at once make one administrator to be', async (t) => {
  const house = await aHouse(t)
  const codes = await Promise.all([firstInvitation(house.house), firstInvitation(house.house)])
  const working = []
  for (const code of codes) {
    const answer = await house.ask(beginEnrolment, { body: { code } })
    if ('reply' in answer) working.push(code)
  }
  assert.equal(working.length, 1)
})

test('whoever is invited keeps the login and alias the inviter wrote', async (t) => {
  const { house, administrator } = await begun(t)
  const code = await anInvitation(house, administrator, { login: 'mina', alias: 'Mina' })
  const mina = await enrols(house, code, { login: 'root', alias: 'Somebody else' })
  assert.partialDeepStrictEqual(mina.me, { login: 'mina', alias: 'Mina', role: 'counsellor' })
})

test('a new link for somebody who never came closes the old one', async (t) => {
  const { house, administrator } = await begun(t)
  const older = await anInvitation(house, administrator, { login: 'mina' })
  const newer = await anInvitation(house, administrator, { login: 'mina', role: 'supervisor' })
  assert.equal(await refusal(house.ask(beginEnrolment, { body: { code: older } })), 'not_found')
  const mina = await enrols(house, newer)
  assert.equal(mina.me.role, 'supervisor')
})

test('nobody is invited under the login of somebody who is there', async (t) => {
  const { house, administrator } = await begun(t)
  await aMember(house, administrator, { login: 'mina' })
  const body = { login: 'mina', alias: 'Mina', role: 'counsellor' }
  const again = house.ask(invite, { token: administrator.token, body })
  assert.equal(await refusal(again), 'already_there')
})

test('a link is forgotten after a week', async (t) => {
  const { house, administrator } = await begun(t)
  const code = await anInvitation(house, administrator)
  house.clock.pass({ days: 7 })
  assert.equal(await refusal(house.ask(beginEnrolment, { body: { code } })), 'not_found')
})

test('of two browsers that end one enrolment, one does', async (t) => {
  const { house, administrator } = await begun(t)
  const code = await anInvitation(house, administrator, { login: 'mina' })
  const { secondFactor } = await granted(house.ask(beginEnrolment, { body: { code } }))
  const secondFactorCode = authenticatorApp(secondFactor, house.clock)()
  const one = async () => {
    const { sent } = await anAccount()
    return house.ask(finishEnrolment, { body: { ...sent, code, secondFactorCode } })
  }
  const { id } = await house.db
    .selectFrom('staff')
    .select('id')
    .where('login', '=', 'mina')
    .executeTakeFirstOrThrow()
  const answers = await collide(house.database, { table: 'staff', id }, [one, one])
  assert.deepEqual(
    answers.map((answer) => answer.status).toSorted((a, b) => a - b),
    [200, 404],
  )
})

test('whoever opened the link earlier cannot use the second factor they saw', async (t) => {
  const { house, administrator } = await begun(t)
  const code = await anInvitation(house, administrator)
  const seen = await granted(house.ask(beginEnrolment, { body: { code } }))
  await granted(house.ask(beginEnrolment, { body: { code } }))
  const secondFactorCode = authenticatorApp(seen.secondFactor, house.clock)()
  const { sent } = await anAccount()
  const answer = house.ask(finishEnrolment, { body: { ...sent, code, secondFactorCode } })
  assert.equal(await refusal(answer), 'wrong_secret')
})

test('a mistyped code leaves the invitation open', async (t) => {
  const { house, administrator } = await begun(t)
  const code = await anInvitation(house, administrator)
  const { secondFactor } = await granted(house.ask(beginEnrolment, { body: { code } }))
  const { sent } = await anAccount()
  const wrong = { ...sent, code, secondFactorCode: '000000' }
  assert.equal(await refusal(house.ask(finishEnrolment, { body: wrong })), 'wrong_secret')
  const right = { ...wrong, secondFactorCode: authenticatorApp(secondFactor, house.clock)() }
  await granted(house.ask(finishEnrolment, { body: right }))
})

test('a passkey made while enrolling signs in; one from elsewhere stops the enrolment', async (t) => {
  const { house, administrator } = await begun(t)
  const code = await anInvitation(house, administrator)
  const { secondFactor, passkey } = await granted(house.ask(beginEnrolment, { body: { code } }))
  const { sent } = await anAccount()
  const secondFactorCode = authenticatorApp(secondFactor, house.clock)()
  const { challenge, options } = passkey
  const key = anAuthenticator('http://localhost:8080')
  const finish = (response: Record<string, unknown>) => {
    const body = { ...sent, code, secondFactorCode, passkey: { challenge, response } }
    return house.ask(finishEnrolment, { body })
  }
  const elsewhere = key.create(options, { origin: 'https://evil.example' })
  assert.equal(await refusal(finish(elsewhere)), 'wrong_secret')
  const done = await granted(finish(key.create(options)))
  assert.equal(done.me.passkeys.length, 1)

  const asked = await granted(house.ask(beginPasskey))
  const body = { challenge: asked.challenge, response: key.get(asked.options) }
  assert.equal((await granted(house.ask(signInByPasskey, { body }))).me.id, done.me.id)
})

test('keys that are no keys, or a colleague’s, or a vault that is none, enrol nobody', async (t) => {
  const { house, administrator } = await begun(t)
  const mina = await aMember(house, administrator)
  const code = await anInvitation(house, administrator)
  const { secondFactor } = await granted(house.ask(beginEnrolment, { body: { code } }))
  const { sent } = await anAccount()
  const secondFactorCode = authenticatorApp(secondFactor, house.clock)()
  const finish = (changed: object) =>
    refusal(house.ask(finishEnrolment, { body: { ...sent, code, secondFactorCode, ...changed } }))
  const offTheCurve = Buffer.alloc(65, 4).toString('base64url')
  assert.equal(await finish({ signatureKey: offTheCurve }), 'malformed')
  assert.equal(await finish({ boxKey: offTheCurve }), 'malformed')
  assert.equal(await finish({ vault: 'AAAA' }), 'malformed')
  assert.equal(await finish({ signatureKey: mina.me.signatureKey }), 'already_there')
  assert.equal(await finish({ boxKey: mina.me.boxKey }), 'already_there')
  assert.equal(await finish({}), undefined)
})

test('the root’s fingerprint is shown to whoever enrols once there is one', async (t) => {
  const { house, administrator } = await begun(t)
  const before = await anInvitation(house, administrator)
  const first = await granted(house.ask(beginEnrolment, { body: { code: before } }))
  assert.equal(first.rootFingerprint, undefined)
  const { pin } = await opensDirectory(house, administrator)
  const after = await anInvitation(house, administrator)
  const begunAfter = await granted(house.ask(beginEnrolment, { body: { code: after } }))
  assert.equal(begunAfter.rootFingerprint, Buffer.from(pin).toString('base64url'))
})

test('an invitation’s question adds no passkey to somebody who is in already', async (t) => {
  const { house, administrator } = await begun(t)
  const mina = await aMember(house, administrator)
  const code = await anInvitation(house, administrator)
  const { passkey } = await granted(house.ask(beginEnrolment, { body: { code } }))
  const response = anAuthenticator('http://localhost:8080').create(passkey.options)
  const body = { challenge: passkey.challenge, response, vault: mina.me.vault }
  const answer = house.ask(addPasskey, { token: mina.token, body })
  assert.equal(await refusal(answer), 'wrong_secret')
  await granted(house.ask(me, { token: mina.token }))
})

async function begun(t: Parameters<typeof aHouse>[0]) {
  const house: TestHouse = await aHouse(t)
  return { house, administrator: await enrols(house, await house.firstCode()) }
}
