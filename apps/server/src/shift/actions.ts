import type { RotaLine, RotaWeek } from '@veilleuse/contract/shift'
import { whyNotHours, type Hours } from '@veilleuse/domain/hours'
import type { LineId, ShiftId, StaffId } from '@veilleuse/domain/ids'
import {
  daysLater,
  type Planned,
  whyNotGive,
  whyNotLeave,
  whyNotPlan,
  whyNotTake,
} from '@veilleuse/domain/shift'
import { momentOn } from '@veilleuse/domain/zone'
import { allLines, lineById, saveHours } from '../line/store.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import { newShiftId } from '../platform/ids.ts'
import { announce, change } from '../platform/outbox.ts'
import { Problem, refuse } from '../platform/problem.ts'
import type { StaffSession } from '../platform/session.ts'
import { whoIsThere } from '../queue/present.ts'
import { seatsOf } from '../seat/store.ts'
import { lineForRota, shiftForDesk } from './present.ts'
import { addShifts, answersOn, deleteShift, lockShift, lockTaker, ownShifts } from './store.ts'
import { peopleOf, saveTaker, shiftsBetween } from './store.ts'

type Inside = Pick<House, 'db' | 'clock'>

export async function linesWithHours({ db }: Inside): Promise<RotaLine[]> {
  return (await allLines(db)).map(lineForRota)
}

/** Seven days of a line's rota from a day on, and who of its people is there now. */
export async function weekOf(
  { db, clock }: Inside,
  { line, monday }: { line: LineId; monday: string },
): Promise<RotaWeek> {
  const { zone } = await hoursOf(db, line)
  const there = whoIsThere(await seatsOf(db, line, clock.now()))
  const people = await peopleOf(db, line)
  return {
    shifts: (await shiftsBetween(db, line, weekFrom(zone, monday))).map(shiftForDesk),
    people: people.map(({ id, alias }) => ({ id, alias, there: there.includes(id) })),
  }
}

export async function setLineHours(
  { db, clock }: Inside,
  session: StaffSession,
  { line, hours }: { line: LineId; hours: Hours },
): Promise<void> {
  if (whyNotHours(hours)) throw new Problem('hours_unclear')
  await change(db, async (tx) => {
    await hoursOf(tx, line)
    await saveHours(tx, line, hours)
    await audit(tx, { who: session.staff, what: 'line.hours', about: line }, clock.now())
    announce(tx, { type: 'line.changed', line })
  })
}

export async function planShift(
  { db, clock }: Inside,
  shift: Planned & { readonly line: LineId },
): Promise<ShiftId> {
  refuse(whyNotPlan(shift))
  const id = newShiftId()
  await change(db, async (tx) => {
    await hoursOf(tx, shift.line)
    const now = clock.now()
    if (shift.to <= now) throw new Problem('shift_over')
    if (shift.staff) refuse(whyNotGive(shift, await taking(tx, shift.staff, { ...shift, now })))
    await addShifts(tx, [rowOf(id, shift)])
    announce(tx, { type: 'line.changed', line: shift.line })
  })
  return id
}

/** Gives how many shifts were planned. */
export async function copyWeek(
  { db }: Inside,
  { line, from, to }: { line: LineId; from: string; to: string },
): Promise<number> {
  return change(db, async (tx) => {
    const { zone } = await hoursOf(tx, line)
    const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
    const there = await shiftsBetween(tx, line, weekFrom(zone, to))
    const known = new Set(there.map(keyOf))
    const begin = weekFrom(zone, from)
    let planned = 0
    for (const row of await shiftsBetween(tx, line, begin)) {
      // One that began in the week before belongs to that week.
      if (row.from_at < begin.from) continue
      const shift = daysLater(
        { line, staff: row.staff_id ?? undefined, from: row.from_at, to: row.to_at },
        { days, zone },
      )
      const anew = rowOf(newShiftId(), shift)
      if (known.has(keyOf(anew)) || !(await fits(tx, shift))) continue
      await addShifts(tx, [anew])
      planned += 1
    }
    if (planned > 0) announce(tx, { type: 'line.changed', line })
    return planned
  })
}

export async function removeShift({ db }: Inside, id: ShiftId): Promise<void> {
  await change(db, async (tx) => {
    const shift = await lockShift(tx, id)
    if (!shift) throw new Problem('not_found')
    await deleteShift(tx, id)
    announce(tx, { type: 'line.changed', line: shift.line })
  })
}

/** Takes an open shift. Of two who take it at once one finds it taken. */
export async function takeShift(
  { db, clock }: Inside,
  { staff }: StaffSession,
  id: ShiftId,
): Promise<void> {
  await change(db, async (tx) => {
    await lockTaker(tx, staff)
    const shift = await lockShift(tx, id)
    if (!shift) throw new Problem('not_found')
    refuse(whyNotTake(shift, await taking(tx, staff, { ...shift, now: clock.now() })))
    await saveTaker(tx, id, staff)
    announce(tx, { type: 'line.changed', line: shift.line })
  })
}

export async function leaveShift(
  { db, clock }: Inside,
  { staff }: StaffSession,
  id: ShiftId,
): Promise<void> {
  await change(db, async (tx) => {
    const shift = await lockShift(tx, id)
    if (!shift) throw new Problem('not_found')
    refuse(whyNotLeave(shift, { staff, now: clock.now() }))
    await saveTaker(tx, id, undefined)
    announce(tx, { type: 'line.changed', line: shift.line })
  })
}

/** What decides whether this person can have a shift, under their lock. */
async function taking(
  tx: Tx,
  staff: StaffId,
  { line, now, ...span }: { line: LineId; from: Date; to: Date; now: Date },
) {
  const answers = (await lockTaker(tx, staff)) && (await answersOn(tx, staff, line))
  return { answers, own: await ownShifts(tx, staff, span), now }
}

/** Whether the person of a copied shift can have it; an open one fits always. */
async function fits(tx: Tx, shift: Planned & { line: LineId }): Promise<boolean> {
  const { staff } = shift
  if (!staff) return true
  const taker = await taking(tx, staff, { ...shift, now: new Date(0) })
  return whyNotGive(shift, taker) === undefined
}

async function hoursOf(db: Db | Tx, id: LineId): Promise<Hours> {
  const line = await lineById(db, id)
  if (!line || line.retired_at) throw new Problem('not_found')
  return line.hours
}

function weekFrom(zone: string, monday: string) {
  return { from: momentOn(zone, monday, 0), to: momentOn(zone, monday, 7 * 24 * 60) }
}

function rowOf(id: ShiftId, shift: Planned & { readonly line: LineId }) {
  return {
    id,
    line_id: shift.line,
    staff_id: shift.staff ?? null,
    from_at: shift.from,
    to_at: shift.to,
  }
}

function keyOf(row: { from_at: Date; to_at: Date; staff_id: StaffId | null }): string {
  return `${row.from_at.getTime()} ${row.to_at.getTime()} ${row.staff_id ?? ''}`
}
