import type { ConversationId } from '@veilleuse/domain/ids'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

/**
 * Replaces whatever was kept for these conversations: old words die when new ones are made. False
 * when these words open another conversation already.
 */
export async function saveKeep(
  tx: Tx,
  keep: {
    lookup: Buffer
    conversation: ConversationId
    chain: readonly ConversationId[]
    blob: Buffer
    at: Date
  },
): Promise<boolean> {
  const all = [keep.conversation, ...keep.chain]
  await tx.deleteFrom('keep').where('conversation_id', 'in', all).execute()
  const kept = await tx
    .insertInto('keep')
    .values({
      lookup: keep.lookup,
      conversation_id: keep.conversation,
      blob: keep.blob,
      kept_at: keep.at,
    })
    .onConflict((conflict) => conflict.column('lookup').doNothing())
    .returning('lookup')
    .executeTakeFirst()
  await tx
    .updateTable('conversation')
    .set({ kept: sql<boolean>`id = ${keep.conversation}` })
    .where('id', 'in', all)
    .execute()
  return kept !== undefined
}

export function keepByLookup(db: Db, lookup: Buffer) {
  return db
    .selectFrom('keep')
    .select(['blob', 'conversation_id'])
    .where('lookup', '=', lookup)
    .executeTakeFirst()
}

export async function isKept(tx: Tx, id: ConversationId): Promise<boolean> {
  const row = await tx
    .selectFrom('keep')
    .select('lookup')
    .where('conversation_id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

export async function addChallenge(db: Db, nonce: Buffer, until: Date): Promise<void> {
  await db.insertInto('challenge').values({ nonce, expires_at: until }).execute()
}

/** Uses a challenge up; false when it never was, has been used, or is too old. */
export async function takeChallenge(db: Db, nonce: Buffer, now: Date): Promise<boolean> {
  const row = await db
    .deleteFrom('challenge')
    .where('nonce', '=', nonce)
    .returning('expires_at')
    .executeTakeFirst()
  return row !== undefined && row.expires_at > now
}

export async function addGrant(
  tx: Tx,
  grant: { hash: Buffer; conversation: ConversationId; until: Date },
): Promise<void> {
  await tx
    .insertInto('return_grant')
    .values({ hash: grant.hash, conversation_id: grant.conversation, expires_at: grant.until })
    .execute()
}

/** Hands the running session to another page; the old page's token opens nothing any more. */
export async function moveSession(tx: Tx, id: ConversationId, hash: Buffer): Promise<void> {
  await tx.updateTable('conversation').set({ visitor_hash: hash }).where('id', '=', id).execute()
}

/** Challenges and proofs of being back that nobody used in time. */
export async function forgetExpired(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('challenge').where('expires_at', '<', now).execute()
  await db.deleteFrom('return_grant').where('expires_at', '<', now).execute()
}
