import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { refusal } from '@veilleuse/testkit/ask'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, type Colleague, type Evening, served } from '../evening.fixture.ts'
import { lineBySlug } from '../line/store.ts'
import { ringLine } from './actions.ts'
import { lineNow } from './line-store.ts'
import { queueForDesk } from './present.ts'

leaks()

test('whoever arrives rings at once at the desk that has room', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()

  const visitor = await evening.aVisitor()

  const ring = await evening.ring(mina)
  equal(ring?.conversation, visitor.id)
  equal(ring?.expiresAt, '2026-03-10T15:00:30.000Z')
  deepEqual((await evening.view(visitor)).place, {
    position: 1,
    someoneHere: true,
    wait: { fromMinutes: 0, toMinutes: 2 },
  })
})

test('visitors are served in the order they came, as far as there is room', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 2 })
  const [first, second, third] = [
    await evening.aVisitor(),
    await arrivesLater(evening),
    await arrivesLater(evening),
  ]
  const position = async (page: typeof first) => (await evening.view(page)).place?.position
  deepEqual(await Promise.all([first, second, third].map(position)), [1, 2, 3])

  equal(await evening.accepts(mina), first.id)
  equal(await evening.accepts(mina), second.id)

  equal(await evening.ring(mina), undefined)
  deepEqual(await Promise.all([first, second, third].map(position)), [undefined, undefined, 1])
  served(await evening.end(mina, first.id))
  equal(await evening.ring(mina), undefined)
  served(await evening.close(mina, first.id))
  equal((await evening.ring(mina))?.conversation, third.id)
})

test('whoever says it is urgent is rung for first, and the queue tells why', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  await evening.aVisitor()
  await evening.accepts(mina)
  const usual = await evening.aVisitor()
  const left = await arrivesLater(evening)
  const high = await arrivesLater(evening)
  const danger = await arrivesLater(evening)
  const { pool } = evening.database
  await pool.query('update conversation set at_head = true where id = $1', [left.id])
  await pool.query(`update conversation set urgency = 'high' where id = $1`, [high.id])
  await pool.query(`update conversation set urgency = 'danger' where id = $1`, [danger.id])

  const queue = queueForDesk(await lineNow(evening.db, await lineOf(evening), evening.clock.now()))

  deepEqual(
    queue.map(({ conversation, reason }) => [conversation, reason]),
    [
      [danger.id, { rank: 'danger', passedBy: 0, behindLonger: 0 }],
      [left.id, { rank: 'returned', passedBy: 1, behindLonger: 0 }],
      [high.id, { rank: 'high', passedBy: 1, behindLonger: 0 }],
      [usual.id, { rank: 'usual', passedBy: 3, behindLonger: 0 }],
    ],
  )
  equal((await evening.view(usual)).place?.position, 4)
  const noor = await evening.aColleague()
  equal(await evening.accepts(noor), danger.id)
  equal((await evening.ring(noor))?.conversation, left.id)
})

test('two desks with room ring for two visitors, each for another', async (t) => {
  const evening = await anEvening(t)
  const [mina, noor] = [await evening.aColleague(), await evening.aColleague()]

  const [first, second] = [await evening.aVisitor(), await evening.aVisitor()]

  const rung = [await evening.ring(mina), await evening.ring(noor)]
  deepEqual(new Set(rung.map((ring) => ring?.conversation)), new Set([first.id, second.id]))
})

test('a ring nobody answers goes to the next desk, and the empty chair is told to be away', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  await evening.pass({ seconds: 1 })
  const noor = await evening.aColleague()
  const visitor = await evening.aVisitor()
  equal((await evening.ring(mina))?.conversation, visitor.id)

  await evening.pass({ seconds: 29 })
  await evening.deadlines()
  equal((await evening.ring(mina))?.conversation, visitor.id)
  await evening.pass({ seconds: 1 })
  await evening.deadlines()

  equal(await evening.ring(mina), undefined)
  equal((await evening.desk(mina)).seat.state, 'away')
  equal((await evening.ring(noor))?.conversation, visitor.id)
  equal((await evening.desk(noor)).seat.state, 'available')
})

test('with no other desk the visitor keeps the place, and rings when somebody sits down', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.pass({ seconds: 30 })
  await evening.deadlines()
  deepEqual((await evening.view(visitor)).place, { position: 1, someoneHere: false })

  served(await evening.sit(mina, 'available'))

  equal((await evening.ring(mina))?.conversation, visitor.id)
})

test('during a break of everybody the place is kept, and nobody is said to be there', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ seat: 'break' })
  const visitor = await evening.aVisitor()
  deepEqual((await evening.view(visitor)).place, { position: 1, someoneHere: false })

  served(await evening.sit(mina, 'available'))
  equal((await evening.view(visitor)).place?.someoneHere, true)
})

test('an answer that comes too late is told so', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  await evening.aVisitor()
  const ring = await evening.ring(mina)
  await evening.pass({ seconds: 30 })

  equal(await refusal(evening.accept(mina, ring?.id ?? '')), 'offer_over')
  await evening.deadlines()
  equal(await refusal(evening.accept(mina, ring?.id ?? '')), 'offer_over')
  equal(await refusal(evening.decline(mina, ring?.id ?? '')), 'offer_over')
})

test('whoever is declined rings at the next desk, which need not decline too', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  await evening.pass({ seconds: 1 })
  const noor = await evening.aColleague()
  const visitor = await evening.aVisitor()

  await declines(evening, mina)

  equal(await evening.ring(mina), undefined)
  equal((await evening.desk(mina)).seat.state, 'available')
  equal((await evening.ring(noor))?.conversation, visitor.id)
})

test('a desk that declined does not ring for the same visitor for five minutes', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await declines(evening, mina)
  const next = await arrivesLater(evening)
  equal((await evening.ring(mina))?.conversation, next.id)
  await evening.accepts(mina)

  await evening.pass({ minutes: 4, seconds: 58 })
  await ringLine(evening.house, evening.line.id)
  equal(await evening.ring(mina), undefined)
  await evening.pass({ seconds: 1 })
  await ringLine(evening.house, evening.line.id)

  equal((await evening.ring(mina))?.conversation, visitor.id)
})

test('an absent page is not rung for, keeps the place, and rings when it is back', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ seat: 'break' })
  const [absent, other] = [await evening.aVisitor(), await arrivesLater(evening)]
  await evening.pass({ seconds: 46 }, [absent])
  served(await evening.sit(mina, 'available'))

  equal(await evening.accepts(mina), other.id)
  equal((await evening.view(absent)).place?.position, 1)
  equal(await evening.ring(mina), undefined)
  await evening.pass({ seconds: 1 })
  await ringLine(evening.house, evening.line.id)

  equal((await evening.ring(mina))?.conversation, absent.id)
})

test('nobody rings at a desk on a break, away, off, or not heard from', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  for (const state of ['break', 'away', 'off'] as const) {
    served(await evening.sit(mina, state))
    await ringLine(evening.house, evening.line.id)
    equal(await evening.ring(mina), undefined, state)
  }
  served(await evening.sit(mina, 'available'))
  const visitor = await evening.aVisitor()
  equal((await evening.ring(mina))?.conversation, visitor.id)
  await declines(evening, mina)
  await evening.pass({ minutes: 6 }, [mina])
  await ringLine(evening.house, evening.line.id)

  equal(await evening.ring(mina), undefined)
})

test('a counsellor with somebody at high risk is rung for nobody else', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 3 })
  const first = await evening.aVisitor()
  await evening.accepts(mina)
  served(await evening.judge(mina, first.id, 'high'))

  const second = await evening.aVisitor()

  equal(await evening.ring(mina), undefined)
  equal((await evening.view(second)).place?.position, 1)
  served(await evening.judge(mina, first.id, 'medium'))
  equal((await evening.ring(mina))?.conversation, second.id)
})

test('when the talk at high risk is over, there is room for another beside the record', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const first = await evening.aVisitor()
  await evening.accepts(mina)
  served(await evening.judge(mina, first.id, 'imminent'))
  const second = await evening.aVisitor()

  served(await evening.end(mina, first.id))

  equal((await evening.ring(mina))?.conversation, second.id)
})

test('who goes on a break while it rings sends the ring on, and is not told to be away', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  await evening.pass({ seconds: 1 })
  const noor = await evening.aColleague()
  const visitor = await evening.aVisitor()
  equal((await evening.ring(mina))?.conversation, visitor.id)

  served(await evening.sit(mina, 'off'))

  equal(await evening.ring(mina), undefined)
  equal((await evening.ring(noor))?.conversation, visitor.id)
  await evening.pass({ seconds: 40 })
  await evening.deadlines()
  equal((await evening.desk(mina)).seat.state, 'off')
})

test('who finds a high risk while another rings sends the ring on', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const first = await evening.aVisitor()
  await evening.accepts(mina)
  const second = await evening.aVisitor()
  equal((await evening.ring(mina))?.conversation, second.id)
  const noor = await evening.aColleague()

  served(await evening.judge(mina, first.id, 'high'))

  equal(await evening.ring(mina), undefined)
  equal((await evening.ring(noor))?.conversation, second.id)
  equal((await evening.desk(mina)).seat.state, 'available')
})

test('when the first in line leaves, their ring stops and the desk rings for the next', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  const first = await evening.aVisitor()
  const second = await arrivesLater(evening)
  equal((await evening.ring(mina))?.conversation, first.id)

  served(await evening.leave(first))

  equal((await evening.ring(mina))?.conversation, second.id)
  equal((await evening.view(second)).place?.position, 1)
})

test('a visitor who leaves an open talk makes room as soon as the record is kept', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  const first = await evening.aVisitor()
  await evening.accepts(mina)
  const second = await evening.aVisitor()
  served(await evening.leave(first))
  equal((await evening.desk(mina)).seat.taken, 1)
  equal(await evening.ring(mina), undefined)

  served(await evening.close(mina, first.id))

  equal((await evening.ring(mina))?.conversation, second.id)
})

test('a visitor at high risk who leaves gives the counsellor back to the others', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 2 })
  const first = await evening.aVisitor()
  await evening.accepts(mina)
  served(await evening.judge(mina, first.id, 'high'))
  const second = await evening.aVisitor()
  equal(await evening.ring(mina), undefined)

  served(await evening.leave(first))

  equal((await evening.ring(mina))?.conversation, second.id)
})

async function arrivesLater(evening: Evening) {
  await evening.pass({ seconds: 1 })
  return evening.aVisitor()
}

async function lineOf({ db, line }: Evening) {
  const row = await lineBySlug(db, line.slug)
  if (!row) throw new Error('the line is gone')
  return row
}

async function declines(evening: Evening, colleague: Colleague) {
  const ring = await evening.ring(colleague)
  served(await evening.decline(colleague, ring?.id ?? ''))
}
