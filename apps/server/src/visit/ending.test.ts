import { deepEqual, equal, notEqual, ok } from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { writeNote } from '@veilleuse/contract/desk'
import { forget, keep, leave, survey } from '@veilleuse/contract/visit'
import type { MessageId } from '@veilleuse/domain/ids'
import { refusal } from '@veilleuse/testkit/ask'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import { aSealedNote } from '../desk/note.fixture.ts'
import {
  anEvening,
  archivesOf,
  beforeItIsTold,
  type Colleague,
  type Evening,
  type Page,
  served,
} from '../evening.fixture.ts'
import { comesBack, keeps, recalls, someWords } from '../keep/return.fixture.ts'

leaks()

test('leaving the queue ends the contact without a record, and leaving twice is leaving once', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()

  const view = served(await evening.leave(visitor)).reply
  await evening.pass({ minutes: 1 })
  const again = served(await evening.leave(visitor)).reply

  equal(view.state, 'closed')
  deepEqual(view.ending, { why: 'abandoned', by: 'visitor' })
  equal(view.place, undefined)
  deepEqual(again, view)
  equal(await evening.ring(mina), undefined)
  equal((await evening.desk(mina)).seat.taken, 0)
})

test('leaving a talk leaves the counsellor the record to write', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)

  const view = served(await evening.leave(visitor)).reply

  // For the visitor the talk is over, whatever the counsellor still writes.
  equal(view.state, 'closed')
  deepEqual(view.ending, { why: 'left', by: 'visitor' })
  equal(view.counsellor, undefined)
  const [held] = (await evening.desk(mina)).conversations
  equal(held?.state, 'wrapping_up')
  deepEqual(held?.ending, { why: 'left', by: 'visitor' })
  equal(await refusal(evening.end(mina, visitor.id)), 'conversation_closed')
  equal(await refusal(evening.judge(mina, visitor.id, 'high')), 'conversation_closed')
})

test('three answers are kept once, for the day, without the conversation', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const body = { heard: 5, badNow: 3, again: 'yes', name: 'Camille' }
  const answers = (given: unknown) =>
    refusal(evening.ask(survey, { token: visitor.token, body: given }))

  for (const wrong of [{ heard: 6 }, { heard: 0 }, { badNow: 11 }, { badNow: 2.5 }, { again: '?' }])
    equal(await answers(wrong), 'malformed')
  equal(await answers(body), undefined)
  equal(await answers({}), 'already_there')

  const { rows } = await evening.database.pool.query(`select * from survey`)
  equal(rows.length, 1)
  const { id, line_id: line, day, ...rest } = rows[0]
  deepEqual(rest, { heard: 5, bad_now: 3, again: 'yes' })
  equal(line, evening.line.id)
  notEqual(id, visitor.id)
  equal(new Date(day).getHours(), 0)
})

test('none of the answers is required', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  served(await evening.ask(survey, { token: visitor.token, body: {} }))
  const { rows } = await evening.database.pool.query(`select heard, bad_now, again from survey`)
  deepEqual(rows, [{ heard: null, bad_now: null, again: null }])
})

test('answers that are sent twice at once are kept once', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const sends = () => refusal(evening.ask(survey, { token: visitor.token, body: { heard: 1 } }))

  const row = { table: 'conversation', id: visitor.id }
  const answers = await collide(evening.database, row, [sends, sends])

  deepEqual(answers.filter(Boolean), ['already_there'])
})

test('forgetting erases words, notes, keys and certificates of every contact of theirs', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor: first } = await aTalk(evening)
  await somethingIsSaid(evening, first, mina)
  served(await evening.end(mina, first.id))
  served(await evening.close(mina, first.id))
  const second = await comesBack(evening, first)
  await evening.accepts(mina)
  await somethingIsSaid(evening, second, mina)
  const words = await keeps(evening, second)
  const other = await evening.aVisitor()
  await evening.accepts(mina)
  await somethingIsSaid(evening, other, mina)
  const otherBefore = await kept(evening, other)
  for (const table of ['message', 'note', 'conversation_key', 'certificate'])
    ok((await kept(evening, second))[table], table)

  served(await evening.ask(forget, { token: second.token }))

  const nothing = {
    message: 0,
    certificate: 0,
    conversation_key: 0,
    note: 0,
    keep: 0,
    return_grant: 0,
  }
  deepEqual(await kept(evening, first), nothing)
  deepEqual(await kept(evening, second), nothing)
  deepEqual(await kept(evening, other), otherBefore)
  notEqual((await recalls(evening, words)).blob, words.blob)
  const { rows } = await evening.database.pool.query(
    `select length(opening) as opening, visitor_key, kept, erased_at is not null as erased
     from conversation where id = any($1)`,
    [[first.id, second.id]],
  )
  const gone = { opening: 0, visitor_key: null, kept: false, erased: true }
  deepEqual(rows, [gone, gone])
})

test('after forgetting, the page opens nothing any more', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  served(await evening.ask(forget, { token: visitor.token }))

  for (const [endpoint, body] of [
    [leave, undefined],
    [survey, {}],
    [keep, someWords()],
    [forget, undefined],
  ] as const)
    equal(await refusal(evening.ask(endpoint, { token: visitor.token, body })), 'signed_out')
})

test('whoever forgets while waiting leaves the queue', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  const visitor = await evening.aVisitor()
  const next = await evening.aVisitor()

  served(await evening.ask(forget, { token: visitor.token }))

  equal((await evening.ring(mina))?.conversation, next.id)
  equal((await evening.view(next)).place?.position, 1)
})

test('a counsellor whose visitor forgot everything writes the record and is free', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  served(await evening.ask(forget, { token: visitor.token }))
  const [held] = (await evening.desk(mina)).conversations
  equal(held?.erased, true)
  equal(held?.opening, '')
  const envelope = await aSealedNote(visitor.id)
  const note = { token: mina.token, params: { id: visitor.id }, body: { envelope } }
  equal(await refusal(evening.ask(writeNote, note)), 'conversation_closed')

  served(await evening.close(mina, visitor.id, []))

  equal((await evening.desk(mina)).seat.taken, 0)
  equal((await kept(evening, visitor))['conversation_key'], 0)
})

test('keys that a counsellor archives while the visitor forgets are not kept', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  served(await evening.end(mina, visitor.id))

  await collide<unknown>(evening.database, { table: 'conversation', id: visitor.id }, [
    () => evening.ask(forget, { token: visitor.token }),
    () => evening.close(mina, visitor.id),
  ])

  equal((await kept(evening, visitor))['conversation_key'], 0)
  equal((await evening.desk(mina)).seat.taken, 0)
})

test('keys to an earlier contact that was forgotten by itself are not archived again', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor: first } = await aTalk(evening)
  served(await evening.end(mina, first.id))
  served(await evening.close(mina, first.id))
  const second = await comesBack(evening, first)
  await evening.accepts(mina)
  served(await evening.ask(forget, { token: first.token }))
  served(await evening.end(mina, second.id))

  const archive = [first, second].flatMap(({ id }) => archivesOf(id))
  served(await evening.close(mina, second.id, archive))

  equal((await kept(evening, first))['conversation_key'], 0)
  equal((await kept(evening, second))['conversation_key'], 2)
})

test('an earlier contact that is forgotten while the later one is closed has no keys left', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor: first } = await aTalk(evening)
  served(await evening.end(mina, first.id))
  served(await evening.close(mina, first.id))
  const second = await comesBack(evening, first)
  await evening.accepts(mina)
  served(await evening.end(mina, second.id))
  const archive = [first, second].flatMap(({ id }) => archivesOf(id))

  await beforeItIsTold<unknown>(evening, [
    () => evening.ask(forget, { token: first.token }),
    () => evening.close(mina, second.id, archive),
  ])

  equal((await kept(evening, first))['conversation_key'], 0)
  equal((await kept(evening, second))['conversation_key'], 2)
})

async function aTalk(evening: Evening) {
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  return { mina, visitor }
}

async function somethingIsSaid({ ask, db }: Evening, page: Page, colleague: Colleague) {
  await db
    .insertInto('message')
    .values({
      conversation_id: page.id,
      seq: 1,
      id: randomUUID() as string as MessageId,
      by_helpline: false,
      envelope: randomBytes(400),
    })
    .execute()
  const session = page.started.keys.session
  const body = { envelope: await aSealedNote(page.id, { session }) }
  served(await ask(writeNote, { token: colleague.token, params: { id: page.id }, body }))
}

/** How much of this conversation lies where, by table. */
async function kept({ database }: Evening, page: Page): Promise<Record<string, number>> {
  const tables = ['message', 'certificate', 'conversation_key', 'note', 'keep', 'return_grant']
  const counts = tables.map(
    (table) => `(select count(*)::int from ${table} where conversation_id = $1) as ${table}`,
  )
  const { rows } = await database.pool.query(`select ${counts.join(', ')}`, [page.id])
  return { ...rows[0] }
}
