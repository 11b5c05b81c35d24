import { deepEqual, equal, ok } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import { seen } from '../queue/store.ts'
import { type Append, openAppend, type Said } from './append.ts'
import { openDatabase } from './database.ts'
import { aHall, type Hall, inAWord, words } from './hall.fixture.ts'
import { Problem } from './problem.ts'

leaks()

test('messages of a conversation are numbered from one, in the order they were said', async (t) => {
  const { hall, append } = await aLane(t)
  const id = await hall.conversation()
  const said = Array.from({ length: 40 }, (_, i) => words(id, { text: `line ${i}` }))

  const answers = await Promise.all(said.map((one) => append.append(one)))

  deepEqual(
    answers.map(({ seq }) => seq),
    said.map((_, i) => i + 1),
  )
  const kept = await hall.stored(id)
  equal(kept.last, 40)
  deepEqual(
    kept.messages.map((message) => message.words),
    said.map((_, i) => `line ${i}`),
  )
})

test('what is said the moment something else was stored is stored too', async (t) => {
  const { hall, append } = await aLane(t)
  const id = await hall.conversation()
  async function says(text: string) {
    return (await append.append(words(id, { text }))).seq
  }

  equal(await says('first'), 1)
  equal(await says('second'), 2)
  equal(await says('third'), 3)
})

test('a full lane says too_fast, and stores nothing of what it refused', async (t) => {
  const hall = await aHall(t)
  const append = openAppend(hall.database.config, { lanes: 1, depth: 2 })
  t.after(() => append.close())
  const id = await hall.conversation()
  const holder = await hall.connected()
  await holder.query('begin')
  await holder.query('select 1 from conversation where id = $1 for update', [id])

  // One is on its way to the database, two wait, and there is no room for more.
  const stored = ['one', 'two', 'three'].map((text) => append.append(words(id, { text })))
  const refused = await Promise.allSettled([
    append.append(words(id, { text: 'four' })),
    append.append(words(id, { text: 'five' })),
  ])
  await holder.query('commit')

  deepEqual(refused.map(inAWord), ['too_fast', 'too_fast'])
  const [first] = refused
  ok(first?.status === 'rejected' && first.reason instanceof Problem)
  equal(first.reason.retryAfterSeconds, 1)
  await Promise.all(stored)
  const { messages } = await hall.stored(id)
  deepEqual(
    messages.map((message) => message.words),
    ['one', 'two', 'three'],
  )
})

test('closing a lane stores what it has taken, and takes no more', async (t) => {
  const hall = await aHall(t)
  const append = openAppend(hall.database.config, { lanes: 1 })
  const id = await hall.conversation()
  const taken = Array.from({ length: 5 }, () => append.append(words(id)))

  const closed = append.close()
  const late = await Promise.allSettled([append.append(words(id))])
  await closed

  deepEqual(late.map(inAWord), ['restarting'])
  deepEqual(
    (await Promise.all(taken)).map(({ seq }) => seq),
    [1, 2, 3, 4, 5],
  )
})

test('two servers that write in one conversation at once count as one', async (t) => {
  const hall = await aHall(t)
  const servers = [1, 2].map(() => openAppend(hall.database.config))
  t.after(() => Promise.all(servers.map((server) => server.close())))
  const id = await hall.conversation()

  const answers = await collide(
    hall.database,
    { table: 'conversation', id },
    servers.map((server) => () => wordsOf([words(id), words(id)].map((one) => server.append(one)))),
  )

  deepEqual(answers.flat().toSorted(), ['1', '2', '3', '4'])
  deepEqual(await numbers(hall, id), [1, 2, 3, 4])
})

test('two servers that write in the same conversations at once never wait in a ring', async (t) => {
  const hall = await aHall(t)
  const ids = (await Promise.all(Array.from({ length: 6 }, () => hall.conversation()))).toSorted()
  const [held = ''] = ids
  const once = new Map(ids.map((id) => [id, words(id)]))
  const before = openAppend(hall.database.config, { lanes: 1 })
  await Promise.all([...once.values()].map((said) => before.append(said)))
  await before.close()

  // What is there already sends both of them the slow way, each in an order of its own.
  const orders = [ids, ids.toReversed()]
  const servers = orders.map(() => openAppend(hall.database.config, { lanes: 1 }))
  const openers = await Promise.all(orders.map(() => hall.conversation()))
  const answers = await collide(
    hall.database,
    { table: 'conversation', id: held },
    servers.map((server, i) => () => {
      const batch = (orders[i] ?? []).flatMap((id) => [
        once.get(id) ?? missing(),
        words(id),
        words(id),
      ])
      const opener = words(openers[i] ?? missing())
      return wordsOf([opener, ...batch].map((said) => server.append(said)))
    }),
  )
  await Promise.all(servers.map((server) => server.close()))

  deepEqual(
    answers.flat().filter((answer) => !/^(again )?\d+$/.test(answer)),
    [],
  )
  for (const id of ids) deepEqual(await numbers(hall, id), [1, 2, 3, 4, 5])
  // A ring would have been broken off and tried again, so the answers alone do not show it.
  equal(await deadlocks(hall), 0)
})

test('noting who is there never waits in a ring with the lanes', async (t) => {
  const { hall, append } = await aLane(t)
  const made = await Promise.all([1, 2, 3, 4].map(() => hall.conversation()))
  const [opener = missing(), ...ids] = made.toSorted()
  const { pool } = hall.database
  // They lie in the table the other way round than their ids go.
  for (const id of ids.toReversed())
    await pool.query('update conversation set language = language where id = $1', [id])

  const noted = openDatabase(pool)
  await collide(hall.database, { table: 'conversation', id: ids[1] ?? missing() }, [
    async () => void (await wordsOf([opener, ...ids].map((id) => append.append(words(id))))),
    () => seen(noted, { desks: [], visitors: ids, at: new Date() }),
  ])
  await append.close()
  equal(await deadlocks(hall), 0)
})

test('a batch that the database breaks off to end a deadlock is written again', async (t) => {
  const { hall, append } = await aLane(t)
  const ids = await Promise.all([1, 2, 3].map(() => hall.conversation()))
  const [first = missing(), second = missing(), opener = missing()] = ids.toSorted()
  const other = await hall.connected()
  await other.query('begin')
  await other.query('select 1 from conversation where id = $1 for update', [second])

  const answers = wordsOf([opener, first, second].map((id) => append.append(words(id))))
  await until(async () => (await hall.waiting()) === 1)
  // The lane has waited for longer, so it is the one that finds the ring and is broken off; on a very
  // busy machine it may be the other, and the lane goes on.
  await other.query('select 1 from conversation where id = $1 for update', [first]).then(
    () => other.query('commit'),
    () => other.query('rollback'),
  )

  deepEqual(await answers, ['1', '1', '1'])
  await append.close()
  await until(async () => (await deadlocks(hall)) !== 0)
})

async function aLane(t: TestContext): Promise<{ hall: Hall; append: Append }> {
  const hall = await aHall(t)
  const append = openAppend(hall.database.config, { lanes: 1 })
  t.after(() => append.close())
  return { hall, append }
}

async function wordsOf(appending: readonly ReturnType<Append['append']>[]) {
  return (await Promise.allSettled(appending)).map(inAWord)
}

async function numbers(hall: Hall, id: Said['conversation']) {
  const { last, messages } = await hall.stored(id)
  equal(messages.length, last)
  return messages.map(({ seq }) => seq)
}

async function deadlocks(hall: Hall) {
  const { rows } = await hall.database.pool.query<{ deadlocks: number }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  return rows[0]?.deadlocks ?? 0
}

function missing(): never {
  throw new Error('there are fewer than the story needs')
}
