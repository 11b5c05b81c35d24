import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { aCableToDatabase } from '@veilleuse/testkit/cable'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import { openAppend, type Stored } from './append.ts'
import { aHall, type Hall, words } from './hall.fixture.ts'
import { Problem } from './problem.ts'

leaks()

test('a message whose answer was lost on the way is stored once', async (t) => {
  const hall = await aHall(t)
  const { cable, reach } = await aCableToDatabase(t, hall.database)
  const append = openAppend(reach, { lanes: 1 })
  t.after(() => append.close())
  const id = await hall.conversation()
  await append.append(words(id, { text: 'before' }))

  cable.hold('answers')
  const unheard = append.append(words(id, { text: 'unheard' }))
  await until(async () => (await hall.stored(id)).last === 2)
  cable.cut()
  cable.letGo()

  const { seq, again } = await unheard
  deepEqual({ seq, again }, { seq: 2, again: true })
  equal((await append.append(words(id))).seq, 3)
  deepEqual((await hall.stored(id)).messages.map((message) => message.words).slice(0, 2), [
    'before',
    'unheard',
  ])
})

test('while the database is away messages wait, and are stored when it is back', async (t) => {
  const hall = await aHall(t)
  const { cable, reach } = await aCableToDatabase(t, hall.database)
  const append = openAppend(reach, { lanes: 2 })
  t.after(() => append.close())
  const ids = await Promise.all([1, 2, 3].map(() => hall.conversation()))
  await Promise.all(ids.map((id) => append.append(words(id))))

  cable.takeMore(false)
  cable.cut()
  const waiting = Promise.all(ids.map((id) => append.append(words(id))))
  await pause(400)
  cable.takeMore(true)

  deepEqual(
    (await waiting).map(({ seq }) => seq),
    [2, 2, 2],
  )
})

test('with its connections killed at work a lane loses nothing and doubles nothing', async (t) => {
  const hall = await aHall(t)
  const patience = { tries: 20, pauseMs: 20 }
  const append = openAppend(hall.database.config, { lanes: 2, patience })
  t.after(() => append.close())
  const ids = await Promise.all(Array.from({ length: 8 }, () => hall.conversation()))
  const acknowledged = new Map<string, Stored>()
  let writing = true

  const writers = ids.map(async (id) => {
    const mine = []
    while (writing) {
      const said = words(id)
      acknowledged.set(said.id, await append.append(said))
      mine.push(said.id)
    }
    return { id, mine }
  })
  for (let kills = 0; kills < 12; kills += await killAtWork(hall)) {
    const sofar = acknowledged.size
    await until(() => acknowledged.size > sofar + 16)
  }
  writing = false

  for (const { id, mine } of await Promise.all(writers)) {
    const { last, messages } = await hall.stored(id)
    equal(messages.length, last)
    deepEqual(
      messages.map((message) => message.id),
      mine,
      'each in the order it was said, once',
    )
    deepEqual(
      messages.map(({ seq }) => seq),
      mine.map((message) => acknowledged.get(message)?.seq),
    )
  }
  const again = [...acknowledged.values()].filter((stored) => stored.again).length
  t.diagnostic(`${acknowledged.size} stored; ${again} had been stored when their answer was lost`)
})

test('when the database stays away the writer is told to come back', async (t) => {
  const hall = await aHall(t)
  const { cable, reach } = await aCableToDatabase(t, hall.database)
  const append = openAppend(reach, { lanes: 1, patience: { tries: 2, pauseMs: 10 } })
  t.after(() => append.close())
  cable.takeMore(false)
  const id = await hall.conversation()

  const [answer] = await Promise.allSettled([append.append(words(id))])

  ok(answer?.status === 'rejected')
  deepEqual(answer.reason, new Problem('restarting', 2))
  equal((await hall.stored(id)).last, 0)
  cable.takeMore(true)
  equal((await append.append(words(id))).seq, 1)
})

/** Ends the connections on which a statement is running; gives how many. */
async function killAtWork({ database }: Hall): Promise<number> {
  const { rowCount } = await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'veilleuse append'
       and state = 'active'`,
  )
  return rowCount ?? 0
}
