import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { seesAgain } from '@veilleuse/contract/seat'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, type Colleague, type Evening, type Page, served } from '../evening.fixture.ts'
import { comesBack } from '../keep/return.fixture.ts'
import { ringLine } from './actions.ts'

leaks()

const sameCounsellor = true

test('who comes back and asks for the counsellor they know rings there first, when both wish', async (t) => {
  const { evening, mina, noor, page } = await anEarlierTalk(t)
  await wishes(evening, noor)

  const again = await comesBack(evening, page, { sameCounsellor })

  equal(await evening.ring(mina), undefined)
  equal((await evening.ring(noor))?.conversation, again.id)
})

test('unless both wish, the one who has rested longest is rung', async (t) => {
  const { evening, mina, page } = await anEarlierTalk(t)

  const again = await comesBack(evening, page, { sameCounsellor })

  equal((await evening.ring(mina))?.conversation, again.id)
})

test('who does not ask for anybody is rung for by whoever has rested longest', async (t) => {
  const { evening, mina, noor, page } = await anEarlierTalk(t)
  await wishes(evening, noor)

  const again = await comesBack(evening, page)

  equal((await evening.ring(mina))?.conversation, again.id)
})

test('while the one they know is busy they wait three minutes, and hold up nobody', async (t) => {
  const { evening, mina, noor, page } = await anEarlierTalk(t, { limit: 1 })
  await wishes(evening, noor)
  served(await evening.sit(mina, 'break'))
  await evening.aVisitor()
  await evening.accepts(noor)
  const again = await comesBack(evening, page, { sameCounsellor })
  await evening.pass({ seconds: 1 })
  const next = await evening.aVisitor()

  served(await evening.sit(mina, 'available'))
  equal((await evening.ring(mina))?.conversation, next.id)
  equal((await evening.view(again)).place?.position, 1)
  served(await evening.leave(next))
  equal(await evening.ring(mina), undefined)

  await evening.pass({ minutes: 3 })
  await ringLine(evening.house, evening.line.id)
  equal((await evening.ring(mina))?.conversation, again.id)
})

test('when the one they know is gone home, nobody waits for them', async (t) => {
  const { evening, mina, noor, page } = await anEarlierTalk(t)
  await wishes(evening, noor)
  served(await evening.sit(noor, 'off'))

  const again = await comesBack(evening, page, { sameCounsellor })

  equal((await evening.ring(mina))?.conversation, again.id)
})

test('a counsellor sees and changes their wish at the desk', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const wish = (on: boolean) => evening.ask(seesAgain, { token: mina.token, body: { on } })
  deepEqual(served(await wish(true)).reply.seesAgain, true)
  deepEqual((await evening.desk(mina)).seat.seesAgain, true)
  deepEqual(served(await wish(false)).reply.seesAgain, undefined)
})

test('of two with equally much to do, whoever has rested longer since the last talk is rung', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  await evening.pass({ seconds: 1 })
  const noor = await evening.aColleague()
  const first = await evening.aVisitor()
  await evening.accepts(mina)
  await evening.pass({ minutes: 20 })
  served(await evening.end(mina, first.id))
  served(await evening.close(mina, first.id))

  const second = await evening.aVisitor()

  equal((await evening.ring(noor))?.conversation, second.id)
})

test('a line that asks for a profession rings only at those who have it', async (t) => {
  const evening = await anEvening(t)
  const [mina, noor] = [await evening.aColleague(), await evening.aColleague()]
  const { pool } = evening.database
  await pool.query(`update line set skill = 'psychologist'`)
  await pool.query(`update staff set skills = '{psychologist}' where id = $1`, [noor.id])

  const visitor = await evening.aVisitor()

  equal(await evening.ring(mina), undefined)
  equal((await evening.ring(noor))?.conversation, visitor.id)
})

/** Noor has talked with a visitor once. Mina has rested longest, and nobody holds anybody. */
async function anEarlierTalk(t: Parameters<typeof anEvening>[0], { limit = 2 } = {}) {
  const evening = await anEvening(t)
  const noor = await evening.aColleague({ limit })
  const page: Page = await evening.aVisitor()
  await evening.accepts(noor)
  const mina = await evening.aColleague({ limit })
  await evening.pass({ minutes: 20 })
  served(await evening.end(noor, page.id))
  served(await evening.close(noor, page.id))
  return { evening, mina, noor, page }
}

async function wishes({ ask }: Evening, { token }: Colleague) {
  served(await ask(seesAgain, { token, body: { on: true } }))
}
