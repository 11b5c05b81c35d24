import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addPasskey,
  beginNewPasskey,
  beginPasskey,
  me,
  signInByPasskey,
} from '@veilleuse/contract/account'
import { granted, refusal } from '@veilleuse/testkit/ask'
import { anAuthenticator, type Authenticator, type Lies } from '@veilleuse/testkit/authenticator'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import { aMember, enrols, type Member } from '@veilleuse/testkit/member'
import { aHouse, type TestHouse } from '../people/house.fixture.ts'

leaks()

const origin = 'http://localhost:8080'

test('somebody adds a passkey and signs in by it, without a login', async (t) => {
  const { house, mina, key } = await minaWithPasskey(t)
  const { token, me: page } = await granted(signsInBy(house, key))
  assert.equal(page.id, mina.me.id)
  assert.equal(page.passkeys.length, 1)
  await granted(house.ask(me, { token }))
})

test('the question asks for a verified person, a key of its own, and the vault output', async (t) => {
  const { house, mina } = await minaWithPasskey(t)
  house.clock.pass({ seconds: 30 })
  const begun = await granted(
    house.ask(beginNewPasskey, { token: mina.token, body: { code: mina.code() } }),
  )
  assert.partialDeepStrictEqual(begun.options, {
    challenge: begun.challenge,
    rp: { id: 'localhost' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    extensions: { prf: {} },
  })
  const asked = await granted(house.ask(beginPasskey))
  assert.partialDeepStrictEqual(asked.options, { rpId: 'localhost', userVerification: 'required' })
  assert.equal(asked.options['allowCredentials'], undefined)
})

const lies: Record<string, Lies> = {
  'from another origin': { origin: 'https://evil.example' },
  'for another site': { rpId: 'evil.example' },
  'without having verified the person': { verified: false },
  'without anybody present': { present: false, verified: false },
  'with the counter it had before': { counter: 1 },
  'with a counter that ran backwards': { counter: 0 },
  'to another question': { challenge: Buffer.alloc(32).toString('base64url') },
  'of the kind that adds a key': { type: 'webauthn.create' },
  'signed by another key': { forged: true },
  'in the name of somebody else': { userHandle: Buffer.from('x').toString('base64url') },
}

for (const [how, lie] of Object.entries(lies)) {
  test(`an answer ${how} signs nobody in`, async (t) => {
    const { house, key } = await minaWithPasskey(t)
    await granted(signsInBy(house, key))
    assert.equal(await refusal(signsInBy(house, key, lie)), 'wrong_secret')
    // Nothing is broken by the attempt.
    await granted(signsInBy(house, key))
  })
}

test('an answer is good once, and so is a question', async (t) => {
  const { house, key } = await minaWithPasskey(t)
  const { challenge, options } = await granted(house.ask(beginPasskey))
  const body = { challenge, response: key.get(options) }
  await granted(house.ask(signInByPasskey, { body }))
  assert.equal(await refusal(house.ask(signInByPasskey, { body })), 'wrong_secret')
  const later = { challenge, response: key.get(options) }
  assert.equal(await refusal(house.ask(signInByPasskey, { body: later })), 'wrong_secret')
})

test('a question that was answered wrongly is not asked again', async (t) => {
  const { house, key } = await minaWithPasskey(t)
  const { challenge, options } = await granted(house.ask(beginPasskey))
  const wrong = { challenge, response: key.get(options, { forged: true }) }
  const right = { challenge, response: key.get(options) }
  assert.equal(await refusal(house.ask(signInByPasskey, { body: wrong })), 'wrong_secret')
  assert.equal(await refusal(house.ask(signInByPasskey, { body: right })), 'wrong_secret')
})

test('a question is forgotten after five minutes', async (t) => {
  const { house, key } = await minaWithPasskey(t)
  const { challenge, options } = await granted(house.ask(beginPasskey))
  house.clock.pass({ minutes: 5 })
  const body = { challenge, response: key.get(options) }
  assert.equal(await refusal(house.ask(signInByPasskey, { body })), 'wrong_secret')
})

test('of two answers with one counter, one is a copy and gets nowhere', async (t) => {
  const { house, mina, key } = await minaWithPasskey(t)
  const answers = []
  for (let i = 0; i < 2; i++) {
    const { challenge, options } = await granted(house.ask(beginPasskey))
    answers.push({ challenge, response: key.get(options, { counter: 7 }) })
  }
  const row = { table: 'staff', id: mina.me.id }
  const statuses = await collide(
    house.database,
    row,
    answers.map((body) => async () => (await house.ask(signInByPasskey, { body })).status),
  )
  assert.deepEqual(
    statuses.toSorted((a, b) => a - b),
    [200, 401],
  )
})

test('a passkey of nobody here signs nobody in', async (t) => {
  const { house } = await minaWithPasskey(t)
  assert.equal(await refusal(signsInBy(house, anAuthenticator(origin))), 'wrong_secret')
})

test('a session alone adds no passkey: it takes a fresh code, once', async (t) => {
  const { house, mina } = await minaWithPasskey(t)
  const begin = (code: string) =>
    refusal(house.ask(beginNewPasskey, { token: mina.token, body: { code } }))
  const used = mina.code()
  assert.equal(await begin(used), 'second_factor_needed')
  assert.equal(await begin('000000'), 'second_factor_needed')
  house.clock.pass({ seconds: 30 })
  assert.equal(await begin(mina.code()), undefined)
})

test('a question asked of one person is not answered by another', async (t) => {
  const { house, mina, noor } = await minaWithPasskey(t)
  house.clock.pass({ seconds: 30 })
  const body = { code: mina.code() }
  const begun = await granted(house.ask(beginNewPasskey, { token: mina.token, body }))
  const response = anAuthenticator(origin).create(begun.options)
  const stolen = { challenge: begun.challenge, response, vault: noor.me.vault }
  const answer = house.ask(addPasskey, { token: noor.token, body: stolen })
  assert.equal(await refusal(answer), 'wrong_secret')
})

test('a new passkey from elsewhere, unverified, or for another site is refused', async (t) => {
  const { house, mina } = await minaWithPasskey(t)
  const all = [lies['from another origin'], lies['for another site'], { verified: false }]
  for (const lie of all) {
    house.clock.pass({ seconds: 30 })
    const added = adds(house, { member: mina, key: anAuthenticator(origin), lie })
    assert.equal(await refusal(added), 'wrong_secret')
  }
})

test('a passkey belongs to one person: nobody adds it a second time', async (t) => {
  const { house, noor, key } = await minaWithPasskey(t)
  assert.equal(await refusal(adds(house, { member: noor, key })), 'wrong_secret')
})

async function minaWithPasskey(t: Parameters<typeof aHouse>[0]) {
  const house = await aHouse(t)
  const administrator = await enrols(house, await house.firstCode())
  const mina = await aMember(house, administrator, { login: 'mina' })
  const noor = await aMember(house, administrator, { login: 'noor' })
  const key = anAuthenticator(origin)
  await granted(adds(house, { member: mina, key }))
  return { house, mina, noor, key }
}

async function adds(
  house: TestHouse,
  { member, key, lie }: { member: Member; key: Authenticator; lie?: Lies | undefined },
) {
  const { token } = member
  const body = { code: member.code() }
  const { challenge, options } = await granted(house.ask(beginNewPasskey, { token, body }))
  const response = key.create(options, lie)
  return house.ask(addPasskey, { token, body: { challenge, response, vault: member.me.vault } })
}

async function signsInBy(house: TestHouse, key: Authenticator, lie?: Lies) {
  const { challenge, options } = await granted(house.ask(beginPasskey))
  return house.ask(signInByPasskey, { body: { challenge, response: key.get(options, lie) } })
}
