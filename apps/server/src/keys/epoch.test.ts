import assert from 'node:assert/strict'
import { test } from 'node:test'
import { directory, giveEpochKeys, myEpochKeys, publishEpoch } from '@veilleuse/contract/keys'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { currentEpoch, verifyChain, verifyVisitorChain } from '@veilleuse/sealing/directory'
import { granted, refusal } from '@veilleuse/testkit/ask'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import { aMember, signsIn } from '@veilleuse/testkit/member'
import {
  aKey,
  anAddition,
  anAppointment,
  anEpoch,
  append,
  opens,
  passedOn,
  publishes,
  type Team,
} from '@veilleuse/testkit/team'
import { aHouse, aTeam, helpline, type TestHouse } from '../people/house.fixture.ts'
import { currentEpochOf, holdsAnyIntakeKey } from './store.ts'
import { statementsFor } from '../line/store.ts'

leaks()

test('each who answers opens the intake key, supervisors the archive too, nobody else any', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const kinds = async (token: string) =>
    (await granted(house.ask(myEpochKeys, { token }))).keys.map((key) => key.kind)
  assert.deepEqual(await kinds(team.sam.token), ['archive', 'intake'])
  assert.deepEqual(await kinds(team.mina.token), ['intake'])
  assert.deepEqual(await kinds(team.administrator.token), [])
  assert.deepEqual(await kinds(team.coordinator.token), [])
  for (const member of [team.sam, team.mina, team.noor]) assert.ok(await opens(team, member))
})

test('what a visitor is given is carried by the pin and names no counsellor', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const now = house.clock.now()
  const line = team.sam.line
  const chain = await statementsFor(house.db, { line, epochs: [1] })
  const read = await verifyVisitorChain(chain, team.root.pin, { line, now })
  assert.equal(read.epoch.number, 1)
  for (const member of [team.mina, team.noor]) {
    for (const statement of chain) assert.ok(!Buffer.from(statement).includes(member.me.id))
  }
})

test('a visitor’s chain holds when an authority is appointed after the epoch', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const second = await aMember(house, team.administrator, { role: 'supervisor' })
  await append(team, team.administrator, await anAppointment(team, second))
  const { line } = team.sam
  const chain = await statementsFor(house.db, { line, epochs: [1] })
  const { epoch } = await verifyVisitorChain(chain, team.root.pin, { line, now: house.clock.now() })
  assert.equal(epoch.number, 1)
})

test('keys for a team of two hundred fit in one publication', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  await house.database.pool.query(
    `insert into staff (id, login, alias, role, state, salt, auth_hash, totp_secret,
       signature_key, box_key, vault, created_at, enrolled_at)
     select gen_random_uuid(), 'volunteer-' || i, 'Volunteer', 'counsellor', state, salt,
       auth_hash, totp_secret, decode(lpad(i::text, 130, '0'), 'hex'),
       decode(lpad(i::text, 130, 'a'), 'hex'), vault, created_at, enrolled_at
     from staff, generate_series(1, 200) i where login = 'mina'`,
  )
  await house.database.pool.query(
    `insert into staff_line (staff_id, line_id)
     select staff.id, line.id from staff, line where login like 'volunteer-%'`,
  )
  const { rows } = await house.database.pool.query<{ id: string }>(
    `select id from staff where login like 'volunteer-%'`,
  )
  const body = await anEpoch(team, { number: 2, rosterOf: [team.sam, team.mina, team.noor] })
  const sealed = body.intake[0]?.sealed ?? ''
  const intake = [...body.intake, ...rows.map(({ id }) => ({ staff: id, sealed }))]
  assert.equal(await publishing(house, team, { ...body, intake }), undefined)
})

test('of two epochs published at once, one lands and the other is told', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const bodies = [await anEpoch(team, { number: 2 }), await anEpoch(team, { number: 2 })]
  const outcomes = await collide(
    house.database,
    helpline,
    bodies.map((body) => () => refusal(house.ask(publishEpoch, { token: team.sam.token, body }))),
  )
  assert.deepEqual(new Set(outcomes), new Set([undefined, 'directory_changed']))
})

type Epoch = Awaited<ReturnType<typeof anEpoch>>
const incomplete: Record<string, (epoch: Epoch, team: Team) => Epoch> = {
  'somebody who answers has no intake key': (epoch) => ({
    ...epoch,
    intake: epoch.intake.slice(1),
  }),
  'somebody has two intake keys': (epoch) => ({
    ...epoch,
    intake: [...epoch.intake.slice(1), ...epoch.intake.slice(1, 2)],
  }),
  'the administrator has an intake key': (epoch, team) => ({
    ...epoch,
    intake: [...epoch.intake, { staff: team.administrator.me.id, sealed: 'AAAA' }],
  }),
  'the supervisor has no archive key': (epoch) => ({ ...epoch, archive: [] }),
  'a counsellor has the archive key': (epoch, team) => ({
    ...epoch,
    archive: [...epoch.archive, { staff: team.mina.me.id, sealed: 'AAAA' }],
  }),
}

for (const [what, change] of Object.entries(incomplete)) {
  test(`no epoch is published in which ${what}`, async (t) => {
    const house = await aHouse(t)
    const team = await aTeam(house)
    const body = change(await anEpoch(team, { number: 2 }), team)
    assert.equal(await publishing(house, team, body), 'malformed')
    await publishes(team, { number: 2 })
  })
}

test('no epoch of another line, of the past, or of a number used before is published', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const other = await anEpoch(team, { number: 2, line: '00000000-0000-4000-8000-000000000000' })
  assert.equal(await publishing(house, team, other), 'malformed')
  const weekAgo = new Date(house.clock.now().getTime() - 7 * 86_400_000)
  const past = await anEpoch(team, { number: 2, from: weekAgo })
  assert.equal(await publishing(house, team, past), 'malformed')
  const again = await anEpoch(team, { number: 1 })
  assert.equal(await publishing(house, team, again), 'not_allowed')
})

test('a machine whose clock is years away publishes no keys, and the next one can', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  for (const clock of ['1970-01-01T00:10:00Z', '2099-06-01T12:00:00Z']) {
    const body = await anEpoch(team, { number: 2, from: new Date(clock) })
    assert.equal(await publishing(house, team, body), 'malformed', clock)
  }
  await publishes(team, { number: 2 })
})

test('an epoch signed by nobody’s key is not published', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const body = await anEpoch(team, { number: 2, by: await aKey() })
  assert.equal(await publishing(house, team, body), 'not_allowed')
})

test('a supervisor who is no authority publishes nothing, though an authority signed it', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const second = await aMember(house, team.administrator, { role: 'supervisor' })
  const body = await anEpoch(team, { number: 2 })
  const answer = house.ask(publishEpoch, { token: second.token, body })
  assert.equal(await refusal(answer), 'not_allowed')
})

test('somebody who comes later is given the keys that run, and opens them', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const { sam } = team
  const newcomer = await aMember(house, team.administrator)
  const at = { line: newcomer.line, staff: newcomer.me.id, now: house.clock.now() }
  const keys = [await passedOn(team, newcomer)]
  const give = () => refusal(house.ask(giveEpochKeys, { token: sam.token, body: { keys } }))

  assert.equal(await give(), 'not_found', 'nobody has signed for them yet')
  await append(team, sam, await anAddition(team, newcomer))
  assert.equal(await holdsAnyIntakeKey(house.db, { ...at, lines: [at.line] }), false)
  assert.equal(await give(), undefined)
  assert.equal(await holdsAnyIntakeKey(house.db, { ...at, lines: [at.line] }), true)
  assert.ok(await opens(team, newcomer))
})

test('nobody spoils the copy a colleague has', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const before = await granted(house.ask(myEpochKeys, { token: team.mina.token }))
  const staff = team.mina.me.id
  const { line } = team.sam
  const keys = [{ line, epoch: 1, kind: 'intake', staff, sealed: toBase64url(new Uint8Array(200)) }]
  await granted(house.ask(giveEpochKeys, { token: team.sam.token, body: { keys } }))
  assert.deepEqual(await granted(house.ask(myEpochKeys, { token: team.mina.token })), before)
})

test('keys are not given of no epoch, to no colleague, or of the archive to a counsellor', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const { line } = team.sam
  const key = { line, epoch: 1, kind: 'intake', staff: team.mina.me.id, sealed: 'AAAA' }
  const wrong = [
    { ...key, epoch: 2 },
    { ...key, epoch: 1.5 },
    { ...key, epoch: 1e300 },
    { ...key, kind: 'archive' },
    { ...key, staff: team.coordinator.me.id },
    { ...key, staff: '00000000-0000-4000-8000-000000000000' },
  ]
  for (const one of wrong) {
    const answer = house.ask(giveEpochKeys, { token: team.sam.token, body: { keys: [one] } })
    assert.equal(await refusal(answer), 'not_found')
  }
})

test('new keys are due when there are none, and two days before the end', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const due = async () => {
    const token = await signsIn(house, team.sam)
    return (await granted(house.ask(directory, { token }))).lines[0]?.rotationDue
  }
  house.clock.pass({ days: 4, hours: 23 })
  assert.equal(await due(), undefined)
  house.clock.pass({ hours: 1 })
  assert.equal(await due(), 'ending')
  house.clock.pass({ days: 2 })
  assert.equal(await due(), 'none')
  assert.equal(await currentEpochOf(house.db, team.sam.line, house.clock.now()), undefined)
})

test('the directory and the database say the same of an epoch', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const { token } = team.sam
  const { statements } = await granted(house.ask(directory, { token }))
  const read = await verifyChain(statements.map(fromBase64url), team.root.pin)
  const now = house.clock.now()
  const said = currentEpoch(read, { line: team.sam.line, now })
  const kept = await currentEpochOf(house.db, team.sam.line, now)
  assert.ok(kept)
  assert.equal(kept.number, said.number)
  assert.deepEqual(new Uint8Array(kept.intakePublic), said.intakeKey)
  assert.deepEqual(new Uint8Array(kept.archivePublic), said.archiveKey)
  assert.deepEqual(new Uint8Array(kept.voicePublic), said.voiceKey)
  assert.deepEqual(kept.validTo, said.validTo)
})

function publishing(house: TestHouse, { sam }: Team, body: Epoch) {
  return refusal(house.ask(publishEpoch, { token: sam.token, body }))
}
