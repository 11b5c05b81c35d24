import { deepEqual, equal, rejects, throws } from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { test, type TestContext } from 'node:test'
import type { LineId } from '@veilleuse/domain/ids'
import { freshDatabase } from '@veilleuse/testkit/database'
import { leaks } from '@veilleuse/testkit/leaks'
import { type Db, openDatabase } from './database.ts'
import type { ServerEvent } from './events.ts'
import { newLineId } from './ids.ts'
import { announce, change, eventsAfter, forgetEventsBefore, lastEvent } from './outbox.ts'

leaks()

test('a change and its events are one: both are there, or neither', async (t) => {
  const db = await aDatabase(t)
  const line = newLineId()
  await change(db, async (tx) => {
    await addLine(db, line)
    announce(tx, changed(line))
    announce(tx, changed(line))
  })
  await rejects(
    change(db, async (tx) => {
      await tx.deleteFrom('line').where('id', '=', line).execute()
      announce(tx, changed(line))
      throw new Error('thought better of it')
    }),
  )

  const events = await eventsAfter(db, 0)
  deepEqual(
    events.map(({ event }) => event),
    [changed(line), changed(line)],
  )
  equal((await db.selectFrom('line').select('id').execute()).length, 1)
})

test('nothing is announced outside a change', async (t) => {
  const db = await aDatabase(t)
  await db.transaction().execute(async (tx) => {
    throws(() => announce(tx, changed(newLineId())), /outside change/)
    await tx.selectFrom('line').select('id').execute()
  })
})

test('a reader who remembers the last number misses nothing, however changes overtake each other', async (t) => {
  const db = await aDatabase(t)
  const many = 60
  const lines = Array.from({ length: many }, () => newLineId())
  let writing = true
  const heard: ServerEvent[] = []
  const reader = (async () => {
    let seq = 0
    for (let more = true; more;) {
      more = writing
      for (const one of await eventsAfter(db, seq)) {
        heard.push(one.event)
        seq = one.seq
      }
    }
  })()
  await Promise.all(
    lines.map((line, i) =>
      change(db, async (tx) => {
        announce(tx, changed(line))
        // Who began first ends last.
        await pause((many - i) % 7)
      }),
    ),
  )
  writing = false
  await reader

  const told = heard.map((event) => ('line' in event ? event.line : ''))
  deepEqual(told.toSorted(), lines.toSorted())
})

test('what is forgotten is old, and never the last', async (t) => {
  const db = await aDatabase(t)
  equal(await lastEvent(db), 0)
  for (let i = 0; i < 3; i++) await change(db, async (tx) => announce(tx, changed(newLineId())))
  const last = await lastEvent(db)
  const tomorrow = new Date(Date.now() + 86_400_000)
  await forgetEventsBefore(db, new Date(0))
  equal((await eventsAfter(db, 0)).length, 3)
  await forgetEventsBefore(db, tomorrow)

  // An emptied table would let a server that starts now begin from nought.
  equal(await lastEvent(db), last)
  equal((await eventsAfter(db, 0)).length, 1)
})

async function aDatabase(t: TestContext): Promise<Db> {
  return openDatabase((await freshDatabase(t)).pool)
}

function changed(line: LineId): ServerEvent {
  return { type: 'line.changed', line }
}

async function addLine(db: Db, id: LineId) {
  await db
    .insertInto('line')
    .values({ id, slug: 'nuit', name: '{}', hours: '{}', emergency: '[]' })
    .execute()
}
