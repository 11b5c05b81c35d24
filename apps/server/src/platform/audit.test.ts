import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshDatabase } from '@veilleuse/testkit/database'
import { leaks } from '@veilleuse/testkit/leaks'
import { audit, firstFalseAudit } from './audit.ts'
import { type Db, openDatabase } from './database.ts'
import { newStaffId } from './ids.ts'
import { change } from './outbox.ts'

leaks()

const at = new Date('2026-03-10T15:00:00Z')

test('entries written at the same time follow each other, and hold', async (t) => {
  const db = await withEntries(t, 12)
  assert.equal(await firstFalseAudit(db), undefined)
  const rows = await db.selectFrom('audit').select('seq').orderBy('seq').execute()
  assert.deepEqual(
    rows.map((row) => row.seq),
    Array.from({ length: 12 }, (_, i) => i + 1),
  )
})

test('the helpline refuses to change or drop an entry', async (t) => {
  const db = await withEntries(t, 2)
  const attempts = [
    sql`update audit set what = 'nothing.done'`,
    sql`delete from audit`,
    sql`truncate audit`,
  ]
  for (const attempt of attempts) await assert.rejects(attempt.execute(db), /append-only/)
})

const tampering = {
  'a changed deed': sql`update audit set what = 'nothing.done' where seq = 3`,
  'a changed name': sql`update audit set who = gen_random_uuid() where seq = 3`,
  'a changed time': sql`update audit set at = at + interval '1 second' where seq = 3`,
  'a changed object': sql`update audit set about = '' where seq = 3`,
  'a row taken out': sql`delete from audit where seq = 3`,
  'two rows exchanged': sql`update audit set seq = 7 - seq where seq in (3, 4)`,
}

for (const [how, tamper] of Object.entries(tampering)) {
  test(`${how} by somebody with power over the database is found`, async (t) => {
    const db = await withEntries(t, 6)
    await sql`alter table audit disable trigger all`.execute(db)
    // Two rows exchanged pass through a state that the primary key refuses.
    await sql`alter table audit drop constraint audit_pkey`.execute(db)
    await tamper.execute(db)
    const expected = how === 'a row taken out' ? 4 : 3
    assert.equal(await firstFalseAudit(db), expected)
  })
}

async function withEntries(t: Parameters<typeof freshDatabase>[0], count: number): Promise<Db> {
  const { pool } = await freshDatabase(t)
  const db = openDatabase(pool)
  const who = newStaffId()
  const entries = Array.from({ length: count }, (_, i) => `person ${i}`)
  await Promise.all(
    entries.map((about) =>
      change(db, (tx) => audit(tx, { who, what: 'person.invited', about }, at)),
    ),
  )
  return db
}
