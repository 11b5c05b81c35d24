import type { LineId, StaffId } from '@veilleuse/domain/ids'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

/** In a query that reads `staff`: the lines each person answers on, in the order the lines stand. */
export const linesOfStaff = sql<LineId[]>`array(
  select line.id from staff_line join line on line.id = staff_line.line_id
  where staff_line.staff_id = staff.id and line.retired_at is null
  order by line.place, line.slug)`.as('lines')

/** The lines a person answers on. */
export async function linesOf(db: Db | Tx, staff: StaffId): Promise<readonly LineId[]> {
  const row = await db
    .selectFrom('staff')
    .select(linesOfStaff)
    .where('id', '=', staff)
    .executeTakeFirst()
  return row?.lines ?? []
}

/** From now on the person answers on just these lines. */
export async function saveLinesOf(tx: Tx, staff: StaffId, lines: readonly LineId[]): Promise<void> {
  await tx
    .deleteFrom('staff_line')
    .where('staff_id', '=', staff)
    .where('line_id', '<>', sql<LineId>`all(${lines}::uuid[])`)
    .execute()
  if (lines.length === 0) return
  await tx
    .insertInto('staff_line')
    .values(lines.map((line) => ({ staff_id: staff, line_id: line })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await tx
    .updateTable('staff')
    .set({
      // Whoever is put on a line of lawyers is one of them.
      skills: sql`array(select unnest(skills) union
        select skill from line where id = any(${lines}::uuid[]) order by 1)`,
    })
    .where('id', '=', staff)
    .execute()
}
