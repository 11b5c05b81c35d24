import type { ConversationId, LineId } from '@veilleuse/domain/ids'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { VisitorSession } from '../platform/session.ts'
import type { Tables } from '../platform/tables.ts'
import type { Insertable } from 'kysely'

/**
 * How many wait on a line that takes no more than so many. Under the line's lock, so that of two who
 * come at once for the last place the second counts the first.
 */
export async function countUnderLock(tx: Tx, line: LineId): Promise<number> {
  await tx.selectFrom('line').select('id').where('id', '=', line).forNoKeyUpdate().execute()
  const { many } = await tx
    .selectFrom('conversation')
    .select((eb) => eb.fn.countAll<number>().as('many'))
    .where('line_id', '=', line)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  return many
}

/** False when the conversation, or the secret of its page, is there already. */
export async function addConversation(
  tx: Tx,
  conversation: Insertable<Tables['conversation']>,
): Promise<boolean> {
  const added = await tx
    .insertInto('conversation')
    .values(conversation)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

/** The conversations that these hashes of tokens open, by hash in hex. */
export async function sessionsOf(
  db: Db,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, VisitorSession>> {
  const rows = await db
    .selectFrom('conversation')
    .select(['id', sql<string>`encode(visitor_hash, 'hex')`.as('hash')])
    .where('visitor_hash', '=', sql<Buffer>`any(${hashes.map((hex) => `\\x${hex}`)}::bytea[])`)
    .where('erased_at', 'is', null)
    .execute()
  return new Map(rows.map(({ id, hash }) => [hash, { conversation: id }]))
}

/** What greeting these pages needs, of those that are not erased. */
export async function pagesOf(db: Db, ids: readonly ConversationId[]) {
  const rows = await db
    .selectFrom('conversation')
    .select([
      'id',
      'line_id',
      'session',
      'language',
      'state',
      'counsellor_id',
      'ending',
      'ended_by',
      'last_seq',
      'read_by_visitor',
      'read_by_counsellor',
      'returned_to_queue',
      'silence_told',
      'closes_at',
      'kept',
      sql<string>`encode(visitor_hash, 'hex')`.as('hash'),
    ])
    .where('id', '=', sql<ConversationId>`any(${ids}::uuid[])`)
    .where('erased_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Under which key the visitor's page signs; undefined once it is erased. */
export async function visitorKeyOf(db: Db, id: ConversationId): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('conversation')
    .select('visitor_key')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.visitor_key ?? undefined
}

/** A content key of an earlier conversation, sealed to the running epoch by the visitor. */
export async function saveEarlierKey(
  tx: Tx,
  key: { conversation: ConversationId; epoch: number; wrap: Buffer },
): Promise<void> {
  await tx
    .insertInto('conversation_key')
    .values({
      conversation_id: key.conversation,
      key: 'content',
      sealed_to: 'intake',
      epoch: key.epoch,
      wrap: key.wrap,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['conversation_id', 'key', 'sealed_to'])
        .doUpdateSet({ epoch: key.epoch, wrap: key.wrap }),
    )
    .execute()
}

export async function markSurveyed(tx: Tx, id: ConversationId): Promise<void> {
  await tx.updateTable('conversation').set({ surveyed: true }).where('id', '=', id).execute()
}

export async function addSurvey(tx: Tx, answers: Insertable<Tables['survey']>): Promise<void> {
  await tx.insertInto('survey').values(answers).execute()
}

export async function askTime(db: Tx, id: ConversationId, now: Date): Promise<void> {
  await db
    .updateTable('conversation')
    .set({ time_asked_at: now, silence_told: null, closes_at: null })
    .where('id', '=', id)
    .execute()
}

/**
 * Erases what was said and every key to it. The row stays, without content, because that somebody
 * asked for help is counted.
 */
export async function erase(
  tx: Tx,
  ids: readonly ConversationId[],
  { hash, at }: { hash: () => Buffer; at: Date },
): Promise<void> {
  for (const table of [
    'message',
    'certificate',
    'conversation_key',
    'note',
    'keep',
    'return_grant',
  ] as const)
    await tx.deleteFrom(table).where('conversation_id', 'in', ids).execute()
  for (const id of ids)
    await tx
      .updateTable('conversation')
      .set({
        opening: Buffer.alloc(0),
        visitor_key: null,
        visitor_hash: hash(),
        erased_at: at,
        kept: false,
      })
      .where('id', '=', id)
      .execute()
}
