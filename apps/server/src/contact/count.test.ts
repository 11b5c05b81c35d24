import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { arrive } from '@veilleuse/contract/visit'
import { noSums, offered, type HourCount, type Sums, unserved } from '@veilleuse/domain/contact'
import { refusal } from '@veilleuse/testkit/ask'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, type Evening, served } from '../evening.fixture.ts'
import { countContacts } from './actions.ts'
import { aRandomEvening } from './random-evening.fixture.ts'

leaks()

test('a contact is counted once its day is over, by what became of it', async (t) => {
  const evening = await anEvening(t)
  await evening.db.updateTable('line').set({ promised_minutes: 5 }).execute()
  const mina = await evening.aColleague()
  const answered = await evening.aVisitor()
  await evening.pass({ seconds: 25 })
  await evening.accepts(mina)
  await evening.pass({ minutes: 17 })
  served(await evening.end(mina, answered.id))
  const left = await evening.aVisitor()
  await evening.pass({ seconds: 4 })
  served(await evening.leave(left))

  await countContacts(evening.house)
  deepEqual(await contactsOf(evening), [], 'nothing is counted on the day itself')
  await evening.pass({ hours: 13 })
  await countContacts(evening.house)

  const day = { day: '2026-03-10', channel: 'chat', source: null, many: 1 }
  deepEqual(await contactsOf(evening), [
    { ...day, ending: 'abandoned_early', wait_from: 0, length_from: null, in_time: null },
    { ...day, ending: 'goodbye', wait_from: 20, length_from: 15, in_time: true },
  ])
  deepEqual(await sumsOf(evening), { ...noSums, arrived: 2, answered: 1, abandoned_early: 1 })
})

test('what came to a line before it was offered no more is counted all the same', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  served(await evening.leave(await evening.aVisitor()))
  await evening.db.updateTable('line').set({ retired_at: evening.clock.now() }).execute()
  await evening.pass({ days: 1 })
  await countContacts(evening.house)
  equal((await sumsOf(evening)).arrived, 1)
})

test('counting twice, or on two servers at once, counts once', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  for (let one = 0; one < 3; one += 1) served(await evening.leave(await evening.aVisitor()))
  await evening.pass({ days: 1 })

  await Promise.all([countContacts(evening.house), countContacts(evening.house)])
  await countContacts(evening.house)

  equal((await sumsOf(evening)).arrived, 3)
  equal((await contactsOf(evening))[0]?.many, 3)
})

test('a server that dies while it counts has counted nothing, and the next one counts all', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  served(await evening.leave(await evening.aVisitor()))
  await evening.pass({ days: 1 })
  const { pool } = evening.database
  await pool.query(`
    create function dies() returns trigger language plpgsql as $$
    begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
    create trigger dies before update of counted on conversation
      for each row execute function dies();`)

  await countContacts(evening.house).catch(() => undefined)
  deepEqual(await contactsOf(evening), [])
  deepEqual(await sumsOf(evening), noSums)
  await pool.query('drop trigger dies on conversation')
  await countContacts(evening.house)

  equal((await sumsOf(evening)).abandoned_early, 1)
})

test('who finds the line closed is counted before they are told', async (t) => {
  const evening = await anEvening(t)
  const comes = async () => refusal(evening.ask(arrive, { body: (await evening.anOpening()).body }))

  deepEqual(await Promise.all([comes(), comes(), comes()]), Array(3).fill('line_closed'))

  const sums = await sumsOf(evening)
  deepEqual(sums, { ...noSums, refused_closed: 3 })
  equal(offered(sums), 3)
  equal(unserved(sums, { withEarly: false }), 3)
  const { rows } = await evening.database.pool.query('select hour from hour_count')
  deepEqual(rows, [{ hour: 16 }], 'by the clock of the line')
})

test('who finds the line full is counted as unserved, apart from a closed one', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  await evening.db.updateTable('line').set({ most_waiting: 1 }).execute()
  served(await evening.leave(await evening.aVisitor()))
  await evening.aVisitor()
  const { body } = await evening.anOpening()
  equal(await refusal(evening.ask(arrive, { body })), 'line_full')

  deepEqual(await sumsOf(evening), { ...noSums, refused_full: 1 })
})

test('pages that must work first are counted apart, and again when they have', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  const { body } = await evening.anOpening()
  let answer: string | undefined
  for (let one = 0; one < 200 && answer !== 'puzzle_needed'; one += 1)
    answer = await refusal(evening.ask(arrive, { body }))
  equal(answer, 'puzzle_needed')

  const { puzzle_given, refused_closed } = await sumsOf(evening)
  equal(puzzle_given, 1)
  equal(refused_closed, 0)
})

test('a counsellor who vanished has answered, whatever becomes of the visitor', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  await evening.pass({ seconds: 61 }, [mina])
  await evening.deadlines()
  served(await evening.leave(visitor))
  await evening.pass({ days: 1 })
  await countContacts(evening.house)

  deepEqual(await sumsOf(evening), { ...noSums, arrived: 1, answered: 1 })
  equal((await contactsOf(evening))[0]?.ending, 'abandoned')
})

for (const seed of [1, 2, 3])
  test(`the counts of random evening ${seed} add up to what happened in it`, async (t) => {
    const evening = await anEvening(t)
    const lived = await aRandomEvening(evening, seed)
    await evening.pass({ days: 2 })
    await countContacts(evening.house)

    const sums = await sumsOf(evening)
    deepEqual(sums, lived.sums)
    equal(sums.arrived, sums.answered + sums.abandoned + sums.abandoned_early)
    const contacts = await contactsOf(evening)
    const many = (of: typeof contacts) => of.reduce((total, one) => total + one.many, 0)
    equal(many(contacts), sums.arrived)
    equal(many(contacts.filter((one) => one.length_from !== null)), sums.answered)
    const byEnding = Object.fromEntries(
      Object.entries(Object.groupBy(contacts, ({ ending }) => ending)).map(([ending, of]) => [
        ending,
        many(of ?? []),
      ]),
    )
    deepEqual(byEnding, lived.endings)
    equal(sums.refused_closed > 0 && sums.answered > 0, true, 'a lively evening')
  })

test('once counted, nothing tells which contact, record or survey was whose', async (t) => {
  const evening = await anEvening(t)
  await aRandomEvening(evening, 4)
  const { pool } = evening.database
  const before = await pool.query('select id, xmin::text from record')
  ok(before.rows.length > 3)
  await evening.pass({ days: 2 })
  await countContacts(evening.house)

  // A row names, in a hidden column, the change that wrote it: one change has written them all.
  const { rows } = await pool.query(`
    select count(distinct xmin::text)::int as changes from (
      select xmin from contact_count union all select xmin from record
      union all select xmin from conversation where counted
    ) as rows`)
  equal(rows[0]?.changes, 1)
  const after = await pool.query('select id from record')
  equal(after.rows.length, before.rows.length)
  const ids = new Set(before.rows.map(({ id }) => id))
  ok(after.rows.every(({ id }) => !ids.has(id)))
})

type ContactRow = {
  readonly ending: string
  readonly many: number
  readonly length_from: number | null
}

async function contactsOf({ database }: Evening): Promise<readonly ContactRow[]> {
  const { rows } = await database.pool.query<ContactRow>(
    `select day::text, channel, source, ending, wait_from, length_from, in_time, many
     from contact_count order by ending, wait_from, length_from`,
  )
  return rows
}

async function sumsOf({ database }: Evening): Promise<Sums> {
  const { rows } = await database.pool.query<{ what: HourCount; many: number }>(
    'select what, sum(many)::int as many from hour_count group by what',
  )
  return { ...noSums, ...Object.fromEntries(rows.map(({ what, many }) => [what, many])) }
}
