import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { maxFrameBytes, writeSaid } from '@veilleuse/contract/frame'
import { uuidv7 } from '@veilleuse/sealing/bytes'
import { makeSigningPair } from '@veilleuse/sealing/keys'
import type { BareSocket } from '@veilleuse/testkit/bare-socket'
import { aCable } from '@veilleuse/testkit/cable'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import pg from 'pg'
import {
  aNight,
  answersOf,
  numbersOf,
  typesOf,
  writer,
  writes,
  writesAtDesk,
} from '../night.fixture.ts'
import { Problem } from '../platform/problem.ts'

leaks()

test('P-14 a message is known by the id its writer gave it: sent again it is stored once', async (t) => {
  const { page, aVisitor, stored } = await aNight(t)
  const visitor = await aVisitor()
  const { id, frame } = await writes(visitor)('are you there')
  const socket = page(visitor)
  socket.send(frame)
  socket.send(frame)
  await until(() => socket.all('ack').length === 2)
  const again = page(visitor)
  again.send(frame)
  await again.one('ack')

  const at = socket.all('ack')[0]?.['at']
  for (const ack of [...socket.all('ack'), ...again.all('ack')])
    deepEqual(ack, { type: 'ack', id, seq: 1, at })
  deepEqual(await stored(visitor.id), [{ seq: 1, id }])
})

test('P-14 of the same message on two sockets at once one is stored', async (t) => {
  const { page, aVisitor, stored } = await aNight(t)
  const visitor = await aVisitor()
  const { id, frame } = await writes(visitor)('are you there')
  const sockets = Array.from({ length: 5 }, () => page(visitor))
  for (const socket of sockets) await socket.one('live')
  for (const socket of sockets) socket.send(frame)
  for (const socket of sockets) equal((await socket.one('ack'))['seq'], 1)
  deepEqual(await stored(visitor.id), [{ seq: 1, id }])
})

test('P-15 other words under the id of a stored message are malformed', async (t) => {
  const { page, aVisitor, stored } = await aNight(t)
  const visitor = await aVisitor()
  const write = writes(visitor)
  const { id, frame } = await write('what I said')
  const socket = page(visitor)
  socket.send(frame)
  await socket.one('ack')
  socket.send((await write('what I did not say', id)).frame)

  deepEqual(await socket.one('problem'), { type: 'problem', problem: 'malformed', id })
  deepEqual(await stored(visitor.id), [{ seq: 1, id }])
  socket.send((await write('and more')).frame)
  await until(() => socket.all('ack').length === 2)
})

test('P-16 nobody is told of a message before it is stored for good', async (t) => {
  const { page, deskOf, anOpenTalk, database } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const [socket, desk] = [page(visitor), deskOf(colleague)]
  await Promise.all([socket.one('live'), desk.one('live')])
  const holder = new pg.Client(database.config)
  t.after(() => holder.end())
  await holder.connect()
  await holder.query('begin')
  await holder.query('select 1 from conversation where id = $1 for update', [id])

  socket.send((await writes(visitor)('wait')).frame)
  await new Promise((done) => setTimeout(done, 200))
  deepEqual([socket.all('ack'), desk.messages()], [[], []])
  await holder.query('commit')
  await socket.one('ack')
  await until(() => desk.messages().length === 1)
})

test('P-16 the acknowledgement tells when and as what it was stored, as everybody is told', async (t) => {
  const { page, deskOf, anOpenTalk, database } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const [socket, desk] = [page(visitor), deskOf(colleague)]
  await Promise.all([socket.one('live'), desk.one('live')])
  const write = await writesAtDesk(id)
  const message = await write('I am here')
  desk.send(message.frame)

  const ack = await desk.one('ack')
  const { rows } = await database.pool.query<{ at: Date }>('select at from message')
  const at = rows[0]?.at.toISOString()
  deepEqual(ack, { type: 'ack', conversation: id, id: message.id, seq: 1, at })
  await until(() => socket.messages().length === 1)
  deepEqual(desk.messages(), [], 'who wrote it needs no copy')
})

test('P-17 the messages of a conversation are numbered from one without a gap, whoever writes', async (t) => {
  const { page, deskOf, anOpenTalk, stored } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const other = await anOpenTalk()
  const pages = [page(visitor), page(visitor)]
  const desks = [deskOf(colleague), deskOf(colleague)]
  const [mine, theirs] = [writes(visitor), await writesAtDesk(id)]
  for (const socket of [...pages, ...desks]) await socket.one('live')
  for (let i = 0; i < 4; i++) {
    for (const socket of pages) socket.send((await mine(`page ${i}`)).frame)
    for (const socket of desks) socket.send((await theirs(`desk ${i}`)).frame)
    // A message of nobody's conversation takes no number.
    desks[0]?.send((await (await writesAtDesk(other.id))('not mine')).frame)
  }
  const sockets = [...pages, ...desks]
  await until(() => sockets.every((socket) => socket.all('ack').length === 4))

  const numbers = Array.from({ length: 16 }, (_, i) => i + 1)
  deepEqual(
    (await stored(id)).map(({ seq }) => seq),
    numbers,
  )
  const acknowledged = sockets.flatMap((socket) => socket.all('ack').map((ack) => ack['seq']))
  deepEqual(
    acknowledged.toSorted((a, b) => Number(a) - Number(b)),
    numbers,
  )
})

test('P-18 everybody in a conversation is handed the same messages, in order, once', async (t) => {
  const { page, deskOf, anOpenTalk } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const [phone, desk] = [page(visitor), deskOf(colleague)]
  const listeners = [page(visitor), deskOf(colleague)]
  const [mine, theirs] = [writes(visitor), await writesAtDesk(id)]
  for (const socket of [phone, desk, ...listeners]) await socket.one('live')
  for (let i = 0; i < 10; i++) {
    phone.send((await mine(`page ${i}`)).frame)
    desk.send((await theirs(`desk ${i}`)).frame)
  }
  // Somebody who comes in the middle of it.
  listeners.push(page(visitor))
  await until(() => listeners.every((socket) => socket.messages().length === 20))

  const numbers = Array.from({ length: 20 }, (_, i) => i + 1)
  for (const socket of listeners) deepEqual(numbersOf(socket, id), numbers)
  // Who writes hears the others, and nothing twice.
  for (const socket of [phone, desk]) {
    const acknowledged = socket.all('ack').map((ack) => Number(ack['seq']))
    const known = new Set([...numbersOf(socket), ...acknowledged])
    deepEqual(
      [...known].toSorted((a, b) => a - b),
      numbers,
    )
    deepEqual(
      numbersOf(socket),
      numbersOf(socket).toSorted((a, b) => a - b),
    )
  }
})

test('P-19 a message whose push was lost comes with the next one, or when the page pings', async (t) => {
  const { page, aVisitor, database } = await aNight(t)
  const visitor = await aVisitor()
  const write = writes(visitor)
  const [writing, reading] = [page(visitor), page(visitor)]
  await Promise.all([writing.one('live'), reading.one('live')])
  // Stored by a server that died before it told anybody.
  const unheard = () =>
    database.pool.query(
      `with counted as (
         update conversation set last_seq = last_seq + 1 where id = $1 returning last_seq
       )
       insert into message (conversation_id, seq, id, by_helpline, envelope)
       select $1, last_seq, $2, false, '\\x01' from counted`,
      [visitor.id, uuidv7(new Date())],
    )
  await unheard()
  writing.send((await write('said after it')).frame)
  await until(() => reading.messages().length === 2)
  deepEqual(numbersOf(reading), [1, 2])

  await unheard()
  reading.send({ type: 'ping' })
  await until(() => reading.messages().length === 3)
  deepEqual(numbersOf(reading), [1, 2, 3])
})

test('P-19 what is said at another server comes with the next ping', async (t) => {
  const { page, deskOf, anOpenTalk, anotherServer } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const elsewhere = await anotherServer()
  const [phone, desk] = [page(visitor), deskOf(colleague, {}, elsewhere)]
  await Promise.all([phone.one('live'), desk.one('live')])
  const write = writes(visitor)
  for (const text of ['one', 'two']) phone.send((await write(text)).frame)
  await until(() => phone.all('ack').length === 2)
  desk.send({ type: 'ping' })
  await until(() => desk.messages().length === 2)

  desk.send((await (await writesAtDesk(id))('three')).frame)
  equal((await desk.one('ack'))['seq'], 3)
  phone.send({ type: 'ping' })
  await until(() => phone.messages().length >= 1)
  equal(numbersOf(phone).at(-1), 3)
})

test('P-20 whoever sees a gap asks for more, and is handed everything after it again', async (t) => {
  const { page, deskOf, anOpenTalk } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const [phone, desk] = [page(visitor), deskOf(colleague)]
  const write = writes(visitor)
  for (let i = 0; i < 5; i++) phone.send((await write(`line ${i}`)).frame)
  await until(() => desk.messages().length === 5 && phone.all('ack').length === 5)

  desk.send({ type: 'more', conversation: id, after: 2 })
  phone.send({ type: 'more', after: 3 })
  await until(() => desk.messages().length === 8 && phone.messages().length === 2)
  deepEqual(numbersOf(desk).slice(5), [3, 4, 5])
  deepEqual(numbersOf(phone), [4, 5])
  await until(() => phone.all('live').length === 2)
  deepEqual(phone.all('live').at(-1), { type: 'live', seq: 5 })

  // And what is said next comes once, however often was asked.
  for (let i = 0; i < 3; i++) desk.send({ type: 'more', conversation: id, after: 5 })
  phone.send((await write('next')).frame)
  await until(() => numbersOf(desk).includes(6))
  await new Promise((done) => setTimeout(done, 100))
  deepEqual(numbersOf(desk).slice(8), [6])
})

test('P-21 a backlog of any length comes whole over a slow line, without ending the socket', async (t) => {
  const { page, aVisitor, database, port } = await aNight(t)
  const visitor = await aVisitor()
  // More than twenty megabytes: twenty times what a socket may leave unread.
  const last = 1400
  await database.pool.query(
    `insert into message (conversation_id, seq, id, by_helpline, envelope)
     select $1, n, gen_random_uuid(), false, convert_to(repeat('x', 16000), 'utf8')
     from generate_series(1, $2::int) n`,
    [visitor.id, last],
  )
  await database.pool.query('update conversation set last_seq = $1 where id = $2', [
    last,
    visitor.id,
  ])
  const cable = await aCable(t, { to: { port } })
  const socket = page(visitor, 5, `http://localhost:${cable.port}`)
  await until(() => socket.messages().length > 0)
  cable.hold('answers')
  await new Promise((done) => setTimeout(done, 300))
  cable.letGo()
  await socket.one('live')

  deepEqual(
    numbersOf(socket),
    Array.from({ length: last - 5 }, (_, i) => i + 6),
  )
  equal(socket.isOpen(), true)
  socket.send((await writes(visitor)('and on')).frame)
  equal((await socket.one('ack'))['seq'], last + 1)
})

test('P-22 what one socket sends of a conversation is stored in the order it was sent', async (t) => {
  const { page, aVisitor, stored } = await aNight(t)
  const visitor = await aVisitor()
  const write = writes(visitor)
  const messages = await Promise.all(Array.from({ length: 15 }, (_, i) => write(`line ${i}`)))
  const socket = page(visitor)
  for (const { frame } of messages) socket.send(frame)
  await until(() => socket.all('ack').length === 15)
  deepEqual(
    (await stored(visitor.id)).map(({ id }) => id),
    messages.map(({ id }) => id),
  )
})

test('P-22 a second copy that is refused for now holds up nobody', async (t) => {
  let away = false
  const { page, aVisitor } = await aNight(t, {
    around: (append) => ({
      ...append,
      append: (said) => (away ? Promise.reject(new Problem('restarting', 2)) : append.append(said)),
    }),
  })
  const visitor = await aVisitor()
  const write = writes(visitor)
  const [first, second] = [await write('one'), await write('two')]
  const socket = page(visitor)
  socket.send(first.frame)
  await socket.one('ack')
  away = true
  socket.send(first.frame)
  await socket.one('problem')
  away = false
  socket.send(second.frame)
  await until(() => socket.all('ack').length === 2)
})

test('P-22 a message refused for now holds up those behind it until it is sent again', async (t) => {
  let away = true
  const { page, aVisitor, stored } = await aNight(t, {
    around: (append) => ({
      ...append,
      append: (said) => (away ? Promise.reject(new Problem('restarting', 2)) : append.append(said)),
    }),
  })
  const visitor = await aVisitor()
  const write = writes(visitor)
  const [first, second, third] = [await write('one'), await write('two'), await write('three')]
  const socket = page(visitor)
  socket.send(first.frame)
  await socket.one('problem')
  away = false
  socket.send(second.frame)
  socket.send(third.frame)
  await until(() => socket.all('problem').length === 3)
  deepEqual(answersOf(socket), ['restarting', 'too_fast', 'too_fast'])
  for (const problem of socket.all('problem')) ok(Number(problem['retryAfterSeconds']) >= 1)

  for (const { frame } of [first, second, third]) socket.send(frame)
  await until(() => socket.all('ack').length === 3)
  deepEqual(
    (await stored(visitor.id)).map(({ id }) => id),
    [first.id, second.id, third.id],
  )
})

test('P-23 a message to a conversation that is over is refused to its writer, not lost', async (t) => {
  const { page, deskOf, anOpenTalk, end, stored } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const [phone, desk] = [page(visitor), deskOf(colleague)]
  await Promise.all([phone.one('live'), desk.one('live')])
  await end(colleague, id)
  const [mine, theirs] = [await writes(visitor)('wait'), await (await writesAtDesk(id))('too late')]
  phone.send(mine.frame)
  desk.send(theirs.frame)

  deepEqual(await phone.one('problem'), {
    type: 'problem',
    problem: 'conversation_closed',
    id: mine.id,
  })
  deepEqual(await desk.one('problem'), {
    type: 'problem',
    problem: 'conversation_closed',
    conversation: id,
    id: theirs.id,
  })
  deepEqual([phone.all('ack'), desk.all('ack')], [[], []])
  deepEqual(await stored(id), [])
})

test('P-23 what was stored before the end is acknowledged after it, too', async (t) => {
  const { page, anOpenTalk, end } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const message = await writes(visitor)('goodbye')
  const phone = page(visitor)
  phone.send(message.frame)
  await phone.one('ack')
  phone.close()
  await end(colleague, id)

  const again = page(visitor)
  again.send(message.frame)
  equal((await again.one('ack'))['seq'], 1)
})

test('P-24 somebody else’s conversation is not found, as if there were none', async (t) => {
  const { page, deskOf, aColleague, anOpenTalk, aVisitor, stored } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const noor = await aColleague({ seat: 'break' })
  const stranger = await aVisitor()
  const [theirs, desk] = [page(stranger), deskOf(noor)]
  await Promise.all([theirs.one('live'), desk.one('welcome')])
  const nowhere = stranger.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))

  const asVisitor = writer({ conversation: id, signing: stranger.started.signing })
  theirs.send((await asVisitor('in your name')).frame)
  desk.send((await (await writesAtDesk(id))('in your name')).frame)
  desk.send((await (await writesAtDesk(stranger.id))('nobody has accepted this')).frame)
  for (const conversation of [id, stranger.id, nowhere])
    desk.send({ type: 'more', conversation, after: 0 })
  await until(() => answersOf(theirs).length === 1 && answersOf(desk).length === 5)
  deepEqual(new Set([...answersOf(theirs), ...answersOf(desk)]), new Set(['not_found']))

  // Hints into it go nowhere, and say nothing.
  const owners = [page(visitor), deskOf(colleague)]
  for (const owner of owners) await owner.one('live')
  desk.send({ type: 'typing', conversation: id, on: true })
  desk.send({ type: 'read', conversation: id, seq: 0 })
  desk.send({ type: 'ping' })
  await desk.one('pong')
  for (const owner of owners) ok(!typesOf(owner).some((type) => ['typing', 'read'].includes(type)))
  deepEqual(await stored(id), [])
})

test('P-24 the earlier conversations of a visitor who came back are their counsellor’s to read', async (t) => {
  const { deskOf, anOpenTalk, aVisitor, db, page, leave } = await aNight(t)
  const earlier = await aVisitor()
  const before = page(earlier)
  before.send((await writes(earlier)('last week')).frame)
  await before.one('ack')
  await leave(earlier)
  const { colleague, id } = await anOpenTalk()
  const desk = deskOf(colleague)
  await desk.one('live')
  desk.send({ type: 'more', conversation: earlier.id, after: 0 })
  await desk.one('problem')

  await db
    .updateTable('conversation')
    .set({ previous_id: earlier.id })
    .where('id', '=', id)
    .execute()
  desk.send({ type: 'more', conversation: earlier.id, after: 0 })
  await until(() => numbersOf(desk, earlier.id).length === 1)
})

test('P-25 a message must be the socket’s own: its key, its session, its channel', async (t) => {
  const { page, deskOf, anOpenTalk, stored } = await aNight(t)
  const { visitor, colleague, id } = await anOpenTalk()
  const { signing } = visitor.started
  const another = await makeSigningPair({ extractable: false })
  const [phone, desk] = [page(visitor), deskOf(colleague)]
  await Promise.all([phone.one('live'), desk.one('live')])
  for (const wrong of [
    { conversation: id, signing: another },
    { conversation: id, signing, session: 2 },
    { conversation: id, signing, channel: 'staff' },
  ] as const)
    phone.send((await writer(wrong)('not as it should be')).frame)
  const staff = writer({ conversation: id, signing: another, channel: 'staff' })
  desk.send((await staff('a note does not come this way')).frame)
  phone.send(writeSaid(new Uint8Array(500)))
  phone.send(new Uint8Array([2, 1, 1]))
  phone.send(new Uint8Array([1]))

  await until(() => answersOf(phone).length === 6 && answersOf(desk).length === 1)
  deepEqual(new Set([...answersOf(phone), ...answersOf(desk)]), new Set(['malformed']))
  deepEqual(await stored(id), [])
  equal(phone.isOpen() && desk.isOpen(), true)
})

test('P-26 who writes faster than a person can is told to wait, and for how long', async (t) => {
  const { page, aVisitor, stored, clock } = await aNight(t)
  const visitor = await aVisitor()
  const write = writes(visitor)
  const socket = page(visitor)
  const messages = await Promise.all(Array.from({ length: 22 }, (_, i) => write(`line ${i}`)))
  for (const { frame } of messages) socket.send(frame)
  await until(() => answersOf(socket).length === 22)

  deepEqual(answersOf(socket).slice(19), ['ack 20', 'too_fast', 'too_fast'])
  deepEqual(socket.all('problem')[0], {
    type: 'problem',
    problem: 'too_fast',
    id: messages[20]?.id,
    retryAfterSeconds: 1,
  })
  equal((await stored(visitor.id)).length, 20)

  clock.pass({ seconds: 1 })
  for (const { frame } of messages.slice(20)) socket.send(frame)
  await until(() => socket.all('ack').length === 22)
})

test('P-27 a frame over 24 KiB is too large, and twice that ends the socket', async (t) => {
  const { page, aVisitor, stored } = await aNight(t)
  const visitor = await aVisitor()
  const socket = page(visitor)
  await socket.one('live')
  const tooLarge = writeSaid(new Uint8Array(maxFrameBytes))
  socket.send(tooLarge)
  deepEqual(await socket.one('problem'), { type: 'problem', problem: 'too_large' })
  equal(socket.isOpen(), true)

  socket.send(new Uint8Array(2 * maxFrameBytes + 1))
  deepEqual(await socket.ended(), { code: 1009, reason: '' })
  deepEqual(await stored(visitor.id), [])
})

test('P-28 a socket that floods is ended, and may come back', async (t) => {
  const { page, aVisitor } = await aNight(t)
  const visitor = await aVisitor()
  const socket = page(visitor)
  await socket.one('live')
  for (let i = 0; i < 250; i++) socket.send({ type: 'typing', on: true })
  deepEqual(await socket.ended(), { code: 4429, reason: 'too_fast' })
  await page(visitor).one('live')
})

test('P-28 a page is read off no faster than what it sends is dealt with', async (t) => {
  let taken = 0
  let go = () => {}
  const gate = new Promise<void>((done) => (go = done))
  const { page, aVisitor } = await aNight(t, {
    patience: { frames: 4 },
    around: (append) => ({
      ...append,
      async append(said) {
        taken += 1
        await gate
        return append.append(said)
      },
    }),
  })
  const visitor = await aVisitor()
  const socket: BareSocket = page(visitor)
  await socket.one('live')
  const large = await writes(visitor)('x'.repeat(12_000))
  for (let i = 0; i < 2000; i++) socket.send(large.frame)
  await new Promise((done) => setTimeout(done, 300))
  // Of some thirty megabytes the network between holds a few, and the server four messages.
  ok(socket.backedUp() > 10_000_000, `${socket.backedUp()} bytes lie with the sender`)
  equal(taken, 1)

  go()
  await until(() => answersOf(socket).length >= 20)
  deepEqual(answersOf(socket)[0], 'ack 1')
})
