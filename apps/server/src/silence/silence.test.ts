import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { messageId } from '@veilleuse/contract/shapes'
import { collide } from '@veilleuse/testkit/collide'
import { VisitView } from '@veilleuse/contract/visit'
import { until } from '@veilleuse/testkit/until'
import { leaks } from '@veilleuse/testkit/leaks'
import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { anEvening, type Evening, type Page, served } from '../evening.fixture.ts'
import { aNight } from '../night.fixture.ts'
import { needTime } from '../visit/actions.ts'
import { keepSilences } from './actions.ts'

leaks()

test('a visitor who falls silent is asked softly, twice, warned, and the talk is ended', async (t) => {
  const { evening, mina, visitor } = await aTalk(t)
  await speaks(evening, visitor, 'helpline')

  equal((await after(evening, visitor, 2)).silence, undefined)
  equal((await after(evening, visitor, 1)).silence, 'asked')
  equal((await after(evening, visitor, 3)).silence, 'soft')
  const warned = await after(evening, visitor, 5)
  equal(warned.silence, 'warning')
  equal(warned.closesAt, '2026-03-10T15:12:00.000Z')
  equal((await evening.desk(mina)).conversations[0]?.closesAt, warned.closesAt)
  const over = await after(evening, visitor, 1)

  equal(over.state, 'closed')
  deepEqual(over.ending, { why: 'silence', by: 'helpline' })
  equal(over.silence, undefined)
  const [held] = (await evening.desk(mina)).conversations
  equal(held?.state, 'wrapping_up', 'the record is still the counsellor’s to write')
})

test('the page that is open is told, and told again when somebody has spoken', async (t) => {
  const night = await aNight(t)
  const { visitor } = await night.anOpenTalk()
  const page = night.page(visitor)
  await page.one('welcome')
  const told = () => v.parse(VisitView, page.all('view').at(-1)?.['view']).silence
  await speaks(night, visitor, 'helpline')
  await after(night, visitor, 3)
  night.board.look()
  await until(() => page.all('view').length > 0 && told() === 'asked')

  await speaks(night, visitor, 'visitor')
  await keepSilences(night.house)
  night.board.look()
  await until(() => told() === undefined)
})

test('a word, or «I need more time», takes back what was said', async (t) => {
  const { evening, visitor } = await aTalk(t)
  await speaks(evening, visitor, 'helpline')
  equal((await after(evening, visitor, 11)).silence, 'warning')

  await speaks(evening, visitor, 'visitor')
  equal((await after(evening, visitor, 0)).silence, undefined)

  await speaks(evening, visitor, 'helpline')
  equal((await after(evening, visitor, 11)).silence, 'warning')
  await needTime(evening.house, { conversation: visitor.id })
  const view = await evening.view(visitor)
  deepEqual([view.silence, view.closesAt], [undefined, undefined], 'at once')
  equal((await after(evening, visitor, 120)).state, 'open')

  await speaks(evening, visitor, 'helpline')
  equal((await after(evening, visitor, 3)).silence, 'asked')
})

test('what is at risk is never ended by itself, nor warned of', async (t) => {
  const { evening, mina, visitor } = await aTalk(t)
  served(await evening.judge(mina, visitor.id, 'low'))
  await speaks(evening, visitor, 'helpline')
  const view = await after(evening, visitor, 600)
  deepEqual([view.state, view.silence, view.closesAt], ['open', 'soft', undefined])

  await evening.db.updateTable('conversation').set({ risk: 'none', urgency: 'danger' }).execute()
  equal((await after(evening, visitor, 60)).state, 'open')
})

test('after the house itself was away nobody is ended without having been warned', async (t) => {
  const { evening, visitor } = await aTalk(t)
  await speaks(evening, visitor, 'helpline')
  const back = await after(evening, visitor, 40)
  deepEqual([back.silence, back.closesAt], ['warning', '2026-03-10T15:41:00.000Z'])
  equal((await after(evening, visitor, 1)).state, 'closed')
})

test('an old warning is none for a new silence', async (t) => {
  const { evening, visitor } = await aTalk(t)
  await speaks(evening, visitor, 'helpline')
  equal((await after(evening, visitor, 11)).silence, 'warning')
  await speaks(evening, visitor, 'helpline')
  const back = await after(evening, visitor, 40)
  deepEqual([back.state, back.silence], ['open', 'warning'])
})

test('who wrote last waits for the counsellor, and nothing is ended', async (t) => {
  const { evening, visitor } = await aTalk(t)
  await speaks(evening, visitor, 'visitor')
  const view = await after(evening, visitor, 600)
  deepEqual([view.state, view.silence], ['open', undefined])
})

test('a page that is gone is not silent but lost', async (t) => {
  const { evening, visitor } = await aTalk(t)
  await speaks(evening, visitor, 'helpline')
  await evening.pass({ minutes: 11 }, [visitor])
  await keepSilences(evening.house)
  await evening.pass({ minutes: 1 }, [visitor])
  await keepSilences(evening.house)
  deepEqual((await evening.view(visitor)).ending, { why: 'lost', by: 'helpline' })
})

test('the minutes are those of the line', async (t) => {
  const { evening, visitor } = await aTalk(t)
  const silence = JSON.stringify({
    nudge: 10,
    softer: 10,
    warning: 10,
    close: 5,
    counsellor: 2,
    transfer: 4,
  })
  await evening.db.updateTable('line').set({ silence }).execute()
  await speaks(evening, visitor, 'helpline')
  equal((await after(evening, visitor, 9)).silence, undefined)
  equal((await after(evening, visitor, 1)).silence, 'asked')
  equal((await after(evening, visitor, 20)).closesAt, '2026-03-10T15:35:00.000Z')
  equal((await after(evening, visitor, 5)).state, 'closed')
})

test('two servers that keep silences at once tell and end once', async (t) => {
  const { evening, visitor } = await aTalk(t)
  await speaks(evening, visitor, 'helpline')
  await after(evening, visitor, 11)
  await evening.pass({ minutes: 1 })
  const keeps = () => keepSilences(evening.house)

  await collide(evening.database, { table: 'conversation', id: visitor.id }, [keeps, keeps])

  const { rows } = await evening.database.pool.query(
    `select event->>'type' as type from outbox where event->>'type' = 'conversation.ended'`,
  )
  equal(rows.length, 1)
})

async function aTalk(t: Parameters<typeof anEvening>[0]) {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  return { evening, mina, visitor }
}

/** A sealed word, said now by the test's clock: the lanes of the house take the database's. */
async function speaks({ db, clock }: Evening, { id }: Page, by: 'visitor' | 'helpline') {
  const { seq } = await db
    .updateTable('conversation')
    .set((eb) => ({ last_seq: eb('last_seq', '+', 1) }))
    .where('id', '=', id)
    .returning('last_seq as seq')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('message')
    .values({
      conversation_id: id,
      seq,
      id: v.parse(messageId, randomUUID()),
      by_helpline: by === 'helpline',
      envelope: Buffer.from('sealed'),
      at: clock.now(),
    })
    .execute()
}

async function after(evening: Evening, visitor: Page, minutes: number) {
  await evening.pass({ minutes })
  await keepSilences(evening.house)
  return evening.view(visitor)
}
