import { dayAt, type Hours } from '@veilleuse/domain/hours'
import type { LineId } from '@veilleuse/domain/ids'
import type { Language, Worded } from '@veilleuse/domain/language'
import { sql, type Insertable, type Selectable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Tables } from '../platform/tables.ts'

export function lineBySlug(db: Db | Tx, slug: string) {
  return db
    .selectFrom('line')
    .selectAll()
    .where('slug', '=', slug)
    .where('retired_at', 'is', null)
    .executeTakeFirst()
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

export type LineRow = Selectable<Tables['line']>

/** The settings of a line as they lie in its row: what an administrator sets in the office. */
export type SettingsRow = Pick<
  Insertable<Tables['line']>,
  | 'name'
  | 'purpose'
  | 'audience'
  | 'age_from'
  | 'age_to'
  | 'languages'
  | 'skill'
  | 'channels'
  | 'anonymity'
  | 'country'
  | 'promised_minutes'
  | 'most_waiting'
  | 'overflow_line_id'
  | 'triage'
  | 'emergency'
  | 'silence'
  | 'early_seconds'
>

/** False when another line has this slug, be it one that is offered no more. */
export async function addLine(
  tx: Tx,
  line: SettingsRow & { readonly id: LineId; readonly slug: string; readonly hours: Hours },
): Promise<boolean> {
  const { hours, ...row } = line
  const added = await tx
    .insertInto('line')
    .values({
      ...row,
      hours: JSON.stringify(hours),
      place: sql<number>`(select coalesce(max(place), 0) + 1 from line)`,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

/** Locks every line, always in the same order. */
export async function lockLines(tx: Tx): Promise<void> {
  await tx.selectFrom('line').select('id').orderBy('id').forNoKeyUpdate().execute()
}

/** Locks the line, so that of two administrators the second changes what the first has saved. */
export function lockLine(tx: Tx, id: LineId): Promise<LineRow | undefined> {
  return tx
    .selectFrom('line')
    .selectAll()
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

export async function saveSettings(tx: Tx, id: LineId, settings: SettingsRow): Promise<void> {
  await tx
    .updateTable('line')
    .set(settings)
    .set('revision', (eb) => eb('revision', '+', 1))
    .where('id', '=', id)
    .execute()
  // Those who answer on it have the profession it asks for from now on.
  await sql`update staff set skills = array_append(skills, ${settings.skill})
    where ${settings.skill} <> all(skills)
      and id in (select staff_id from staff_line where line_id = ${id})`.execute(tx)
}

export async function retire(tx: Tx, id: LineId, now: Date): Promise<void> {
  await tx.updateTable('line').set({ retired_at: now }).where('id', '=', id).execute()
  await tx
    .updateTable('line')
    .set({ overflow_line_id: null })
    .where('overflow_line_id', '=', id)
    .execute()
}

export async function addRules(
  tx: Tx,
  rules: { readonly line: LineId; readonly version: number; readonly text: Worded; at: Date },
): Promise<void> {
  await tx
    .insertInto('line_rules')
    .values({
      line_id: rules.line,
      version: rules.version,
      text: JSON.stringify(rules.text),
      published_at: rules.at,
    })
    .execute()
  await tx
    .updateTable('line')
    .set({ rules_version: rules.version })
    .set('revision', (eb) => eb('revision', '+', 1))
    .where('id', '=', rules.line)
    .execute()
}

/** The newest version of a line's own rules; undefined while it has published none. */
export function newestRules(db: Db | Tx, line: LineId) {
  return db
    .selectFrom('line_rules')
    .select(['version', 'text', 'published_at'])
    .where('line_id', '=', line)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Of those who are in the directory and answer on the line: the role of each. */
export function rolesOn(db: Db | Tx, line: LineId) {
  return db
    .selectFrom('staff_line')
    .innerJoin('staff', 'staff.id', 'staff_line.staff_id')
    .select('staff.role')
    .where('staff_line.line_id', '=', line)
    .where('staff.state', '=', 'in_directory')
    .execute()
}
