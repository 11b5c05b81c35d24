import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import { aNight, numbersOf, typesOf, writes } from '../night.fixture.ts'
import { holdTable } from '../platform/hall.fixture.ts'

leaks()

test('P-08 a page is welcomed, handed what it has not seen, told that it is live, and then kept up', async (t) => {
  const { page, aVisitor } = await aNight(t)
  const visitor = await aVisitor()
  const write = writes(visitor)
  const first = page(visitor)
  for (const text of ['one', 'two', 'three']) first.send((await write(text)).frame)
  await until(() => first.all('ack').length === 3)

  const again = page(visitor, 1)
  await again.one('live')
  first.send((await write('four')).frame)
  await until(() => again.messages().length === 3)

  deepEqual(
    typesOf(again).filter((type) => type !== 'place'),
    ['welcome', 'message', 'message', 'live', 'message'],
  )
  deepEqual(numbersOf(again), [2, 3, 4])
  deepEqual(again.all('live'), [{ type: 'live', seq: 3 }])
  const [welcome] = again.all('welcome')
  equal((welcome?.['view'] as { lastSeq: number } | undefined)?.lastSeq, 3)
})

test('P-08 a page that has seen everything is live at once', async (t) => {
  const { page, aVisitor } = await aNight(t)
  const socket = page(await aVisitor())
  await socket.one('live')
  deepEqual(
    typesOf(socket).filter((type) => type !== 'place'),
    ['welcome', 'live'],
  )
})

test('P-09 what changes while a page is greeted is said after its welcome', async (t) => {
  const night = await aNight(t)
  const { visitor } = await night.anOpenTalk()
  // The greeting has read the conversation and now waits for who speaks for the line in it.
  const certificates = await holdTable(t, night.database, 'certificate')
  const socket = night.page(visitor)
  await until(async () => (await certificates.waiting()) >= 1)
  await new Promise((done) => setTimeout(done, 50))
  const left = night.leave(visitor)
  await new Promise((done) => setTimeout(done, 150))
  await certificates.letGo()
  await left

  const states = () =>
    socket.came.flatMap((frame) =>
      'view' in frame ? [(frame['view'] as { state: string }).state] : [],
    )
  await until(() => states().at(-1) === 'closed')
  await new Promise((done) => setTimeout(done, 100))
  equal(typesOf(socket)[0], 'welcome')
  equal(states().at(-1), 'closed')
})
