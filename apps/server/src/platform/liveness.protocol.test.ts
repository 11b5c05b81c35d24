import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { visitorHello, aBareSocket } from '@veilleuse/testkit/bare-socket'
import { aCable } from '@veilleuse/testkit/cable'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import { aNight, numbersOf, writes, writesAtDesk } from '../night.fixture.ts'

leaks()

test('P-29 a ping is answered with how far everything has been handed over', async (t) => {
  const { page, deskOf, anOpenTalk } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const [phone, desk] = [page(visitor), deskOf(colleague)]
  await Promise.all([phone.one('live'), desk.one('live')])
  phone.send({ type: 'ping' })
  deepEqual(await phone.one('pong'), { type: 'pong', seq: 0 })

  phone.send((await writes(visitor)('one')).frame)
  await until(() => desk.messages().length === 1)
  desk.send((await (await writesAtDesk(id))('two')).frame)
  await until(() => phone.messages().length === 1)
  phone.send({ type: 'ping' })
  desk.send({ type: 'ping' })

  deepEqual(await until(() => phone.all('pong')[1]), { type: 'pong', seq: 2 })
  const pong = await desk.one('pong')
  deepEqual(pong['seqs'], { [id]: 2 })
  const told = desk.all('event').at(-1) ?? (await desk.one('welcome'))
  equal(pong['feed'], told['feed'])
})

test('P-30 a socket that is silent for too long is dropped; one that answers stays', async (t) => {
  const patience = { beatSeconds: 0.05, silenceSeconds: 0.3 }
  const { origin, page, aVisitor, board } = await aNight(t, { patience })
  const [there, gone] = [await aVisitor(), await aVisitor()]
  const answering = page(there)
  const mute = aBareSocket(t, `${origin}/visit/socket`, { mute: true })
  mute.send(visitorHello(gone.token))
  await Promise.all([answering.one('live'), mute.one('live')])

  deepEqual(await mute.ended(), { code: 1006, reason: '' })
  await until(() => board.hub.visitors.at(gone.id).length === 0)
  equal(answering.isOpen(), true)
  equal(board.hub.visitors.at(there.id).length, 1)
})

test('P-30 a line that has died without a word is noticed, and the page is no longer there', async (t) => {
  const patience = { beatSeconds: 0.05, silenceSeconds: 0.3 }
  const { page, deskOf, anOpenTalk, board, port } = await aNight(t, { patience })
  const { visitor, colleague, id } = await anOpenTalk()
  const cable = await aCable(t, { to: { port } })
  const desk = deskOf(colleague)
  await page(visitor, 0, `http://localhost:${cable.port}`).one('live')
  await until(() => desk.all('present').at(-1)?.['on'] === true)

  cable.hold('everything')
  await until(() => desk.all('present').at(-1)?.['on'] === false)
  deepEqual(desk.all('present').at(-1), { type: 'present', conversation: id, on: false })
  equal(board.hub.visitors.at(id).length, 0)
})

test('P-32 a page that does not read is let go of, and reads on where it was when it is back', async (t) => {
  const { page, deskOf, anOpenTalk, board, port, clock } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const cable = await aCable(t, { to: { port } })
  const slow = page(visitor, 0, `http://localhost:${cable.port}`)
  const [quick, desk] = [page(visitor), deskOf(colleague)]
  await Promise.all([slow.one('live'), quick.one('live'), desk.one('live')])
  const write = await writesAtDesk(id)
  const long = 'x'.repeat(16_000)

  cable.hold('answers')
  let said = 0
  while (board.hub.visitors.at(id).length === 2) {
    ok(said < 3000, 'fifty megabytes unread, and still there')
    clock.pass({ seconds: 10 })
    for (let i = 0; i < 20; i++) desk.send((await write(long)).frame)
    said += 20
    await until(() => desk.all('ack').length === said)
  }
  // Whoever reads is none the worse for it.
  await until(() => quick.messages().length === said)
  equal(quick.isOpen(), true)

  cable.letGo()
  await slow.ended()
  const seen = numbersOf(slow).length
  ok(seen < said, `${seen} of ${said} were read`)
  const back = page(visitor, seen, `http://localhost:${cable.port}`)
  await back.one('live')
  deepEqual(
    [...numbersOf(slow), ...numbersOf(back)],
    Array.from({ length: said }, (_, i) => i + 1),
  )
})
