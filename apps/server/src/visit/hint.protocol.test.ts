import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import { aNight, typesOf, writes, writesAtDesk } from '../night.fixture.ts'

leaks()

test('P-41 that somebody writes is passed on to the other side, and kept nowhere', async (t) => {
  const { page, deskOf, anOpenTalk, db } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const [phone, desk] = [page(visitor), deskOf(colleague)]
  await Promise.all([phone.one('live'), desk.one('live')])
  const before = await db.selectFrom('outbox').select('seq').execute()
  for (const on of [true, false]) {
    phone.send({ type: 'typing', on })
    desk.send({ type: 'typing', conversation: id, on })
  }

  await until(() => phone.all('typing').length === 2 && desk.all('typing').length === 2)
  deepEqual(phone.all('typing'), [
    { type: 'typing', on: true },
    { type: 'typing', on: false },
  ])
  deepEqual(desk.all('typing'), [
    { type: 'typing', conversation: id, on: true },
    { type: 'typing', conversation: id, on: false },
  ])
  equal((await db.selectFrom('outbox').select('seq').execute()).length, before.length)
})

test('P-41 a page that is there or not is told to the desk as it happens, and stands in its welcome', async (t) => {
  const { page, deskOf, anOpenTalk, clock, db } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const desk = deskOf(colleague)
  await desk.one('live')
  const phone = page(visitor)
  deepEqual(await desk.one('present'), { type: 'present', conversation: id, on: true })
  await phone.one('live')
  // A second tab that closes is not a visitor who leaves.
  const tab = page(visitor)
  await tab.one('live')
  tab.close()
  await tab.ended()
  phone.close()
  await until(() => desk.all('present').at(-1)?.['on'] === false)
  equal(desk.all('present').filter(({ on }) => on === false).length, 1)

  clock.pass({ minutes: 5 })
  await db.updateTable('seat').set({ seen_at: clock.now() }).execute()
  const later = deskOf(colleague)
  const { conversations } = (await later.one('welcome'))['desk'] as {
    conversations: { visitorPresent: boolean }[]
  }
  deepEqual(
    conversations.map((one) => one.visitorPresent),
    [false],
  )
})

test('P-42 how far somebody has read is kept, goes forwards alone, and never past what there is', async (t) => {
  const { page, deskOf, anOpenTalk, db } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const [phone, desk] = [page(visitor), deskOf(colleague)]
  const [mine, theirs] = [writes(visitor), await writesAtDesk(id)]
  await Promise.all([phone.one('live'), desk.one('live')])
  for (let i = 0; i < 2; i++) {
    phone.send((await mine(`page ${i}`)).frame)
    desk.send((await theirs(`desk ${i}`)).frame)
  }
  await until(() => phone.all('ack').length === 2 && desk.all('ack').length === 2)

  for (const seq of [3, 1, 900]) {
    phone.send({ type: 'read', seq })
    desk.send({ type: 'read', conversation: id, seq })
  }
  phone.send({ type: 'ping' })
  desk.send({ type: 'ping' })
  await Promise.all([phone.one('pong'), desk.one('pong')])
  const row = await db
    .selectFrom('conversation')
    .select(['read_by_visitor', 'read_by_counsellor'])
    .where('id', '=', id)
    .executeTakeFirst()
  deepEqual(row, { read_by_visitor: 3, read_by_counsellor: 3 })
  // And nobody is told what is not so.
  deepEqual(phone.all('read'), [{ type: 'read', seq: 3 }])
  deepEqual(desk.all('read'), [{ type: 'read', conversation: id, seq: 3 }])
  const { view } = await page(visitor).one('welcome')
  equal((view as { readByCounsellor: number }).readByCounsellor, 3)
})

test('P-43 a visitor who needs time says so, and their counsellor’s desk shows it', async (t) => {
  const { page, deskOf, anOpenTalk, clock } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const [phone, desk] = [page(visitor), deskOf(colleague)]
  await Promise.all([phone.one('live'), desk.one('live')])
  phone.send({ type: 'time' })

  const { event } = await until(() =>
    desk.all('event').find((one) => JSON.stringify(one).includes('timeAskedAt')),
  )
  const { conversation } = event as { conversation: { id: string; timeAskedAt: string } }
  deepEqual([conversation.id, conversation.timeAskedAt], [id, clock.now().toISOString()])
})

test('P-41 hints in the queue, and after the end, go nowhere', async (t) => {
  const { page, deskOf, aColleague, aVisitor, anOpenTalk, end, close } = await aNight(t)
  const noor = await aColleague({ seat: 'break' })
  const desk = deskOf(noor)
  await desk.one('welcome')
  const waiting = page(await aVisitor())
  await waiting.one('live')
  for (const hint of [{ type: 'typing', on: true }, { type: 'time' }, { type: 'ping' }])
    waiting.send(hint)
  await waiting.one('pong')

  const { visitor, colleague, id } = await anOpenTalk()
  const phone = page(visitor)
  const theirs = deskOf(colleague)
  await Promise.all([phone.one('live'), theirs.one('welcome')])
  await end(colleague, id)
  await close(colleague, id)
  await until(() =>
    theirs.all('event').some((one) => JSON.stringify(one).includes('conversation.gone')),
  )
  theirs.send({ type: 'typing', conversation: id, on: true })
  theirs.send({ type: 'ping' })
  await theirs.one('pong')
  for (const socket of [desk, waiting, phone, theirs])
    equal(typesOf(socket).includes('typing'), false)
})
