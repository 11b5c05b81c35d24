import { deepEqual, equal, ok } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { aCableToDatabase } from '@veilleuse/testkit/cable'
import { freshDatabase } from '@veilleuse/testkit/database'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import pg from 'pg'
import { isBrokenOff, isOutage, openDatabase, openPool } from './database.ts'

leaks()

test('a connection that breaks at work fails its query, and nothing else', async (t) => {
  const { db, cable } = await aLongWay(t)
  const failing = Promise.allSettled([
    sql`select pg_sleep(10)`.execute(db),
    db.transaction().execute(async (tx) => {
      await sql`select 1`.execute(tx)
      await new Promise((done) => setTimeout(done, 200))
      await sql`select 1`.execute(tx)
    }),
  ])
  await until(() => cable.plugged() === 2)
  await new Promise((done) => setTimeout(done, 50))
  cable.cut()

  for (const result of await failing)
    ok(result.status === 'rejected' && isOutage(result.reason), result.status)
  const { rows } = await sql<{ two: number }>`select 1 + 1 as two`.execute(db)
  deepEqual(rows, [{ two: 2 }])
})

test('connections that break while nobody uses them are made anew', async (t) => {
  const { db, cable } = await aLongWay(t)
  await sql`select 1`.execute(db)
  cable.cut()
  await new Promise((done) => setTimeout(done, 50))
  await sql`select 1`.execute(db)
  equal(cable.ever(), 2)
})

test('an outage is told from a refusal', async (t) => {
  const database = await freshDatabase(t)
  const failure = async (run: (client: pg.Client) => Promise<unknown>) => {
    const client = new pg.Client(database.config)
    client.on('error', () => {})
    await client.connect()
    const [result] = await Promise.allSettled([run(client)])
    await client.end()
    if (result?.status !== 'rejected') throw new Error('nothing failed')
    return result.reason as unknown
  }
  const terminated = await failure((client) =>
    client.query('select pg_terminate_backend(pg_backend_pid())'),
  )
  const wrong = await failure((client) => client.query('select nothing from nowhere'))
  const late = await failure(async (client) => {
    await client.query(`set statement_timeout = 10`)
    await client.query('select pg_sleep(1)')
  })
  const nobody = await new pg.Client({ host: '127.0.0.1', port: 1, user: 'x' })
    .connect()
    .catch((error: unknown) => error)

  deepEqual([terminated, nobody, wrong, late].map(isOutage), [true, true, false, false])
  deepEqual([terminated, wrong].map(isBrokenOff), [false, false])
})

async function aLongWay(t: TestContext) {
  const { cable, reach } = await aCableToDatabase(t, await freshDatabase(t))
  const pool = openPool(reach, 4)
  t.after(() => pool.end())
  return { db: openDatabase(pool), cable }
}
