import type { SeatState } from '@veilleuse/domain/conversation'
import type { LineId, StaffId } from '@veilleuse/domain/ids'
import { counsellorGrace } from '@veilleuse/domain/patience'
import type { Planned } from '@veilleuse/domain/shift'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

/** How far ahead a rota is read for what a line tells: as far as its calendar looks for an opening. */
const ahead = { days: 15 }

/** The shifts of a line that are not over yet, as far as its state rests on them. */
export async function shiftsAhead(
  db: Db | Tx,
  line: LineId,
  now: Date,
): Promise<readonly Planned[]> {
  const rows = await db
    .selectFrom('shift')
    .select(['staff_id', 'from_at', 'to_at'])
    .where('line_id', '=', line)
    .where('to_at', '>', now)
    .where('from_at', '<', new Date(now.getTime() + ahead.days * 86_400_000))
    .orderBy('from_at')
    .execute()
  return rows.map((row) => ({
    staff: row.staff_id ?? undefined,
    from: row.from_at,
    to: row.to_at,
  }))
}

/** What somebody who leaves the team had still before them is open to be taken. */
export async function openShiftsOf(tx: Tx, staff: StaffId, now: Date): Promise<readonly LineId[]> {
  const rows = await tx
    .updateTable('shift')
    .set({ staff_id: null })
    .where('staff_id', '=', staff)
    .where('to_at', '>', now)
    .returning('line_id')
    .execute()
  return [...new Set(rows.map((row) => row.line_id))]
}

/**
 * Ends what somebody's sitting was until now and begins the next, at a change of their seat and in its
 * transaction. A desk that fell silent sat as long as it was waited for, no longer.
 */
export async function keepSitting(
  tx: Tx,
  staff: StaffId,
  { state, at }: { state: SeatState; at: Date },
): Promise<void> {
  const now = await tx
    .selectFrom('sitting')
    .select('state')
    .where('staff_id', '=', staff)
    .where('to_at', 'is', null)
    .executeTakeFirst()
  if ((now?.state ?? 'off') === state) return
  const seen = sql<Date>`(select seen_at from seat where seat.staff_id = sitting.staff_id)
    + make_interval(secs => ${counsellorGrace.seconds})`
  await tx
    .updateTable('sitting')
    .set({ to_at: sql<Date>`greatest(from_at, least(${at}::timestamptz, ${seen}))` })
    .where('staff_id', '=', staff)
    .where('to_at', 'is', null)
    .execute()
  if (state === 'off') return
  await tx
    .insertInto('sitting')
    .values({ staff_id: staff, state, from_at: at, to_at: null })
    .execute()
}
