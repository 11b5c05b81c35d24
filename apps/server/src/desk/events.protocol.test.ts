import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { DeskView } from '@veilleuse/contract/desk'
import { toDesk, type ToDesk } from '@veilleuse/contract/socket-desk'
import { onDesk } from '@veilleuse/domain/desk'
import type { BareSocket } from '@veilleuse/testkit/bare-socket'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import * as v from 'valibot'
import { aNight, numbersOf, typesOf, writes } from '../night.fixture.ts'
import { holdTable } from '../platform/hall.fixture.ts'

leaks()

type Event = Extract<ToDesk, { type: 'event' }>

test('P-10 a desk is welcomed with all it holds, as of one number of the feed', async (t) => {
  const { deskOf, anOpenTalk, desk } = await aNight(t)
  const { colleague, id } = await anOpenTalk()
  const socket = deskOf(colleague)
  await socket.one('live')

  equal(typesOf(socket)[0], 'welcome')
  const { feed, desk: shown } = welcomeOf(socket)
  ok(feed > 0)
  deepEqual(shown, await desk(colleague))
  deepEqual(
    shown.conversations.map((one) => one.id),
    [id],
  )
  deepEqual(socket.all('live'), [{ type: 'live', conversation: id, seq: 0 }])
})

test('P-10 what was said in its conversations comes after what the desk has seen of each', async (t) => {
  const { deskOf, page, anOpenTalk } = await aNight(t)
  const { colleague, visitor, id } = await anOpenTalk()
  const visitors = page(visitor)
  const write = writes(visitor)
  for (const text of ['one', 'two', 'three']) visitors.send((await write(text)).frame)
  await until(() => visitors.all('ack').length === 3)

  const [fresh, back] = [deskOf(colleague), deskOf(colleague, { [id]: 2 })]
  await Promise.all([fresh.one('live'), back.one('live')])
  deepEqual(numbersOf(fresh, id), [1, 2, 3])
  deepEqual(numbersOf(back, id), [3])
})

test('P-10 what a desk missed while it was greeted is told after its welcome', async (t) => {
  const night = await aNight(t)
  const colleague = await night.aColleague()
  // The greeting has begun to read the desk and now waits for its rings.
  const offers = await holdTable(t, night.database, 'offer')
  const socket = night.deskOf(colleague)
  await until(async () => (await offers.waiting()) >= 1)
  await new Promise((done) => setTimeout(done, 50))
  const sat = night.sit(colleague, 'break')
  await new Promise((done) => setTimeout(done, 150))
  await offers.letGo()
  await sat
  await socket.one('welcome')

  await until(() => pictureOf(socket).seat.state === 'break')
  deepEqual(byId(pictureOf(socket)), byId(await night.desk(colleague)))
})

test('P-11 the welcome and every event since are what a fresh welcome would be', async (t) => {
  const night = await aNight(t)
  const team = [await night.aColleague(), await night.aColleague(), await night.aColleague()]
  const [mina, noor] = team
  if (!mina || !noor) throw new Error('nobody is there')
  const sockets: BareSocket[] = []
  let busy = true

  // Desks come while rings, acceptances, endings and breaks go on, each at its own pace.
  const arrivals = (async () => {
    while (busy) {
      await night.aVisitor()
      await Promise.all(
        team.map(async (one) => {
          const ring = await night.ring(one)
          if (ring) await night.accept(one, ring.id)
          const [held] = (await night.desk(one)).conversations
          if (held?.state === 'open') await night.end(one, held.id)
          else if (held) await night.close(one, held.id)
        }),
      )
    }
  })()
  const breaks = (async () => {
    while (busy)
      for (const state of ['break', 'available'] as const) {
        await night.sit(mina, state)
        await night.sit(noor, state)
      }
  })()
  const told = () => sockets.reduce((sum, socket) => sum + eventsOf(socket).length, 0)
  // As many as a slow machine needs for enough to happen.
  while (sockets.length < 20 || (told() < 60 && sockets.length < 80)) {
    sockets.push(night.deskOf(mina))
    await new Promise((done) => setTimeout(done, 40))
  }
  busy = false
  await Promise.all([arrivals, breaks])

  const last = night.deskOf(mina)
  await last.one('welcome')
  const fresh = byId(welcomeOf(last).desk)
  for (const socket of sockets) {
    await socket.one('welcome')
    await until(() => isDeepStrictEqual(byId(pictureOf(socket)), fresh), { called: 'one picture' })
  }
  ok(told() > 20, `only ${told()} events were told`)
})

test('P-12 the numbers of a desk’s events grow, each names the one before, and others’ lie between', async (t) => {
  const { deskOf, aColleague, aVisitor, sit, accepts } = await aNight(t)
  const mina = await aColleague()
  const socket = deskOf(mina)
  await socket.one('welcome')
  const noor = await aColleague({ seat: 'break' })
  for (const state of ['available', 'break', 'available', 'break'] as const) {
    await sit(noor, state)
    await sit(mina, state)
  }
  await aVisitor()
  await sit(mina, 'available')
  const id = await accepts(mina)
  const held = () => pictureOf(socket).conversations.some((one) => one.id === id)
  // The seat is the last of what an acceptance tells.
  await until(() => held() && pictureOf(socket).seat.taken === 1)

  let before = welcomeOf(socket).feed
  let leaps = 0
  for (const { feed, after } of eventsOf(socket)) {
    equal(after, before)
    ok(feed > after)
    if (feed > after + 1) leaps += 1
    before = feed
  }
  ok(leaps > 0, 'nobody else’s events lay between')
  // The pong counts as the desk does, or it would ask for a fresh welcome again and again.
  socket.send({ type: 'ping' })
  equal((await socket.one('pong'))['feed'], before)
})

test('P-12 an event carries its view whole: heard twice it changes nothing more', async (t) => {
  const { deskOf, aColleague, aVisitor, accepts, judge, end, close, desk } = await aNight(t)
  const mina = await aColleague()
  const socket = deskOf(mina)
  await socket.one('welcome')
  await aVisitor()
  const id = await accepts(mina)
  await judge(mina, id, 'medium')
  await end(mina, id)
  await close(mina, id)
  await until(() => pictureOf(socket).seat.taken === 0 && eventsOf(socket).length > 5)

  const { desk: first } = welcomeOf(socket)
  const events = eventsOf(socket).map(({ event }) => event)
  const once = events.reduce(onDesk<DeskView>, first)
  const twice = events.flatMap((event) => [event, event]).reduce(onDesk<DeskView>, first)
  deepEqual(twice, once)
  deepEqual(byId(once), byId(await desk(mina)))
})

test('P-12 nobody is told of a colleague’s conversations', async (t) => {
  const { deskOf, page, aColleague, anOpenTalk, end } = await aNight(t)
  const noor = await aColleague({ seat: 'break' })
  const socket = deskOf(noor)
  await socket.one('welcome')
  const { colleague, visitor, id } = await anOpenTalk()
  const visitors = page(visitor)
  visitors.send((await writes(visitor)('for Mina alone')).frame)
  await visitors.one('ack')
  await end(colleague, id)
  await new Promise((done) => setTimeout(done, 100))

  deepEqual(eventsOf(socket), [])
  deepEqual(socket.messages(), [])
  const besideTheQueue = framesOf(socket).filter((frame) => frame.type !== 'queue')
  equal(JSON.stringify(besideTheQueue).includes(id), false)
})

test('P-13 the queue and the places in it come whole, when they have changed', async (t) => {
  const { deskOf, page, aColleague, aVisitor, leave, clock } = await aNight(t)
  const mina = await aColleague({ seat: 'break' })
  const socket = deskOf(mina)
  const first = await aVisitor()
  clock.pass({ seconds: 1 })
  const second = await aVisitor()
  const waiting = page(second)
  const rows = () =>
    queuesOf(socket)
      .at(-1)
      ?.queue.map((row) => row.conversation)
  await until(() => rows()?.length === 2)
  deepEqual(rows(), [first.id, second.id])
  equal((await waiting.one('welcome'))['view'] !== undefined, true)

  await leave(first)
  await until(() => rows()?.length === 1)
  deepEqual(rows(), [second.id])
  const place = await until(() => waiting.all('place').at(-1))
  equal((place['place'] as { position: number }).position, 1)

  const before = queuesOf(socket).length
  await new Promise((done) => setTimeout(done, 900))
  equal(queuesOf(socket).length, before, 'what has not changed is not said again')
})

function framesOf(socket: BareSocket): ToDesk[] {
  return socket.came.flatMap((frame) =>
    frame instanceof Uint8Array ? [] : [v.parse(toDesk, frame)],
  )
}

function welcomeOf(socket: BareSocket): Extract<ToDesk, { type: 'welcome' }> {
  const [first] = framesOf(socket)
  if (first?.type !== 'welcome') throw new Error('the desk was not welcomed')
  return first
}

function eventsOf(socket: BareSocket): Event[] {
  return framesOf(socket).filter((frame) => frame.type === 'event')
}

function queuesOf(socket: BareSocket) {
  return framesOf(socket).filter((frame) => frame.type === 'queue')
}

/** What a screen shows: the welcome with every event since, none of them lost or skipped. */
function pictureOf(socket: BareSocket): DeskView {
  let { desk, feed } = welcomeOf(socket)
  for (const event of eventsOf(socket)) {
    if (event.feed <= feed) continue
    if (event.after > feed) throw new Error('an event was skipped')
    desk = onDesk(desk, event.event)
    feed = event.feed
  }
  const queue = queuesOf(socket).at(-1)
  return queue ? { ...desk, lines: [queue.line], queue: queue.queue } : desk
}

function byId({
  seat,
  offers,
  conversations,
}: Pick<DeskView, 'seat' | 'offers' | 'conversations'>) {
  const sorted = <One extends { id: string }>(all: readonly One[]) =>
    all.toSorted((a, b) => a.id.localeCompare(b.id))
  return { seat, offers: sorted(offers), conversations: sorted(conversations) }
}
