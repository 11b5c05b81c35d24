import type { Conversation } from '@veilleuse/domain/conversation'
import type { ConversationId, MessageId, StaffId } from '@veilleuse/domain/ids'
import { sql, type Selectable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Fresh } from '../platform/delivery.ts'
import type { Tables } from '../platform/tables.ts'

export type ConversationRow = Selectable<Tables['conversation']>

/** One conversation, whole, unlocked. */
export function conversationRow(db: Db | Tx, id: ConversationId) {
  return db.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Locks the row, so that of two who change a conversation at once, one waits for the other. */
export function lockConversation(tx: Tx, id: ConversationId) {
  return tx
    .selectFrom('conversation')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** A row as the rules know it. */
export function fromRow(row: ConversationRow): Conversation {
  return {
    id: row.id,
    line: row.line_id,
    language: row.language,
    state: row.state,
    risk: row.risk,
    session: row.session,
    arrivedAt: row.arrived_at,
    atHead: row.at_head,
    counsellor: row.counsellor_id ?? undefined,
    acceptedAt: row.accepted_at ?? undefined,
    ending: row.ending ?? undefined,
  }
}

export type Facts = {
  readonly ended_by?: 'visitor' | 'helpline'
  readonly ended_at?: Date
  readonly closed_at?: Date
  readonly returned_to_queue?: boolean
}

/** Saves what the rules decided, and the facts around it that no rule needs. */
export async function saveConversation(
  tx: Tx,
  conversation: Conversation,
  facts: Facts = {},
): Promise<void> {
  await tx
    .updateTable('conversation')
    .set({
      state: conversation.state,
      risk: conversation.risk,
      at_head: conversation.atHead,
      counsellor_id: conversation.counsellor ?? null,
      accepted_at: conversation.acceptedAt ?? null,
      // For counting: that somebody answered stays true when they vanish afterwards.
      first_answered_at: sql`coalesce(first_answered_at, ${conversation.acceptedAt ?? null})`,
      ending: conversation.ending ?? null,
      ...facts,
    })
    .where('id', '=', conversation.id)
    .execute()
}

/** Messages of a conversation after `seq`, oldest first, at most `limit`. */
export function messagesAfter(
  db: Db | Tx,
  { id, seq, limit }: { id: ConversationId; seq: number; limit: number },
) {
  return db
    .selectFrom('message')
    .select(['seq', 'at', 'by_helpline', 'envelope', 'id'])
    .where('conversation_id', '=', id)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute()
}

export async function isStored(
  db: Db | Tx,
  { conversation, id }: { conversation: ConversationId; id: MessageId },
): Promise<boolean> {
  const row = await db
    .selectFrom('message')
    .select('id')
    .where('conversation_id', '=', conversation)
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

/** The same as they are handed on. */
export async function freshAfter(
  db: Db | Tx,
  after: { id: ConversationId; seq: number; limit: number },
): Promise<readonly Fresh[]> {
  const rows = await messagesAfter(db, after)
  return rows.map((row) => ({ ...row, byHelpline: row.by_helpline }))
}

/** The number of the last message of each. */
export async function lastSeqOf(
  db: Db,
  ids: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, number>> {
  const rows = await db
    .selectFrom('conversation')
    .select(['id', 'last_seq'])
    .where('id', '=', sql<ConversationId>`any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, row.last_seq]))
}

export async function certificatesOf(db: Db | Tx, id: ConversationId): Promise<readonly Buffer[]> {
  const rows = await db
    .selectFrom('certificate')
    .select('body')
    .where('conversation_id', '=', id)
    .orderBy('number')
    .execute()
  return rows.map((row) => row.body)
}

/** The earlier contacts of the same visitor, as far as they came back by phrase; oldest first. */
export async function earlierThan(
  db: Db | Tx,
  id: ConversationId,
): Promise<readonly ConversationId[]> {
  const { rows } = await sql<{ id: ConversationId }>`
    with recursive chain (id, previous_id, depth) as (
      select id, previous_id, 0 from conversation where id = ${id}
      union all
      select earlier.id, earlier.previous_id, chain.depth + 1
      from conversation earlier join chain on chain.previous_id = earlier.id
    )
    select id from chain where depth > 0 order by depth desc`.execute(db)
  return rows.map((row) => row.id)
}

/** Those of these that have not been erased, locked, so that none is erased in the meantime. */
export async function lockUnerased(
  tx: Tx,
  ids: readonly ConversationId[],
): Promise<readonly ConversationId[]> {
  const rows = await tx
    .selectFrom('conversation')
    .select('id')
    .where('id', 'in', ids)
    .where('erased_at', 'is', null)
    .forNoKeyUpdate()
    .execute()
  return rows.map((row) => row.id)
}

/** Notes how far somebody has read; false when that is no news, or more than there is. */
export async function readUpTo(
  db: Db,
  { id, by, seq }: { id: ConversationId; by: 'visitor' | 'counsellor'; seq: number },
): Promise<boolean> {
  const column = by === 'visitor' ? 'read_by_visitor' : 'read_by_counsellor'
  // Only forwards, and never past what there is: two tabs of one reader may report out of order.
  const { numUpdatedRows } = await db
    .updateTable('conversation')
    .set({ [column]: seq })
    .where('id', '=', id)
    .where(column, '<', seq)
    .where('last_seq', '>=', seq)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0
}

/** Who holds what, everywhere. */
export function heldByAnybody(db: Db) {
  return db
    .selectFrom('conversation')
    .select(['id', 'counsellor_id'])
    .where('state', 'in', ['open', 'wrapping_up'])
    .execute()
}

/** Ids this counsellor holds: open, or still to be recorded. */
export async function heldBy(
  db: Db | Tx,
  counsellor: StaffId,
): Promise<readonly ConversationRow[]> {
  return db
    .selectFrom('conversation')
    .selectAll()
    .where('counsellor_id', '=', counsellor)
    .where('state', 'in', ['open', 'wrapping_up'])
    .orderBy('accepted_at')
    .execute()
}
