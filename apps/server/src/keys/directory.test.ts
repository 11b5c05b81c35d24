import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appendStatement, directory, openDirectory } from '@veilleuse/contract/keys'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { verifyChain } from '@veilleuse/sealing/directory'
import { granted, refusal } from '@veilleuse/testkit/ask'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import { aMember, enrols, type Member } from '@veilleuse/testkit/member'
import {
  aKey,
  anAddition,
  anAppointment,
  anEpoch,
  append,
  aRoot,
  opensDirectory,
  type Team,
} from '@veilleuse/testkit/team'
import { aHouse, aTeam, helpline, type TestHouse } from '../people/house.fixture.ts'

leaks()

test('everybody of the team reads the log that the root carries', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  for (const { token } of [team.administrator, team.coordinator, team.mina]) {
    const { statements } = await granted(house.ask(directory, { token }))
    const read = await verifyChain(statements.map(fromBase64url), team.root.pin)
    assert.deepEqual(
      read.authorities.map((one) => one.staff),
      [team.sam.me.id],
    )
    assert.deepEqual(
      [...read.staff.keys()],
      [team.sam, team.mina, team.noor].map((member) => member.me.id),
    )
    assert.equal(read.epochs.length, 1)
  }
})

test('the directory is opened once', async (t) => {
  const house = await aHouse(t)
  const agathe = await enrols(house, await house.firstCode())
  await opensDirectory(house, agathe)
  const { root } = await aRoot(agathe.me.instance)
  const again = posts(house, agathe, root)
  assert.equal(await again, 'already_there')
})

test('of two roots that arrive at once, one is the root', async (t) => {
  const house = await aHouse(t)
  const agathe = await enrols(house, await house.firstCode())
  const roots = [await aRoot(agathe.me.instance), await aRoot(agathe.me.instance)]
  const outcomes = await collide(
    house.database,
    helpline,
    roots.map(
      ({ root }) =>
        () =>
          posts(house, agathe, root),
    ),
  )
  assert.deepEqual(new Set(outcomes), new Set([undefined, 'already_there']))
})

test('a root of another installation, an unsigned one, and what is no root are refused', async (t) => {
  const house = await aHouse(t)
  const agathe = await enrols(house, await house.firstCode())
  const foreign = await aRoot('another-helpline')
  assert.equal(await posts(house, agathe, foreign.root), 'malformed')
  const { root } = await aRoot(agathe.me.instance)
  const unsigned = root.with(root.length - 1, (root.at(-1) ?? 0) ^ 1)
  assert.equal(await posts(house, agathe, unsigned), 'malformed')
  assert.equal(await posts(house, agathe, root.slice(0, -1)), 'malformed')
  assert.equal(await posts(house, agathe, new Uint8Array()), 'malformed')
})

test('of two statements that follow the same head, one lands and the other is told', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const two = await Promise.all([1, 2].map(() => aMember(house, team.administrator)))
  const statements = await Promise.all(two.map((member) => anAddition(team, member)))
  const outcomes = await collide(
    house.database,
    helpline,
    statements.map(
      (statement) => () =>
        refusal(
          house.ask(appendStatement, {
            token: team.sam.token,
            body: { statement: toBase64url(statement) },
          }),
        ),
    ),
  )
  assert.deepEqual(new Set(outcomes), new Set([undefined, 'directory_changed']))
})

test('who is signed for by an authority is in the directory', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const newcomer = await aMember(house, team.administrator)
  assert.equal(newcomer.me.inDirectory, false)
  await append(team, team.sam, await anAddition(team, newcomer))
  const { db } = house
  const { state } = await db
    .selectFrom('staff')
    .select('state')
    .where('id', '=', newcomer.me.id)
    .executeTakeFirstOrThrow()
  assert.equal(state, 'in_directory')
})

type Attempt = {
  readonly statement: (team: Team, newcomer: Member) => Promise<Uint8Array>
  readonly by: (team: Team, newcomer: Member) => Member
  readonly problem: string
}

const stranger = aKey()
const attempts: Record<string, Attempt> = {
  'an addition signed by nobody’s key': {
    statement: async (team, newcomer) => anAddition(team, newcomer, { by: await stranger }),
    by: (team) => team.sam,
    problem: 'not_allowed',
  },
  'an addition signed by a counsellor': {
    statement: (team, newcomer) => anAddition(team, newcomer, { by: team.mina.signing }),
    by: (team) => team.mina,
    problem: 'not_allowed',
  },
  'an addition posted by a counsellor, though an authority signed it': {
    statement: (team, newcomer) => anAddition(team, newcomer),
    by: (team) => team.mina,
    problem: 'not_allowed',
  },
  'an addition posted by the administrator': {
    statement: (team, newcomer) => anAddition(team, newcomer),
    by: (team) => team.administrator,
    problem: 'not_allowed',
  },
  'a ghost: somebody nobody invited': {
    statement: (team, newcomer) => anAddition(team, newcomer, { as: 'ghost' }),
    by: (team) => team.sam,
    problem: 'malformed',
  },
  'somebody’s name with keys of somebody else': {
    statement: (team, newcomer) => anAddition(team, team.noor, { as: newcomer.me.id }),
    by: (team) => team.sam,
    problem: 'malformed',
  },
  'a coordinator, who sees no conversation': {
    statement: (team) => anAddition(team, team.coordinator),
    by: (team) => team.sam,
    problem: 'not_allowed',
  },
  'an appointment signed by an authority instead of the root': {
    statement: (team) => anAppointment(team, team.sam, team.sam.signing),
    by: (team) => team.administrator,
    problem: 'not_allowed',
  },
  'an appointment posted by a supervisor': {
    statement: (team) => anAppointment(team, team.noor),
    by: (team) => team.sam,
    problem: 'not_allowed',
  },
  'the appointment of a counsellor': {
    statement: (team) => anAppointment(team, team.noor),
    by: (team) => team.administrator,
    problem: 'not_allowed',
  },
  'an epoch by the door of statements, without its keys': {
    statement: async (team) => fromBase64url((await anEpoch(team, { number: 2 })).statement),
    by: (team) => team.sam,
    problem: 'malformed',
  },
}

for (const [what, { statement, by, problem }] of Object.entries(attempts)) {
  test(`refused for the directory: ${what}`, async (t) => {
    const house = await aHouse(t)
    const team = await aTeam(house)
    const newcomer = await aMember(house, team.administrator)
    const before = await granted(house.ask(directory, { token: team.sam.token }))
    const body = { statement: toBase64url(await statement(team, newcomer)) }
    const { token } = by(team, newcomer)
    assert.equal(await refusal(house.ask(appendStatement, { token, body })), problem)
    const after = await granted(house.ask(directory, { token: team.sam.token }))
    assert.deepEqual(after.statements, before.statements)
  })
}

test('a log altered in the database carries nothing more', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const newcomer = await aMember(house, team.administrator)
  const body = { statement: toBase64url(await anAddition(team, newcomer)) }
  await house.db.deleteFrom('directory_statement').where('seq', '=', 3).execute()
  const answer = await house.ask(appendStatement, { token: team.sam.token, body })
  assert.equal(answer.status, 500)
})

function posts(house: TestHouse, by: Member, root: Uint8Array) {
  const body = { statement: toBase64url(root) }
  return refusal(house.ask(openDirectory, { token: by.token, body }))
}
