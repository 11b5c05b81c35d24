import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  beginEnrolment,
  beginSignIn,
  me,
  people,
  removePerson,
  signInByPassphrase,
} from '@veilleuse/contract/account'
import { directory, myEpochKeys } from '@veilleuse/contract/keys'
import { granted, refusal } from '@veilleuse/testkit/ask'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import { anInvitation, signsIn } from '@veilleuse/testkit/member'
import { publishes } from '@veilleuse/testkit/team'
import { aHouse, aTeam } from './house.fixture.ts'

leaks()

test('administrator and supervisor see who is of the team, without logins', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  await anInvitation(house, team.administrator, { login: 'newcomer', alias: 'Nouvelle' })
  for (const { token } of [team.administrator, team.sam]) {
    const seen = await granted(house.ask(people, { token }))
    assert.deepEqual(
      seen.people.map(({ alias, state, lines }) => ({
        alias,
        state,
        hasKeys: lines.every((line) => line.hasKeys),
      })),
      [
        { alias: 'Agathe', state: 'enrolled', hasKeys: false },
        { alias: 'sam', state: 'in_directory', hasKeys: true },
        { alias: 'mina', state: 'in_directory', hasKeys: true },
        { alias: 'noor', state: 'in_directory', hasKeys: true },
        { alias: 'cleo', state: 'enrolled', hasKeys: false },
        { alias: 'Nouvelle', state: 'invited', hasKeys: false },
      ],
    )
    assert.ok(!JSON.stringify(seen).includes('newcomer'))
  }
})

test('somebody removed is out at once, everywhere, and cannot come back', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const { administrator, mina } = team
  const other = await signsIn(house, mina)
  const salt = await granted(house.ask(beginSignIn, { body: { login: mina.login } }))

  const params = { id: mina.me.id }
  await granted(house.ask(removePerson, { token: administrator.token, params }))

  for (const token of [mina.token, other])
    assert.equal(await refusal(house.ask(me, { token })), 'signed_out')
  house.clock.pass({ seconds: 30 })
  const body = { login: mina.login, auth: mina.auth, code: mina.code() }
  assert.equal(await refusal(house.ask(signInByPassphrase, { body })), 'wrong_secret')
  const still = await granted(house.ask(beginSignIn, { body: { login: mina.login } }))
  assert.deepEqual(still, salt, 'the salt does not tell that somebody has left')

  const told = await house.db.selectFrom('outbox').select('event').orderBy('seq').execute()
  assert.deepEqual(told.at(-1)?.event, { type: 'session.revoked', staff: mina.me.id })
})

test('nothing that opened anything is left of somebody removed', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const { administrator, mina } = team
  const params = { id: mina.me.id }
  await granted(house.ask(removePerson, { token: administrator.token, params }))
  const row = await house.db
    .selectFrom('staff')
    .select(['auth_hash', 'totp_secret', 'vault'])
    .where('id', '=', mina.me.id)
    .executeTakeFirst()
  assert.deepEqual(row, { auth_hash: null, totp_secret: null, vault: null })
  for (const table of ['passkey', 'epoch_key', 'invitation'] as const) {
    const left = await house.db
      .selectFrom(table)
      .select('staff_id')
      .where('staff_id', '=', mina.me.id)
      .execute()
    assert.deepEqual(left, [], table)
  }
})

test('a departure makes new keys due until an authority has published them', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const { administrator, sam, mina, noor } = team
  const due = async () =>
    (await granted(house.ask(directory, { token: sam.token }))).lines[0]?.rotationDue
  assert.equal(await due(), undefined)
  const params = { id: mina.me.id }
  await granted(house.ask(removePerson, { token: administrator.token, params }))
  assert.equal(await due(), 'departure')

  await publishes(team, { number: 2 })
  assert.equal(await due(), undefined)
  const keys = await granted(house.ask(myEpochKeys, { token: noor.token }))
  assert.deepEqual(
    keys.keys.map((key) => key.epoch),
    [2, 1],
  )
})

test('the departure of somebody without keys rotates nothing', async (t) => {
  const house = await aHouse(t)
  const { administrator, sam, coordinator } = await aTeam(house)
  const params = { id: coordinator.me.id }
  await granted(house.ask(removePerson, { token: administrator.token, params }))
  const { lines } = await granted(house.ask(directory, { token: sam.token }))
  assert.deepEqual(
    lines.map(({ rotationDue }) => rotationDue),
    [undefined],
  )
})

test('somebody invited who never came can be taken off the list, link and all', async (t) => {
  const house = await aHouse(t)
  const { administrator } = await aTeam(house)
  const code = await anInvitation(house, administrator, { alias: 'Nouvelle' })
  const { token } = administrator
  const seen = await granted(house.ask(people, { token }))
  const invited = seen.people.find((person) => person.alias === 'Nouvelle')
  assert.ok(invited)
  await granted(house.ask(removePerson, { token, params: { id: invited.id } }))
  assert.equal(await refusal(house.ask(beginEnrolment, { body: { code } })), 'not_found')
})

test('a sign-in that meets a removal does not outlive it', async (t) => {
  const house = await aHouse(t)
  const { administrator, mina } = await aTeam(house)
  house.clock.pass({ seconds: 30 })
  const body = { login: mina.login, auth: mina.auth, code: mina.code() }
  const params = { id: mina.me.id }
  let token: string | undefined
  const signIn = async () => {
    const answer = await house.ask(signInByPassphrase, { body })
    if ('reply' in answer) token = answer.reply.token
  }
  const remove = async () => {
    await granted(house.ask(removePerson, { token: administrator.token, params }))
  }
  await collide(house.database, { table: 'staff', id: mina.me.id }, [signIn, remove])
  // Whichever came first: either nobody was signed in, or the session has ended already.
  if (token !== undefined) assert.equal(await refusal(house.ask(me, { token })), 'signed_out')
  const open = await house.db
    .selectFrom('session')
    .select('id_hash')
    .where('staff_id', '=', mina.me.id)
    .where('revoked_at', 'is', null)
    .execute()
  assert.deepEqual(open, [])
})

test('an administrator does not remove themself, nor anybody nobody knows', async (t) => {
  const house = await aHouse(t)
  const { administrator } = await aTeam(house)
  const remove = (id: string) =>
    refusal(house.ask(removePerson, { token: administrator.token, params: { id } }))
  assert.equal(await remove(administrator.me.id), 'not_allowed')
  assert.equal(await remove('00000000-0000-4000-8000-000000000000'), 'not_found')
})

test('removing somebody twice does it once', async (t) => {
  const house = await aHouse(t)
  const { administrator, mina } = await aTeam(house)
  const params = { id: mina.me.id }
  const remove = () => house.ask(removePerson, { token: administrator.token, params })
  await granted(remove())
  await granted(remove())
  const entries = await house.db
    .selectFrom('audit')
    .select('seq')
    .where('what', '=', 'person.removed')
    .execute()
  assert.equal(entries.length, 1)
})
