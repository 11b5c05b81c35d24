import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, type Page, served } from '../evening.fixture.ts'
import { comesBack } from '../keep/return.fixture.ts'
import { conversationRow, earlierThan, fromRow, heldBy, readUpTo } from './store.ts'

leaks()

test('what has been read goes forwards only, and never past what there is', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  const visitor = await evening.aVisitor()
  await evening.database.pool.query(`update conversation set last_seq = 5`)
  const reads = async (by: 'visitor' | 'counsellor', seq: number) => {
    await readUpTo(evening.db, { id: visitor.id, by, seq })
    const { readByVisitor, readByCounsellor } = await evening.view(visitor)
    return [readByVisitor, readByCounsellor]
  }

  deepEqual(await reads('visitor', 3), [3, 0])
  deepEqual(await reads('visitor', 2), [3, 0])
  deepEqual(await reads('visitor', 6), [3, 0])
  deepEqual(await reads('counsellor', 5), [3, 5])
  deepEqual(await reads('visitor', 5), [5, 5])
})

test('the contacts of a visitor who came back are told from the first on', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const first = await evening.aVisitor()
  await isHelped(first)
  const second = await comesBack(evening, first)
  await isHelped(second)
  const third = await comesBack(evening, second)
  const stranger = await evening.aVisitor()

  deepEqual(await earlierThan(evening.db, third.id), [first.id, second.id])
  deepEqual(await earlierThan(evening.db, first.id), [])
  deepEqual(await earlierThan(evening.db, stranger.id), [])

  async function isHelped(page: Page) {
    await evening.accepts(mina)
    served(await evening.end(mina, page.id))
    served(await evening.close(mina, page.id))
  }
})

test('a counsellor holds what is open and what is to be recorded, and nothing else', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 3 })
  const [open, ended, closed] = [await talks(), await talks(), await talks()]
  served(await evening.end(mina, ended))
  served(await evening.end(mina, closed))
  served(await evening.close(mina, closed))
  await evening.aVisitor()

  const held = await heldBy(evening.db, mina.id)
  deepEqual(new Set(held.map(({ id }) => id)), new Set([open, ended]))

  async function talks() {
    await evening.aVisitor()
    return evening.accepts(mina)
  }
})

test('a row is what the rules take it for, with nothing for what is not there', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  const visitor = await evening.aVisitor()
  const row = await conversationRow(evening.db, visitor.id)
  if (!row) throw new Error('it has arrived')
  deepEqual(fromRow(row), {
    id: visitor.id,
    line: evening.line.id,
    language: 'fr',
    state: 'waiting',
    risk: 'none',
    session: 1,
    arrivedAt: evening.clock.now(),
    atHead: false,
    counsellor: undefined,
    acceptedAt: undefined,
    ending: undefined,
  })
  equal(
    await conversationRow(evening.db, evening.line.id as string as typeof visitor.id),
    undefined,
  )
})
