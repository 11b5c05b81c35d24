import { deepEqual, equal, ok } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { freshDatabase, type TestDatabase } from '@veilleuse/testkit/database'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import pg from 'pg'
import { openKeeper } from './keeper.ts'

leaks()

const often = { milliseconds: 20 }

test('of two servers one keeps the deadlines', async (t) => {
  const database = await freshDatabase(t)
  const servers = ['one', 'other'].map((name) => aServer(t, { database, name }))
  await until(() => servers.some(({ runs }) => runs() > 3))
  await new Promise((done) => setTimeout(done, 1500))
  equal(servers.filter(({ runs }) => runs() > 0).length, 1)
})

test('when the keeper dies another server takes over within seconds', async (t) => {
  const database = await freshDatabase(t)
  const first = aServer(t, { database, name: 'first' })
  await until(() => first.runs() > 0)
  const second = aServer(t, { database, name: 'second' })
  await first.keeper.close()
  const done = first.runs()
  await until(() => second.runs() > 0, { seconds: 4 })
  equal(first.runs(), done, 'who has closed runs no more')
})

test('a keeper whose connection is lost keeps nothing until it holds the lock again', async (t) => {
  const database = await freshDatabase(t)
  const first = aServer(t, { database, name: 'first' })
  await until(() => first.runs() > 0)
  const second = aServer(t, { database, name: 'second' })
  // Somebody else gets the lock while both are without it.
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'first'`,
  )
  await until(() => first.runs() + second.runs() > 0)
  await new Promise((done) => setTimeout(done, 1300))
  const before = [first.runs(), second.runs()]
  await new Promise((done) => setTimeout(done, 300))
  const after = [first.runs(), second.runs()]
  equal(after.filter((runs, i) => runs > (before[i] ?? 0)).length, 1, 'one keeps them now')
})

test('a keeper is told when it keeps, at the start and after a loss', async (t) => {
  const database = await freshDatabase(t)
  const { keeper, runs } = aServer(t, { database, name: 'only' })
  let elections = 0
  keeper.elected(() => (elections += 1))
  await until(() => runs() > 0)
  equal(elections, 1)
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'only'`,
  )
  await until(() => elections === 2, { seconds: 4 })
})

test('a job is run again when it has ended, and never twice at a time', async (t) => {
  const database = await freshDatabase(t)
  let atOnce = 0
  let most = 0
  const { runs } = aServer(t, {
    database,
    async job() {
      atOnce += 1
      most = Math.max(most, atOnce)
      await new Promise((done) => setTimeout(done, 70))
      atOnce -= 1
    },
  })
  await until(() => runs() >= 4)
  equal(most, 1)
})

test('a job that fails is told of, and runs again', async (t) => {
  const database = await freshDatabase(t)
  const { runs, failures } = aServer(t, {
    database,
    job: () => Promise.reject(new Error('not today')),
  })
  await until(() => runs() >= 3)
  ok(failures.length >= 2)
  deepEqual(new Set(failures), new Set(['job']))
})

test('closing waits for the job that is running', async (t) => {
  const database = await freshDatabase(t)
  let ended = false
  const { keeper, runs } = aServer(t, {
    database,
    async job() {
      await new Promise((done) => setTimeout(done, 150))
      ended = true
    },
  })
  await until(() => runs() === 1)
  await keeper.close()
  equal(ended, true)
  equal(runs(), 1)
})

test('without a database the keeper keeps trying', async (t) => {
  const database = await freshDatabase(t)
  let away = true
  const failures: string[] = []
  const keeper = openKeeper(
    async () => {
      if (away) throw new Error('away')
      return connect(database, 'late')
    },
    (job) => void failures.push(job),
  )
  t.after(() => keeper.close())
  let runs = 0
  keeper.every(often, 'job', async () => void (runs += 1))
  await until(() => failures.length > 0)
  equal(runs, 0)
  away = false
  await until(() => runs > 0, { seconds: 4 })
  deepEqual(new Set(failures), new Set(['elect']))
})

type Traits = {
  readonly database: TestDatabase
  readonly name?: string
  readonly job?: () => Promise<void>
}

function aServer(t: TestContext, { database, name = 'server', job }: Traits) {
  let runs = 0
  const failures: string[] = []
  const keeper = openKeeper(
    () => connect(database, name),
    (failed) => void failures.push(failed),
  )
  t.after(() => keeper.close())
  keeper.every(often, 'job', async () => {
    runs += 1
    await job?.()
  })
  return { keeper, runs: () => runs, failures }
}

async function connect(database: TestDatabase, name: string): Promise<pg.Client> {
  const client = new pg.Client({ ...database.config, application_name: name })
  client.on('error', () => {})
  await client.connect()
  return client
}
