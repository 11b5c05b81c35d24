import { dayAt, type Hours } from '@veilleuse/domain/hours'
import type { LineId } from '@veilleuse/domain/ids'
import type { Language } from '@veilleuse/domain/language'
import type { Insertable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Tables } from '../platform/tables.ts'

export function lineBySlug(db: Db | Tx, slug: string) {
  return db.selectFrom('line').selectAll().where('slug', '=', slug).executeTakeFirst()
}

export function lineById(db: Db | Tx, id: LineId) {
  return db.selectFrom('line').selectAll().where('id', '=', id).executeTakeFirst()
}

/** What day it is where the line is: by it a contact is counted. */
export async function dayOf(tx: Tx, id: LineId, now: Date): Promise<string> {
  const { hours } = await tx
    .selectFrom('line')
    .select('hours')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return dayAt(hours.zone, now)
}

/** The lines that are offered, in the order they stand. */
export function allLines(db: Db | Tx) {
  return db
    .selectFrom('line')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('place')
    .orderBy('slug')
    .execute()
}

export function helplineOf(db: Db | Tx) {
  return db.selectFrom('helpline').selectAll().executeTakeFirst()
}

/**
 * The statements by which a visitor's browser checks these epochs of a line: the root, the
 * authorities, the epochs themselves. Never the team.
 */
export async function statementsFor(
  db: Db | Tx,
  { line, epochs }: { line: LineId; epochs: readonly number[] },
): Promise<readonly Buffer[]> {
  const rows = await db
    .selectFrom('directory_statement')
    .select('body')
    .where((eb) =>
      eb.or([
        eb('type', 'in', ['root', 'authority-add']),
        eb(
          'seq',
          'in',
          eb
            .selectFrom('epoch')
            .select('statement_seq')
            .where('line_id', '=', line)
            .where('number', 'in', epochs.length > 0 ? epochs : [0]),
        ),
      ]),
    )
    .orderBy('seq')
    .execute()
  return rows.map((row) => row.body)
}

export async function saveHelpline(
  tx: Tx,
  helpline: Insertable<Tables['helpline']>,
): Promise<void> {
  await tx
    .insertInto('helpline')
    .values(helpline)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function saveLine(tx: Tx, line: Insertable<Tables['line']>): Promise<void> {
  await tx
    .insertInto('line')
    .values(line)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function saveHours(tx: Tx, line: LineId, hours: Hours): Promise<void> {
  await tx
    .updateTable('line')
    .set({ hours: JSON.stringify(hours) })
    .where('id', '=', line)
    .execute()
}

export async function savePhrases(
  tx: Tx,
  line: LineId,
  phrases: readonly { language: Language; title: string; text: string }[],
): Promise<void> {
  await tx
    .insertInto('phrase')
    .values(phrases.map((phrase, place) => ({ ...phrase, line_id: line, place })))
    .execute()
}
