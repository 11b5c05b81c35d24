import { deepEqual, equal, ok } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { freshDatabase, type TestDatabase } from '@veilleuse/testkit/database'
import { aCableToDatabase } from '@veilleuse/testkit/cable'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import pg from 'pg'
import { type Db, openDatabase, openPool } from './database.ts'
import { type Feed, openFeed } from './feed.ts'
import { newLineId } from './ids.ts'
import { announce, change } from './outbox.ts'

leaks()

test('what happens is heard at once, in order, by everybody who listens', async (t) => {
  const { db, feed } = await aFeed(t)
  const [one, other] = [listening(feed), listening(feed)]
  const began = performance.now()
  const said = []
  for (let i = 0; i < 5; i++) said.push(await happens(db))

  await until(() => other.heard.length === 5)
  ok(performance.now() - began < 900, 'the second’s look was not needed')
  deepEqual([one.heard, other.heard], [said, said])
  deepEqual(one.numbers, [1, 2, 3, 4, 5])
})

test('what happened before the feed was opened is not heard', async (t) => {
  const database = await freshDatabase(t)
  const db = openDatabase(database.pool)
  await happens(db)
  const { feed } = await aFeed(t, database)
  const { heard } = listening(feed)
  const line = await happens(db)
  await until(() => heard.length > 0)
  deepEqual(heard, [line])
})

test('what happened between the opening and the first who listens is heard', async (t) => {
  const { db, feed } = await aFeed(t)
  const lines = [await happens(db), await happens(db)]
  feed.look()
  await new Promise((done) => setTimeout(done, 100))
  const { heard } = listening(feed)
  await until(() => heard.length === 2)
  deepEqual(heard, lines)
})

test('without its notifications the feed hears by looking', async (t) => {
  const database = await freshDatabase(t)
  const db = openDatabase(database.pool)
  const problems: unknown[] = []
  const feed = await openFeed(
    db,
    () => Promise.reject(new Error('no room for one more connection')),
    (error) => void problems.push(error),
  )
  t.after(() => feed.close())
  const { heard } = listening(feed)
  const first = await happens(db)
  feed.look()
  await until(() => heard.length === 1, { seconds: 0.9 })
  const second = await happens(db)
  await until(() => heard.length === 2, { seconds: 3 })
  deepEqual(heard, [first, second])
  ok(problems.length > 0)
})

test('a connection that was killed is made again, and nothing is missed meanwhile', async (t) => {
  const { db, feed, database, connections } = await aFeed(t)
  const { heard } = listening(feed)
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'feed under test'`,
  )
  const lines = [await happens(db)]
  await until(() => connections() === 2, { seconds: 3 })
  lines.push(await happens(db))
  await until(() => heard.length === 2)
  deepEqual(heard, lines)
})

test('a database that was away is read on from where the feed was', async (t) => {
  const database = await freshDatabase(t)
  const { cable, reach } = await aCableToDatabase(t, database)
  const pool = openPool(reach, 2)
  const listen = async () => {
    const client = new pg.Client(reach)
    client.on('error', () => {})
    await client.connect()
    return client
  }
  const feed = await openFeed(openDatabase(pool), listen, () => {})
  t.after(async () => {
    await feed.close()
    await pool.end()
  })
  const { heard } = listening(feed)
  cable.takeMore(false)
  cable.cut()
  const db = openDatabase(database.pool)
  const lines = [await happens(db), await happens(db)]
  await new Promise((done) => setTimeout(done, 200))
  deepEqual(heard, [])
  cable.takeMore(true)
  await until(() => heard.length === 2)
  deepEqual(heard, lines)
})

test('whoever stumbles over an event hears the next, and so do the others', async (t) => {
  const { db, feed, problems } = await aFeed(t)
  let stumbles = 0
  feed.on(() => {
    stumbles += 1
    throw new Error('stumbled')
  })
  const { heard } = listening(feed)
  const lines = [await happens(db), await happens(db)]
  await until(() => heard.length === 2)
  deepEqual(heard, lines)
  equal(stumbles, 2)
  equal(problems.length, 2)
})

test('more than a thousand at once are heard, in order', async (t) => {
  const { feed, database } = await aFeed(t)
  const { numbers } = listening(feed)
  await database.pool.query(
    `insert into outbox (event)
     select '{"type":"line.changed","line":"x"}' from generate_series(1, 2300)`,
  )
  feed.look()
  await until(() => numbers.length === 2300)
  deepEqual(
    numbers,
    Array.from({ length: 2300 }, (_, i) => i + 1),
  )
})

test('a closed feed says no more', async (t) => {
  const { db, feed } = await aFeed(t)
  const { heard } = listening(feed)
  await feed.close()
  await happens(db)
  feed.look()
  await new Promise((done) => setTimeout(done, 100))
  deepEqual(heard, [])
})

async function aFeed(t: TestContext, at?: TestDatabase) {
  const database = at ?? (await freshDatabase(t))
  const problems: unknown[] = []
  let connections = 0
  const listen = async () => {
    const client = new pg.Client({ ...database.config, application_name: 'feed under test' })
    client.on('error', () => {})
    await client.connect()
    connections += 1
    return client
  }
  const db = openDatabase(database.pool)
  const feed = await openFeed(db, listen, (error) => void problems.push(error))
  t.after(() => feed.close())
  return { database, db, feed, problems, connections: () => connections }
}

function listening(feed: Feed) {
  const heard: string[] = []
  const numbers: number[] = []
  feed.on((event, seq) => {
    numbers.push(seq)
    if ('line' in event) heard.push(event.line)
  })
  return { heard, numbers }
}

/** Something that concerns a line; gives which. */
async function happens(db: Db): Promise<string> {
  const line = newLineId()
  await change(db, async (tx) => announce(tx, { type: 'line.changed', line }))
  return line
}
