import type { ConversationId, LineId, StaffId } from '@veilleuse/domain/ids'
import type { ContactRecord } from '@veilleuse/domain/record'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

export function seatOf(db: Db | Tx, staff: StaffId) {
  return db
    .selectFrom('seat')
    .select((eb) => [
      'state',
      'limit',
      'sees_again',
      eb
        .selectFrom('conversation')
        .select((c) => c.fn.countAll<number>().as('many'))
        .whereRef('counsellor_id', '=', 'seat.staff_id')
        .where('conversation.state', 'in', ['open', 'wrapping_up'])
        .as('taken'),
    ])
    .where('staff_id', '=', staff)
    .executeTakeFirst()
}

export async function addCertificate(
  tx: Tx,
  conversation: ConversationId,
  body: Buffer,
): Promise<void> {
  const last = await tx
    .selectFrom('certificate')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('conversation_id', '=', conversation)
    .executeTakeFirst()
  await tx
    .insertInto('certificate')
    .values({ conversation_id: conversation, number: (last?.number ?? 0) + 1, body })
    .execute()
}

export type Wrap = {
  readonly conversation: ConversationId
  readonly key: 'content' | 'staff'
  readonly to: 'intake' | 'archive'
  readonly epoch: number
  readonly wrap: Buffer
}

/** The staff channel's key of the first counsellor stays: a later one is given it, not a new one. */
export async function addStaffKey(
  tx: Tx,
  key: { conversation: ConversationId; epoch: number; wrap: Buffer },
): Promise<void> {
  await tx
    .insertInto('conversation_key')
    .values({
      conversation_id: key.conversation,
      key: 'staff',
      sealed_to: 'intake',
      epoch: key.epoch,
      wrap: key.wrap,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function wrapsOf(
  db: Db | Tx,
  conversations: readonly ConversationId[],
): Promise<readonly Wrap[]> {
  const rows = await db
    .selectFrom('conversation_key')
    .selectAll()
    .where('conversation_id', 'in', conversations)
    .execute()
  return rows.map((row) => ({
    conversation: row.conversation_id,
    key: row.key,
    to: row.sealed_to,
    epoch: row.epoch,
    wrap: row.wrap,
  }))
}

/** Archive wraps take the place of the intake ones, whose key will be destroyed with its epoch. */
export async function archiveKeys(
  tx: Tx,
  wraps: readonly Wrap[],
  chain: readonly ConversationId[],
): Promise<void> {
  for (const { conversation, key, epoch, wrap } of wraps) {
    await tx
      .insertInto('conversation_key')
      .values({ conversation_id: conversation, key, sealed_to: 'archive', epoch, wrap })
      .onConflict((conflict) =>
        conflict.columns(['conversation_id', 'key', 'sealed_to']).doUpdateSet({ epoch, wrap }),
      )
      .execute()
  }
  await tx
    .deleteFrom('conversation_key')
    .where('conversation_id', 'in', chain)
    .where('sealed_to', '=', 'intake')
    .execute()
}

export async function saveOpening(tx: Tx, id: ConversationId, opening: Buffer): Promise<void> {
  await tx.updateTable('conversation').set({ opening }).where('id', '=', id).execute()
}

export function notesOf(db: Db, conversations: readonly ConversationId[]) {
  return db
    .selectFrom('note')
    .select(['id', 'at', 'staff_id', 'envelope'])
    .where('conversation_id', 'in', conversations)
    .orderBy('at')
    .execute()
}

/** Keeps a note; writing the same one twice keeps it once. Gives what is kept under its id. */
export async function addNote(
  tx: Tx,
  note: { id: string; conversation: ConversationId; staff: StaffId; envelope: Buffer; at: Date },
) {
  await tx
    .insertInto('note')
    .values({
      id: note.id,
      conversation_id: note.conversation,
      staff_id: note.staff,
      envelope: note.envelope,
      at: note.at,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  return tx
    .selectFrom('note')
    .select(['conversation_id', 'staff_id', 'envelope', 'at'])
    .where('id', '=', note.id)
    .executeTakeFirstOrThrow()
}

export async function addRecord(
  tx: Tx,
  line: LineId,
  { record, day }: { record: ContactRecord; day: string },
): Promise<void> {
  await tx
    .insertInto('record')
    .values({
      line_id: line,
      day,
      nature: record.nature,
      reason_class: record.reason?.class ?? null,
      reason_detail: record.reason?.detail ?? null,
      action: record.action,
    })
    .execute()
}

export function phrasesOf(db: Db, lines: readonly LineId[]) {
  return db
    .selectFrom('phrase')
    .innerJoin('line', 'line.id', 'phrase.line_id')
    .select(['phrase.id', 'phrase.line_id', 'phrase.language', 'phrase.title', 'phrase.text'])
    .where('phrase.line_id', '=', sql<LineId>`any(${lines}::uuid[])`)
    .orderBy('line.place')
    .orderBy('phrase.place')
    .execute()
}
