import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { collide } from '@veilleuse/testkit/collide'
import { signOut } from '@veilleuse/contract/account'
import { leaveSeat } from '@veilleuse/contract/desk'
import { leaks } from '@veilleuse/testkit/leaks'
import { openSession } from '../account/session.ts'
import { anEvening, inTurn, served } from '../evening.fixture.ts'
import { dismiss, giveBackVanished } from './actions.ts'
import { seen } from './store.ts'

leaks()

test('a counsellor whose line drops for a minute loses nobody', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)

  await evening.pass({ seconds: 60 }, [mina])
  await evening.deadlines()

  equal((await evening.view(visitor)).state, 'open')
  equal((await evening.desk(mina)).seat.state, 'available')
})

test('a counsellor who vanished gives their visitor back to the head of the queue', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  served(await evening.judge(mina, visitor.id, 'high'))
  const waiting = await evening.aVisitor()

  await evening.pass({ seconds: 61 }, [mina])
  await evening.deadlines()

  const view = await evening.view(visitor)
  equal(view.state, 'waiting')
  equal(view.place?.position, 1)
  equal(view.returnedToQueue, true)
  equal(view.counsellor, undefined)
  equal((await evening.view(waiting)).place?.position, 2)
  equal((await evening.desk(mina)).seat.state, 'away')
  deepEqual((await evening.desk(mina)).conversations, [])
  const noor = await evening.aColleague()
  equal((await evening.ring(noor))?.arrivedAt, '2026-03-10T15:00:00.000Z')
  equal(await evening.accepts(noor), visitor.id)
  equal((await evening.desk(noor)).conversations[0]?.risk, 'high')
})

test('one who waits at the head is served before those who came earlier', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  await evening.aVisitor()
  const first = await evening.accepts(mina)
  const early = await evening.aVisitor()
  served(await evening.end(mina, first))
  served(await evening.close(mina, first))
  equal((await evening.ring(mina))?.conversation, early.id)
  const noor = await evening.aColleague()
  const late = await evening.aVisitor()
  equal(await evening.accepts(noor), late.id)

  await evening.pass({ seconds: 61 }, [mina, noor])
  await evening.deadlines()

  equal((await evening.view(late)).place?.position, 1)
  equal((await evening.view(early)).place?.position, 2)
})

test('who went off with a talk still open and closed the desk gives the visitor back too', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  served(await evening.sit(mina, 'off'))

  await evening.pass({ seconds: 61 }, [mina])
  await evening.deadlines()

  equal((await evening.view(visitor)).state, 'waiting')
  equal((await evening.desk(mina)).seat.state, 'off')
})

test('a record that is still to be written waits for its counsellor', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  served(await evening.end(mina, visitor.id))

  await evening.pass({ minutes: 20 }, [mina, visitor])
  await evening.deadlines()
  await evening.pass({ minutes: 20 })

  equal((await evening.desk(mina)).conversations[0]?.state, 'wrapping_up')
  served(await evening.close(mina, visitor.id))
})

test('a desk that vanished rings for nobody: its ring goes to the next', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  await evening.pass({ seconds: 50 }, [mina])
  const noor = await evening.aColleague()
  const visitor = await evening.aVisitor()
  equal((await evening.ring(mina))?.conversation, visitor.id)

  await evening.pass({ seconds: 11 }, [mina])
  await evening.deadlines()

  equal(await evening.ring(mina), undefined)
  equal((await evening.ring(noor))?.conversation, visitor.id)
})

test('a desk that is back in the very moment it is given up keeps its visitor', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  await evening.pass({ seconds: 61 }, [mina])
  const seat = { table: 'seat', by: 'staff_id', id: mina.id }
  const isBack = () => seen(evening.db, { desks: [mina.id], visitors: [], at: evening.clock.now() })

  const givesBack = () => giveBackVanished(evening.house)
  await collide(evening.database, seat, inTurn(evening, [isBack, givesBack]))

  equal((await evening.view(visitor)).state, 'open')
  equal((await evening.desk(mina)).seat.state, 'available')
})

test('who takes a seat again after an hour is not sent away before the desk is connected', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  await evening.pass({ hours: 1 }, [mina])
  await evening.deadlines()
  equal((await evening.desk(mina)).seat.state, 'away')

  served(await evening.sit(mina, 'available'))
  await evening.deadlines()

  equal((await evening.desk(mina)).seat.state, 'available')
})

test('a locked phone keeps the place for a quarter of an hour, a ghost loses it after', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  const locked = await evening.aVisitor()
  await evening.pass({ seconds: 1 })
  const other = await evening.aVisitor()

  await evening.pass({ minutes: 15 }, [locked])
  await evening.deadlines()
  equal((await evening.view(locked)).place?.position, 1)
  await evening.pass({ seconds: 1 }, [locked])
  await evening.deadlines()

  const view = await evening.view(locked)
  equal(view.state, 'closed')
  deepEqual(view.ending, { why: 'lost', by: 'visitor' })
  equal((await evening.view(other)).place?.position, 1)
})

test('a ghost that rings stops ringing, and the desk rings for the next', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  const ghost = await evening.aVisitor()
  const other = await evening.aVisitor()
  await evening.database.pool.query(`update offer set expires_at = expires_at + interval '1 hour'`)

  await evening.pass({ minutes: 16 }, [ghost])
  await evening.deadlines()

  equal((await evening.ring(mina))?.conversation, other.id)
  equal((await evening.desk(mina)).seat.state, 'available')
})

test('an open talk is never ended because the visitor fell silent', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)

  await evening.pass({ hours: 2 }, [visitor])
  await evening.deadlines()

  equal((await evening.view(visitor)).state, 'open')
})

test('whoever leaves the desk in mid-conversation gives it back to the head at once', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const [talking, recorded] = [await evening.aVisitor(), await evening.aVisitor()]
  await evening.accepts(mina)
  await evening.accepts(mina)
  served(await evening.end(mina, recorded.id))
  const waiting = await evening.aVisitor()

  const { reply } = served(await evening.ask(leaveSeat, { token: mina.token }))

  deepEqual(reply, { state: 'off', limit: 2, taken: 1 })
  equal((await evening.view(talking)).returnedToQueue, true)
  equal((await evening.view(talking)).place?.position, 1)
  equal((await evening.view(waiting)).place?.position, 2)
  // The record is still theirs to write.
  equal((await evening.desk(mina)).conversations[0]?.state, 'wrapping_up')
  equal(await evening.ring(mina), undefined)
})

test('who signs out is rung for no more, and keeps nobody waiting for a grace', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const talking = await evening.aVisitor()
  await evening.accepts(mina)

  served(await evening.ask(signOut, { token: mina.token }))

  equal((await evening.view(talking)).returnedToQueue, true)
  const noor = await evening.aColleague()
  equal((await evening.ring(noor))?.conversation, talking.id)
})

test('who signs out at one of two desks goes on at the other', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const now = evening.clock.now()
  const second = await evening.db.transaction().execute((tx) => openSession(tx, mina.id, now))
  const talking = await evening.aVisitor()
  await evening.accepts(mina)

  served(await evening.ask(signOut, { token: second }))

  equal((await evening.view(talking)).state, 'open')
  equal((await evening.desk(mina)).seat.state, 'available')
})

test('whoever is removed from the team gives their visitors back at once', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)

  await dismiss(evening.house, mina.id)

  const view = await evening.view(visitor)
  equal(view.state, 'waiting')
  equal(view.place?.position, 1)
  equal((await evening.desk(mina)).seat.state, 'off')
})
