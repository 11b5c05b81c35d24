import { sql } from 'kysely'
import { locks } from './locks.ts'
import type { StaffId } from '@veilleuse/domain/ids'
import { equal, utf8 } from '@veilleuse/sealing/bytes'
import { framed } from '@veilleuse/sealing/codec'
import { labelled, noHash, sha256 } from '@veilleuse/sealing/suite'
import type { Db, Tx } from './database.ts'

export type AuditEntry = {
  /** Undefined when the helpline did it by itself. */
  readonly who: StaffId | undefined
  /** `noun.verbed` */
  readonly what: string
  /** An id of ours, never a word of anybody's. */
  readonly about: string
}

/**
 * Writes who did what, in the transaction that does it. Call it last: it makes every other change
 * that is audited wait, and locks taken after it could wait for each other.
 */
export async function audit(tx: Tx, entry: AuditEntry, at: Date): Promise<void> {
  // Held to the end of the transaction, so that two entries never follow the same one.
  await sql`select pg_advisory_xact_lock(${locks.audit})`.execute(tx)
  const last = await tx
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const seq = (last?.seq ?? 0) + 1
  const previous = last?.hash ?? noHash
  const hash = await hashOf({ ...entry, seq, at, previous })
  await tx
    .insertInto('audit')
    .values({
      seq,
      at,
      who: entry.who ?? null,
      what: entry.what,
      about: entry.about,
      prev_hash: Buffer.from(previous),
      hash,
    })
    .execute()
}

/**
 * The number of the first row that is not as it was written, or follows none; undefined when all
 * hold. Rows cut off the end are not missed here: compare the last hash with one kept elsewhere.
 */
export async function firstFalseAudit(db: Db): Promise<number | undefined> {
  let previous: Uint8Array = noHash
  let seq = 0
  for (;;) {
    const rows = await rowsAfter(db, seq)
    for (const row of rows) {
      const expected = await hashOf({ ...row, who: row.who ?? undefined, previous })
      const follows = equal(row.prev_hash, previous)
      if (!follows || !equal(row.hash, expected)) return row.seq
      previous = row.hash
      seq = row.seq
    }
    if (rows.length === 0) return undefined
  }
}

function rowsAfter(db: Db, seq: number) {
  return db
    .selectFrom('audit')
    .select(['seq', 'at', 'who', 'what', 'about', 'prev_hash', 'hash'])
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(1000)
    .execute()
}

type Hashed = AuditEntry & {
  readonly seq: number
  readonly at: Date
  readonly previous: Uint8Array
}

async function hashOf({ seq, at, who, what, about, previous }: Hashed): Promise<Buffer> {
  const parts = [String(seq), at.toISOString(), who ?? '', what, about].map(utf8)
  return Buffer.from(await sha256(labelled('audit', previous, framed(...parts))))
}
