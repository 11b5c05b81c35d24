import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { beginSignIn, me, signInByPassphrase, signOut } from '@veilleuse/contract/account'
import { granted, refusal } from '@veilleuse/testkit/ask'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import { aMember, enrols, type Member, signsIn } from '@veilleuse/testkit/member'
import { aHouse, type TestHouse } from '../people/house.fixture.ts'

leaks()

test('a counsellor signs in with passphrase and code, and sees their own page', async (t) => {
  const house = await aHouse(t)
  const { mina } = await twoPeople(house)
  const token = await signsIn(house, mina)
  const page = await granted(house.ask(me, { token }))
  assert.deepEqual(page, mina.me)
})

test('the session is in the database by its hash alone, the secrets not at all', async (t) => {
  const house = await aHouse(t)
  const { mina } = await twoPeople(house)
  const dump = await everything(house)
  const secret = Buffer.from(mina.auth, 'base64url')
  for (const planted of [mina.token, mina.auth, secret.toString('hex')]) {
    assert.ok(!dump.includes(planted))
    assert.ok(!house.logged().includes(planted))
  }
})

test('an unknown login, a wrong passphrase and a wrong code cannot be told apart', async (t) => {
  const house = await aHouse(t)
  const { mina } = await twoPeople(house)
  const auth = randomBytes(32).toString('base64url')
  const tries = [
    { login: 'nobody', auth, code: mina.code() },
    { login: mina.login, auth, code: mina.code() },
    { login: mina.login, auth: mina.auth, code: wrong(mina.code()) },
  ]
  const answers = []
  for (const body of tries) answers.push(await house.ask(signInByPassphrase, { body }))
  const told = { status: 401, problem: 'wrong_secret' }
  assert.deepEqual(answers, [told, told, told])
})

test('a login nobody has gets a salt as any other, the same each time', async (t) => {
  const house = await aHouse(t)
  const { mina } = await twoPeople(house)
  const saltOf = async (login: string) =>
    (await granted(house.ask(beginSignIn, { body: { login } }))).salt
  const first = await saltOf('nobody')
  assert.equal(await saltOf('nobody'), first)
  assert.equal(await saltOf('Nobody '), first)
  assert.notEqual(await saltOf('nobody-else'), first)
  const salt = await saltOf(mina.login)
  assert.equal(salt.length, first.length)
  assert.notEqual(salt, first)
})

test('of two sign-ins with one code, one gets in', async (t) => {
  const house = await aHouse(t)
  const { mina } = await twoPeople(house)
  const body = { login: mina.login, auth: mina.auth, code: mina.code() }
  const row = { table: 'staff', id: mina.me.id }
  const once = () => house.ask(signInByPassphrase, { body })
  const answers = await collide(house.database, row, [once, once])
  assert.deepEqual(
    answers.map((answer) => answer.status).toSorted((a, b) => a - b),
    [200, 401],
  )
})

test('a code is good for one sign-in, and an older code for none after it', async (t) => {
  const house = await aHouse(t)
  const { mina } = await twoPeople(house)
  const older = mina.code()
  house.clock.pass({ seconds: 30 })
  const body = { login: mina.login, auth: mina.auth, code: mina.code() }
  await granted(house.ask(signInByPassphrase, { body }))
  for (const code of [body.code, older]) {
    const again = house.ask(signInByPassphrase, { body: { ...body, code } })
    assert.equal(await refusal(again), 'wrong_secret')
  }
  assert.ok(await signsIn(house, mina))
})

test('a failed sign-in does not spend the code', async (t) => {
  const house = await aHouse(t)
  const { mina } = await twoPeople(house)
  const right = { login: mina.login, auth: mina.auth, code: mina.code() }
  const wrongAuth = { ...right, auth: randomBytes(32).toString('base64url') }
  assert.equal(await refusal(house.ask(signInByPassphrase, { body: wrongAuth })), 'wrong_secret')
  await granted(house.ask(signInByPassphrase, { body: right }))
})

test('a clock half a minute off is forgiven, a minute is not', async (t) => {
  const house = await aHouse(t)
  const { mina } = await twoPeople(house)
  house.clock.pass({ seconds: 60 })
  const code = mina.code()
  const body = { login: mina.login, auth: mina.auth, code }
  house.clock.pass({ seconds: 60 })
  assert.equal(await refusal(house.ask(signInByPassphrase, { body })), 'wrong_secret')
  house.clock.pass({ seconds: -30 })
  await granted(house.ask(signInByPassphrase, { body }))
})

test('guessing is stopped after ten tries, for this login alone, and not for long', async (t) => {
  const house = await aHouse(t)
  const { mina, noor } = await twoPeople(house)
  const body = { login: mina.login, auth: randomBytes(32).toString('base64url'), code: '000000' }
  const guess = (from: string) => refusal(house.ask(signInByPassphrase, { body, from }))
  for (let i = 0; i < 10; i++) assert.equal(await guess(`198.51.100.${i}`), 'wrong_secret')
  assert.equal(await guess('198.51.100.200'), 'too_fast')
  assert.ok(await signsIn(house, noor))
  house.clock.pass({ minutes: 2 })
  assert.ok(await signsIn(house, mina))
})

test('a session ends after twelve idle hours, and after a day however busy', async (t) => {
  const house = await aHouse(t)
  const { mina } = await twoPeople(house)
  const open = (token: string) => house.ask(me, { token }).then((answer) => answer.status)

  const left = await signsIn(house, mina)
  house.clock.pass({ hours: 11, minutes: 59 })
  assert.equal(await open(left), 200)
  house.clock.pass({ hours: 12 })
  assert.equal(await open(left), 401)

  const busy = await signsIn(house, mina)
  for (let hour = 0; hour < 23; hour++) {
    house.clock.pass({ hours: 1 })
    assert.equal(await open(busy), 200)
  }
  house.clock.pass({ hours: 1 })
  assert.equal(await open(busy), 401)
})

test('signing out ends this session, tells every server which, and leaves the others', async (t) => {
  const house = await aHouse(t)
  const { mina } = await twoPeople(house)
  const other = await signsIn(house, mina)
  await granted(house.ask(signOut, { token: mina.token }))
  assert.equal(await refusal(house.ask(me, { token: mina.token })), 'signed_out')
  await granted(house.ask(me, { token: other }))
  const events = await house.db.selectFrom('outbox').select('event').execute()
  const told = events.map((row) => row.event)
  assert.equal(told.length, 1)
  assert.partialDeepStrictEqual(told[0], { type: 'session.revoked', staff: mina.me.id })
})

async function twoPeople(house: TestHouse): Promise<{ mina: Member; noor: Member }> {
  const administrator = await enrols(house, await house.firstCode())
  return {
    mina: await aMember(house, administrator, { login: 'mina' }),
    noor: await aMember(house, administrator, { login: 'noor' }),
  }
}

function wrong(code: string): string {
  return code.replace(/^./, (digit) => String((Number(digit) + 1) % 10))
}

async function everything({ database }: TestHouse): Promise<string> {
  const tables = ['staff', 'session', 'invitation', 'audit', 'outbox']
  const rows = await Promise.all(
    tables.map((table) =>
      database.pool.query<{ row: string }>(`select ${table}::text as row from ${table}`),
    ),
  )
  return rows.flatMap((result) => result.rows.map(({ row }) => row)).join('\n')
}
