import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { lineKeys, type LineStatus, lineStatus } from '@veilleuse/contract/visit'
import { languages } from '@veilleuse/domain/language'
import { refusal } from '@veilleuse/testkit/ask'
import { freshDatabase } from '@veilleuse/testkit/database'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, type Evening, served } from '../evening.fixture.ts'
import { openDatabase } from '../platform/database.ts'
import { firstPhrases } from './first-phrases.ts'
import { furnish } from './actions.ts'

leaks()

const params = { line: 'ecoute' }
// Tuesday, four in the afternoon in Paris.
const tuesdays = (from: number, to: number) => ({
  zone: 'Europe/Paris',
  week: [{ day: 2, from: from * 60, to: to * 60 }],
})

test('a line with somebody there is open, and says how long one waits', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague()
  deepEqual(await status(evening), {
    line: 'ecoute',
    name: { fr: 'Écoute', en: 'Listening' },
    state: 'open',
    waiting: 0,
    wait: { fromMinutes: 0, toMinutes: 2 },
    zone: 'Europe/Paris',
    revision: 1,
  })
})

test('inside its hours with nobody there, a line says that it is closed, and why', async (t) => {
  const evening = await anEvening(t)
  const { state, why, wait } = await status(evening)
  deepEqual({ state, why, wait }, { state: 'closed', why: 'nobody', wait: undefined })
  const mina = await evening.aColleague({ seat: 'available' })
  for (const [seat, open] of [
    ['available', 'open'],
    // Whoever is on a break comes back soon; whoever is away may not.
    ['break', 'open_with_wait'],
    ['away', 'closed'],
    ['off', 'closed'],
  ] as const) {
    served(await evening.sit(mina, seat))
    equal((await status(evening)).state, open, seat)
  }
})

test('a counsellor whose desk fell silent does not keep the line open', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  await evening.pass({ seconds: 60 }, [mina])
  equal((await status(evening)).state, 'open')
  await evening.pass({ seconds: 1 }, [mina])
  equal((await status(evening)).state, 'closed')
})

test('outside its hours a line says when it opens, whoever is there', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague()
  await evening.hours(tuesdays(18, 22))
  const { state, why, opensAt, until } = await status(evening)
  deepEqual(
    { state, why, opensAt, until },
    { state: 'closed', why: 'hours', opensAt: '2026-03-10T17:00:00.000Z', until: undefined },
  )
  await evening.hours({ zone: 'Europe/Paris', week: [] })
  equal((await status(evening)).opensAt, undefined)
})

test('an open line says until when', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague()
  await evening.hours(tuesdays(15, 1))
  const { state, until } = await status(evening)
  deepEqual({ state, until }, { state: 'open', until: '2026-03-11T00:00:00.000Z' })
})

test('whoever thinks of coming is told how many wait, and the wait behind those who are there', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  await evening.aVisitor()
  await evening.accepts(mina)
  const [, absent] = [await evening.aVisitor(), await evening.aVisitor()]
  await evening.pass({ minutes: 5 }, [absent])

  const { waiting, wait } = await status(evening)

  equal(waiting, 2)
  // Two endings of one busy counsellor, about 25 minutes each as usual; nothing surer is known.
  deepEqual(wait, { fromMinutes: 5, toMinutes: 116 })
})

test('the wait follows how long talks have lately been', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  for (let talks = 0; talks < 20; talks++) {
    const visitor = await evening.aVisitor()
    await evening.accepts(mina)
    await evening.pass({ minutes: 10 })
    served(await evening.end(mina, visitor.id))
    served(await evening.close(mina, visitor.id))
  }
  await evening.aVisitor()
  await evening.accepts(mina)

  // Twenty talks of ten minutes and five imagined of 25: a mean of 13 minutes to the one ending.
  deepEqual((await status(evening)).wait, { fromMinutes: 1, toMinutes: 30 })
})

test('a line nobody has heard of is not found, and a name that is none is refused', async (t) => {
  const evening = await anEvening(t)
  for (const endpoint of [lineStatus, lineKeys]) {
    equal(await refusal(evening.ask(endpoint, { params: { line: 'nowhere' } })), 'not_found')
    equal(await refusal(evening.ask(endpoint, { params: { line: 'Ecoute!' } })), 'malformed')
  }
})

test('a visitor’s browser gets the chain to the keys of now, and nothing of the team', async (t) => {
  const evening = await anEvening(t)
  const { pool } = evening.database
  const { rows } = await pool.query(`select type, body from directory_statement order by seq`)
  const { instance, line, rulesVersion, statements } = await keys(evening)
  equal(instance, evening.instance)
  equal(line, evening.line.id)
  equal(rulesVersion, 1)
  deepEqual(
    statements,
    rows.filter(({ type }) => type !== 'staff-add').map(({ body }) => body.toString('base64url')),
  )
})

test('between two epochs the newest that runs is given, and none that has not begun', async (t) => {
  const evening = await anEvening(t)
  const { pool } = evening.database
  const before = (await keys(evening)).statements.at(-1)
  await pool.query(
    `insert into directory_statement select 4, type, decode('abcd', 'hex'), at
     from directory_statement where seq = 3`,
  )
  await pool.query(
    `insert into epoch select line_id, 2, 4, intake_public, archive_public, voice_public,
       valid_from + interval '6 days', valid_to + interval '6 days', null from epoch`,
  )
  equal((await keys(evening)).statements.at(-1), before)
  await evening.pass({ days: 6 })
  const { statements } = await keys(evening)
  equal(statements.at(-1), Buffer.from('abcd', 'hex').toString('base64url'))
  ok(!statements.includes(before ?? ''))
})

test('a line whose keys have ended takes nobody', async (t) => {
  const evening = await anEvening(t)
  await evening.pass({ days: 7 })
  equal(await refusal(evening.ask(lineKeys, { params })), 'keys_missing')
})

test('four servers that furnish an empty house at once furnish it once', async (t) => {
  const { pool } = await freshDatabase(t)
  const db = openDatabase(pool)
  await Promise.all([1, 2, 3, 4].map(() => furnish(db)))
  await furnish(db)
  const { rows } = await pool.query(
    `select (select count(*)::int from helpline) as helplines, (select count(*)::int from line) as
     lines, (select count(*)::int from phrase) as phrases`,
  )
  deepEqual(rows, [{ helplines: 1, lines: 1, phrases: firstPhrases.length }])
})

test('hours are set for a line that is there', async (t) => {
  const evening = await anEvening(t)
  equal(await evening.hours(tuesdays(9, 17)), true)
  const { rows } = await evening.database.pool.query(`select hours from line`)
  deepEqual(rows[0].hours, tuesdays(9, 17))
  const told = await evening.db.selectFrom('outbox').select('event').execute()
  deepEqual(told.at(-1)?.event, { type: 'line.changed', line: evening.line.id })
})

test('there are as many prepared replies in each language, with the same meaning in the same place', () => {
  const each = languages.map((one) => firstPhrases.filter(({ language }) => language === one))
  equal(new Set(each.map((phrases) => phrases.length)).size, 1)
  for (const { title, text } of firstPhrases) ok(title.length > 0 && text.length > title.length)
})

async function status({ ask }: Evening): Promise<LineStatus> {
  return served(await ask(lineStatus, { params })).reply
}

async function keys({ ask }: Evening) {
  return served(await ask(lineKeys, { params })).reply
}
