import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { BoardView } from '@veilleuse/contract/board'
import { arrive } from '@veilleuse/contract/visit'
import { refusal } from '@veilleuse/testkit/ask'
import type { BareSocket } from '@veilleuse/testkit/bare-socket'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import * as v from 'valibot'
import { served } from '../evening.fixture.ts'
import { aNight, writes, writesAtDesk } from '../night.fixture.ts'

leaks()

test('P-51 the board is for who leads and who plans, and for nobody else', async (t) => {
  const night = await aNight(t)
  for (const role of ['supervisor', 'coordinator'] as const) {
    const socket = night.boardOf(await night.aColleague({ role, seat: 'off' }))
    ok(v.is(BoardView, (await socket.one('welcome'))['board']), role)
  }
  for (const role of ['counsellor', 'administrator'] as const) {
    const socket = night.boardOf(await night.aColleague({ role, seat: 'off' }))
    deepEqual(await socket.ended(), { code: 4403, reason: 'not_allowed' }, role)
  }
  const nobody = night.boardOf({
    id: (await night.aColleague()).id,
    alias: '',
    token: 'x'.repeat(43),
  })
  deepEqual(await nobody.ended(), { code: 4401, reason: 'signed_out' })
})

test('P-51 whoever is signed out is off the board at once', async (t) => {
  const night = await aNight(t)
  const sami = await night.aColleague({ role: 'supervisor', seat: 'off' })
  const socket = night.boardOf(sami)
  await socket.one('welcome')
  await night.database.pool.query(`insert into outbox (event) values ($1)`, [
    JSON.stringify({ type: 'session.revoked', staff: sami.id }),
  ])
  night.board.look()
  deepEqual(await socket.ended(), { code: 4401, reason: 'signed_out' })
})

test('P-52 the board comes whole when something has changed, and not when nothing has', async (t) => {
  const { night, socket } = await aBoard(t)
  equal(boardIn(socket).lines[0]?.waiting, 0)

  const visitor = await night.aVisitor()
  night.board.look()
  const { lines, waiting } = await boardWhere(socket, (board) => board.lines[0]?.waiting === 1)

  equal(lines[0]?.oldestSince, '2026-03-10T15:00:00.000Z')
  deepEqual(lines[0]?.ranks, { danger: 0, returned: 0, high: 0, usual: 1 })
  equal(waiting[0]?.conversation, visitor.id)
  deepEqual(waiting[0]?.reason, { rank: 'usual', passedBy: 0, behindLonger: 0 })
  const many = socket.all('board').length
  night.board.look()
  await new Promise((done) => setTimeout(done, 1200))
  equal(socket.all('board').length, many)
})

test('whoever leads sees talks with their silence and risk, people with their load, and no words', async (t) => {
  const { night, socket } = await aBoard(t)
  const { colleague, visitor, id } = await night.anOpenTalk()
  await night.judge(colleague, id, 'high')
  const page = night.page(visitor)
  page.send((await writes(visitor)('I am so tired of all this')).frame)
  await page.one('ack')
  const desk = night.deskOf(colleague)
  await desk.one('welcome')
  desk.send((await (await writesAtDesk(id))('I am here')).frame)
  await desk.one('ack')
  night.board.look()

  const board = await boardWhere(socket, ({ talks }) => talks[0]?.silence.of === 'visitor')

  const [talk] = board.talks
  equal(talk?.alias, colleague.alias)
  equal(talk?.risk, 'high')
  equal(talk?.visitorPresent, true)
  const person = board.people?.find(({ alias }) => alias === colleague.alias)
  equal(person?.taken, 1)
  equal(person?.limit, 1, 'a high risk asks for the whole person')
  ok(!/tired|I am here|envelope|opening/.test(JSON.stringify(socket.came)))
})

test('who plans the rota is told how many, and nobody’s name', async (t) => {
  const night = await aNight(t)
  const { colleague } = await night.anOpenTalk()
  const socket = night.boardOf(await night.aColleague({ role: 'coordinator', seat: 'off' }))
  const board = boardIn(socket, await socket.one('welcome'))
  equal(board.people, undefined)
  equal(board.talks.length, 1)
  equal(board.lines[0]?.available, 1)
  equal(JSON.stringify(socket.came).includes(colleague.alias), false)
})

test('somebody who says they are in danger is an alert until a person has judged the risk', async (t) => {
  const { night, socket } = await aBoard(t)
  const mina = await night.aColleague({ seat: 'break' })
  const { body, ...visitor } = await night.anOpening()
  served(await night.ask(arrive, { body: { ...body, urgency: 'danger' } }))
  night.board.look()

  const waits = await boardWhere(socket, ({ alerts }) => alerts[0]?.kind === 'danger')
  deepEqual([waits.alerts[0]?.kind, waits.alerts[0]?.conversation], ['danger', visitor.id])
  served(await night.sit(mina, 'available'))
  await night.accepts(mina)
  served(await night.judge(mina, visitor.id, 'imminent'))
  night.board.look()
  await boardWhere(socket, ({ alerts }) => !alerts.some(({ kind }) => kind === 'danger'))
})

test('that nobody is there while a line should be open is told to who leads', async (t) => {
  const { night, socket } = await aBoard(t)
  await night.db.updateTable('seat').set({ state: 'off' }).execute()
  const { body } = await night.anOpening()
  equal(await refusal(night.ask(arrive, { body })), 'line_closed')
  served(await night.sit(await night.aColleague({ seat: 'off' }), 'off'))

  const board = await boardWhere(socket, ({ alerts }) =>
    alerts.some(({ kind }) => kind === 'nobody_there'),
  )
  // The board says of the line what its page says.
  equal(board.lines[0]?.open, false)
  equal(board.lines[0]?.available, 0)
})

test('whoever still talks on a line that is offered no more stays on the board', async (t) => {
  const { night, socket } = await aBoard(t)
  const { id } = await night.anOpenTalk()
  await night.db.updateTable('line').set({ retired_at: night.clock.now() }).execute()
  await night.aColleague({ seat: 'break' })
  night.board.look()

  const board = await boardWhere(socket, ({ lines }) => lines[0]?.open === false)
  deepEqual(
    board.talks.map((talk) => talk.conversation),
    [id],
  )
})

test('what is said of today is what happened today, refused ones with them', async (t) => {
  const { night, socket } = await aBoard(t)
  await night.db.updateTable('line').set({ promised_minutes: 2 }).execute()
  const mina = await night.aColleague({ limit: 1 })
  await night.aVisitor()
  const first = await night.accepts(mina)
  const late = await night.aVisitor()
  await night.pass({ minutes: 3 })
  served(await night.end(mina, first))
  served(await night.close(mina, first))
  equal(await night.accepts(mina), late.id)
  served(await night.leave(await night.aVisitor()))
  night.board.look()
  await night.pass({ seconds: 6 })
  night.board.look()

  const board = await boardWhere(socket, ({ lines }) => lines[0]?.today.came === 3)
  deepEqual(board.lines[0]?.today, { came: 3, answered: 2, inTime: 1, due: 2, unserved: 0 })
  await night.pass({ days: 1 })
  await night.aColleague({ seat: 'break' })
  night.board.look()
  await boardWhere(socket, ({ lines }) => lines[0]?.today.came === 0)
})

async function aBoard(t: Parameters<typeof aNight>[0]) {
  const night = await aNight(t)
  const socket = night.boardOf(await night.aColleague({ role: 'supervisor', seat: 'off' }))
  await socket.one('welcome')
  return { night, socket }
}

function boardIn(socket: BareSocket, frame = last(socket)): BoardView {
  return v.parse(BoardView, frame?.['board'])
}

function last(socket: BareSocket) {
  return socket.all('board').at(-1) ?? socket.all('welcome').at(-1)
}

function boardWhere(socket: BareSocket, is: (board: BoardView) => boolean): Promise<BoardView> {
  return until(() => {
    const board = boardIn(socket)
    return is(board) ? board : undefined
  })
}
