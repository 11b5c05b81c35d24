import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { signOut } from '@veilleuse/contract/account'
import { problemKinds, problems } from '@veilleuse/contract/problems'
import { forget } from '@veilleuse/contract/visit'
import { granted } from '@veilleuse/testkit/ask'
import type { BareSocket } from '@veilleuse/testkit/bare-socket'
import { aCable } from '@veilleuse/testkit/cable'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import { moveSession } from '../keep/store.ts'
import { aNight, type Night, typesOf, writes, writesAtDesk } from '../night.fixture.ts'
import { holdTable } from './hall.fixture.ts'
import { hashToken, newToken } from './ids.ts'
import { announce, change } from './outbox.ts'
import { endSessionsOf } from '../account/session.ts'
import pg from 'pg'

leaks()

test('P-35 whoever is signed out is off the desk within a second, everywhere', async (t) => {
  const { deskOf, aColleague, ask, anotherServer } = await aNight(t)
  const [mina, noor] = [await aColleague(), await aColleague()]
  const desks = [deskOf(mina), deskOf(mina, {}, await anotherServer())]
  const other = deskOf(noor)
  for (const desk of [...desks, other]) await desk.one('welcome')

  const began = performance.now()
  await granted(ask(signOut, { token: mina.token }))
  for (const desk of desks) deepEqual(await desk.ended(), { code: 4401, reason: 'signed_out' })
  ok(performance.now() - began < 1000)
  equal(other.isOpen(), true)
  deepEqual(await deskOf(mina).ended(), { code: 4401, reason: 'signed_out' })
})

test('P-35 one session that ends leaves the person’s others', async (t) => {
  const { deskOf, aColleague, db, clock, ask } = await aNight(t)
  const mina = await aColleague()
  const { openSession } = await import('../account/session.ts')
  const token = await db.transaction().execute((tx) => openSession(tx, mina.id, clock.now()))
  const [here, there] = [deskOf(mina), deskOf({ ...mina, token })]
  await Promise.all([here.one('welcome'), there.one('welcome')])
  await granted(ask(signOut, { token }))
  await there.ended()
  equal(here.isOpen(), true)
})

test('P-35 a session that ends while its desk is greeted does not stay', async (t) => {
  const { deskOf, aColleague, database, db, clock, board } = await aNight(t)
  const mina = await aColleague()
  const seats = await holdTable(t, database, 'seat')
  const desk = deskOf(mina)
  await until(async () => (await seats.waiting()) >= 1)
  await change(db, (tx) => endSessionsOf(tx, mina.id, clock.now()))
  await new Promise((done) => setTimeout(done, 100))
  await seats.letGo()

  deepEqual(await desk.ended(), { code: 4401, reason: 'signed_out' })
  await until(() => board.hub.desks.at(mina.id).length === 0)
})

test('P-35 what an ended socket sends is not heard, though it has not yet agreed to the end', async (t) => {
  const { deskOf, anOpenTalk, port, ask, stored, board } = await aNight(t)
  const { colleague, id } = await anOpenTalk()
  const cable = await aCable(t, { to: { port } })
  const desk = deskOf(colleague, {}, `http://localhost:${cable.port}`)
  await desk.one('live')
  const message = await (await writesAtDesk(id))('one more thing')
  cable.hold('answers')
  await granted(ask(signOut, { token: colleague.token }))
  await until(() => board.hub.desks.at(colleague.id).length === 0)
  desk.send(message.frame)
  await new Promise((done) => setTimeout(done, 150))

  deepEqual(await stored(id), [])
  cable.letGo()
  await desk.ended()
})

test('P-36 a visit that moves to another page leaves the old one', async (t) => {
  const { page, aVisitor, db } = await aNight(t)
  const visitor = await aVisitor()
  const old = page(visitor)
  await old.one('live')
  const token = newToken()
  await change(db, async (tx) => {
    await moveSession(tx, visitor.id, hashToken(token))
    announce(tx, { type: 'visit.moved', conversation: visitor.id })
  })

  deepEqual(await old.ended(), { code: 4409, reason: 'already_there' })
  const there = page({ ...visitor, token })
  await there.one('live')
  deepEqual(await page(visitor).ended(), { code: 4401, reason: 'signed_out' })
  equal(there.isOpen(), true)
})

test('P-36 a visit that moves while its old page is greeted leaves it all the same', async (t) => {
  const { page, aVisitor, db, database, board } = await aNight(t)
  const visitor = await aVisitor()
  const conversations = await holdTable(t, database, 'conversation')
  const old = page(visitor)
  await until(async () => (await conversations.waiting()) >= 1)
  // Let the token be looked at, and nothing more.
  await conversations.letGo()
  await change(db, async (tx) => {
    await moveSession(tx, visitor.id, hashToken(newToken()))
    announce(tx, { type: 'visit.moved', conversation: visitor.id })
  })
  // It came before the move or after it: the one is told where the visit goes on.
  const end = await old.ended()
  ok('code' in end && [4401, 4409].includes(end.code), JSON.stringify(end))
  await until(() => board.hub.visitors.at(visitor.id).length === 0)
})

test('P-37 an erased conversation is gone from its pages', async (t) => {
  const { page, deskOf, anOpenTalk, ask } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const pages = [page(visitor), page(visitor)]
  const desk = deskOf(colleague)
  for (const socket of [...pages, desk]) await socket.one('live')
  await granted(ask(forget, { token: visitor.token }))

  for (const socket of pages) deepEqual(await socket.ended(), { code: 4410, reason: 'gone' })
  // Its counsellor sees that there is nothing left to read, and still writes the record.
  const told = await until(() =>
    desk.all('event').find(({ event }) => JSON.stringify(event).includes('"erased":true')),
  )
  ok(JSON.stringify(told).includes(id))
  deepEqual(await page(visitor).ended(), { code: 4401, reason: 'signed_out' })
})

test('P-38 a server that stops says so to everybody, and waits for nobody for long', async (t) => {
  const { page, deskOf, aVisitor, aColleague, port, stop, house } = await aNight(t)
  const cable = await aCable(t, { to: { port } })
  const [phone, desk] = [page(await aVisitor()), deskOf(await aColleague())]
  const deaf = page(await aVisitor(), 0, `http://localhost:${cable.port}`)
  for (const socket of [phone, desk, deaf]) await socket.one('welcome')
  cable.hold('everything')

  const began = performance.now()
  stop()
  for (const socket of [phone, desk])
    deepEqual(await socket.ended(), { code: 1012, reason: 'restarting' })
  await house.app.close()
  ok(performance.now() - began < 4000)
})

for (const [moment, table] of [
  ['before it knows who is there', 'conversation'],
  ['in the middle of a greeting', 'outbox'],
] as const)
  test(`P-38 a server that loses its database ${moment} asks to come back, and forgets the page`, async (t) => {
    const { page, aVisitor, database, board } = await aNight(t)
    const visitor = await aVisitor()
    const held = await holdTable(t, database, table)
    const socket = page(visitor)
    await until(async () => (await held.waiting()) >= 1)
    await losesDatabase(socket, database)
    equal(board.hub.visitors.at(visitor.id).length, 0)
    await held.letGo()
    await page(visitor).one('live')
  })

test('P-38 a desk that loses the database in the middle of its greeting is forgotten, too', async (t) => {
  const { deskOf, aColleague, database, board } = await aNight(t)
  const mina = await aColleague()
  const held = await holdTable(t, database, 'offer')
  const socket = deskOf(mina)
  await until(async () => (await held.waiting()) >= 1)
  await losesDatabase(socket, database)
  equal(board.hub.desks.at(mina.id).length, 0)
  await held.letGo()
  await deskOf(mina).one('welcome')
})

test('P-39 the code a socket ends with says whether to come back', () => {
  const codes = Object.fromEntries(
    Object.entries(problems).map(([code, { kind }]) => [code, problemKinds[kind].close]),
  )
  deepEqual(
    {
      malformed: codes['malformed'],
      protocol_too_old: codes['protocol_too_old'],
      signed_out: codes['signed_out'],
      gone: codes['gone'],
      too_fast: codes['too_fast'],
      restarting: codes['restarting'],
      internal: codes['internal'],
    },
    {
      malformed: 4400,
      protocol_too_old: 4400,
      signed_out: 4401,
      gone: 4410,
      too_fast: 4429,
      restarting: 1013,
      internal: 1011,
    },
  )
})

test('P-40 a page that leaves is gone at once, for the queue and for its counsellor', async (t) => {
  const { page, deskOf, anOpenTalk, board } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const [phone, desk] = [page(visitor), deskOf(colleague)]
  await Promise.all([phone.one('live'), desk.one('live')])
  phone.send((await writes(visitor)('bye')).frame)
  phone.close()
  await phone.ended()
  await until(() => board.hub.visitors.at(id).length === 0)
  await until(() => desk.all('present').at(-1)?.['on'] === false)
  ok(typesOf(desk).includes('message'), 'what was said before the end is heard')
})

/** Ends whatever of the database waits for a lock, until the page has been told to come back. */
async function losesDatabase(socket: BareSocket, { url }: Night['database']): Promise<void> {
  // On a line of its own: those of the house are what is lost here.
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  try {
    await until(async () => {
      await other.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      )
      return !socket.isOpen()
    })
  } finally {
    await other.end()
  }
  deepEqual(await socket.ended(), { code: 1013, reason: 'restarting' })
}
