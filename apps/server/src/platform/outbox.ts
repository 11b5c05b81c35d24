import { sql } from 'kysely'
import type { Db, Tx } from './database.ts'
import type { ServerEvent } from './events.ts'
import { locks } from './locks.ts'

const announced = new WeakMap<Tx, ServerEvent[]>()

/**
 * Runs a change in one transaction together with the events it announces. Every change goes
 * through here, so that there is no change without its event and no event without its change.
 */
export async function change<T>(db: Db, run: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    announced.set(tx, [])
    const result = await run(tx)
    await write(tx, announced.get(tx) ?? [])
    return result
  })
}

/** Tells every server what has changed, once the transaction has committed. */
export function announce(tx: Tx, event: ServerEvent): void {
  const events = announced.get(tx)
  if (!events) throw new Error('announce() outside change()')
  events.push(event)
}

// Identity numbers are given before commit, so two transactions could commit 8 before 7 and a
// reader that has seen 8 would miss 7. The lock makes number order commit order. It is taken last,
// when all rows are locked already, so it cannot take part in a deadlock; changes are rare (messages
// do not come this way), so the queue before it is short.
async function write(tx: Tx, events: readonly ServerEvent[]): Promise<void> {
  if (events.length === 0) return
  await sql`select pg_advisory_xact_lock(${locks.orderOfCommit})`.execute(tx)
  await tx
    .insertInto('outbox')
    .values(events.map((event) => ({ event: JSON.stringify(event) })))
    .execute()
  await sql`select pg_notify('outbox', '')`.execute(tx)
}

/** Events after `seq`, oldest first. */
export async function eventsAfter(db: Db, seq: number) {
  const rows = await db
    .selectFrom('outbox')
    .select(['seq', 'event'])
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(1000)
    .execute()
  return rows.map((row) => ({ seq: row.seq, event: row.event as ServerEvent }))
}

/** The last event every reader of this snapshot has the effects of. */
export async function lastEvent(db: Db | Tx): Promise<number> {
  const row = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirst()
  return row?.seq ?? 0
}

export async function forgetEventsBefore(db: Db, before: Date): Promise<void> {
  // The newest stays, or an emptied table would make `lastEvent` run backwards.
  await sql`delete from outbox where at < ${before} and seq < (select max(seq) from outbox)`.execute(
    db,
  )
}
