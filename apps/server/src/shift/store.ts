import type { SeatState } from '@veilleuse/domain/conversation'
import type { LineId, ShiftId, StaffId } from '@veilleuse/domain/ids'
import { counsellorGrace } from '@veilleuse/domain/patience'
import type { Planned, Shift } from '@veilleuse/domain/shift'
import { sql, type Insertable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Tables } from '../platform/tables.ts'

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

/** The shifts of a line that meet this time, with the names of their people. */
export function shiftsBetween(db: Db | Tx, line: LineId, { from, to }: { from: Date; to: Date }) {
  return db
    .selectFrom('shift')
    .leftJoin('staff', 'staff.id', 'shift.staff_id')
    .select(['shift.id', 'shift.from_at', 'shift.to_at', 'shift.staff_id', 'staff.alias'])
    .where('shift.line_id', '=', line)
    .where('shift.to_at', '>', from)
    .where('shift.from_at', '<', to)
    .orderBy('shift.from_at')
    .orderBy('shift.to_at')
    .orderBy('staff.alias')
    .orderBy('shift.id')
    .execute()
}

/** Whoever answers on a line, by name. */
export function peopleOf(db: Db | Tx, line: LineId) {
  return db
    .selectFrom('staff_line')
    .innerJoin('staff', 'staff.id', 'staff_line.staff_id')
    .select(['staff.id', 'staff.alias'])
    .where('staff_line.line_id', '=', line)
    .where('staff.state', '=', 'in_directory')
    .where('staff.role', 'in', ['counsellor', 'supervisor'])
    .orderBy('staff.alias')
    .execute()
}

/**
 * Locks a person, so that of two shifts at one time that are given to them at once the second meets
 * the first. Order of locks: person, shift.
 */
export async function lockTaker(tx: Tx, staff: StaffId): Promise<boolean> {
  const person = await tx
    .selectFrom('staff')
    .select('id')
    .where('id', '=', staff)
    .where('state', '=', 'in_directory')
    .where('role', 'in', ['counsellor', 'supervisor'])
    .forNoKeyUpdate()
    .executeTakeFirst()
  return person !== undefined
}

export async function answersOn(tx: Tx, staff: StaffId, line: LineId): Promise<boolean> {
  const answers = await tx
    .selectFrom('staff_line')
    .select('staff_id')
    .where('staff_id', '=', staff)
    .where('line_id', '=', line)
    .executeTakeFirst()
  return answers !== undefined
}

/** Locks the shift, so that of two who take it at once one finds it taken. */
export function lockShift(tx: Tx, id: ShiftId): Promise<Shift | undefined> {
  return shifts(tx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst().then(fromRow)
}

/** A person's shifts at a time, on whatever line. */
export async function ownShifts(
  tx: Tx,
  staff: StaffId,
  { from, to }: { from: Date; to: Date },
): Promise<readonly Shift[]> {
  const rows = await shifts(tx)
    .where('staff_id', '=', staff)
    .where('to_at', '>', from)
    .where('from_at', '<', to)
    .execute()
  return rows.flatMap((row) => fromRow(row) ?? [])
}

export async function addShifts(
  tx: Tx,
  rows: readonly Insertable<Tables['shift']>[],
): Promise<void> {
  if (rows.length > 0) await tx.insertInto('shift').values(rows).execute()
}

export async function saveTaker(tx: Tx, id: ShiftId, staff: StaffId | undefined): Promise<void> {
  await tx
    .updateTable('shift')
    .set({ staff_id: staff ?? null })
    .where('id', '=', id)
    .execute()
}

export async function deleteShift(tx: Tx, id: ShiftId): Promise<void> {
  await tx.deleteFrom('shift').where('id', '=', id).execute()
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

function shifts(db: Db | Tx) {
  return db.selectFrom('shift').select(['id', 'line_id', 'staff_id', 'from_at', 'to_at'])
}

type Row = Awaited<ReturnType<ReturnType<typeof shifts>['execute']>>[number]

function fromRow(row: Row | undefined): Shift | undefined {
  return (
    row && {
      id: row.id,
      line: row.line_id,
      staff: row.staff_id ?? undefined,
      from: row.from_at,
      to: row.to_at,
    }
  )
}
