import type { LineId, ShiftId, StaffId } from './ids.ts'
import { aheadAt, momentOnTheWall } from './zone.ts'

/** A time somebody is on duty for a line; open to be taken while it has nobody. */
export type Shift = Planned & { readonly id: ShiftId; readonly line: LineId }

export type Planned = {
  readonly staff: StaffId | undefined
  readonly from: Date
  /** The moment at which it is over. */
  readonly to: Date
}

/** In what state somebody sits at their desk; whoever is off does not. */
export const sittingStates = ['available', 'break', 'away'] as const
export type SittingState = (typeof sittingStates)[number]

/** Whoever has a shift is waited for from so long before it begins until so long after. */
export const dueAround = { minutes: 15 }

/** A night and its handover; what is longer is a slip of the pen. */
export const longestShift = { hours: 16 }

/** Why there can be no such shift; undefined when there can. */
export function whyNotPlan({ from, to }: Pick<Planned, 'from' | 'to'>) {
  const length = to.getTime() - from.getTime()
  return length > 0 && length <= longestShift.hours * hourMs ? undefined : 'shift_impossible'
}

/**
 * Why this person cannot have a shift; undefined when they can. `own` are their other shifts, of
 * whatever line: nobody sits twice.
 */
export function whyNotGive(
  shift: Planned,
  { answers, own, now }: { answers: boolean; own: readonly Planned[]; now: Date },
) {
  if (shift.to <= now) return 'shift_over'
  if (!answers) return 'not_on_line'
  if (own.some((other) => overlap(shift, other))) return 'shifts_overlap'
  return undefined
}

/** Why somebody cannot take a shift for themself; undefined when they can. */
export function whyNotTake(
  shift: Planned,
  taker: { answers: boolean; own: readonly Planned[]; now: Date },
) {
  return shift.staff === undefined ? whyNotGive(shift, taker) : 'shift_taken'
}

/** Why somebody cannot leave a shift to others; undefined when they can. */
export function whyNotLeave(shift: Planned, { staff, now }: { staff: StaffId; now: Date }) {
  if (shift.staff !== staff) return 'shift_taken'
  return shift.to <= now ? 'shift_over' : undefined
}

/** Two shifts that meet; one may begin where the other ends. */
export function overlap(a: Pick<Planned, 'from' | 'to'>, b: Pick<Planned, 'from' | 'to'>): boolean {
  return a.from < b.to && b.from < a.to
}

/** The shifts whose people are waited for: about to begin, or just begun, and they are not there. */
export function dueNow<One extends Planned>(
  shifts: readonly One[],
  { there, now }: { there: readonly StaffId[]; now: Date },
): readonly One[] {
  const around = dueAround.minutes * minuteMs
  return shifts.filter(
    ({ staff, from, to }) =>
      staff !== undefined &&
      !there.includes(staff) &&
      to > now &&
      Math.abs(from.getTime() - now.getTime()) < around,
  )
}

/**
 * Until when somebody is planned without a break, from a moment on. One who begins within the time
 * they are waited for leaves no break. The moment itself when nobody is.
 */
export function staffedUntil(shifts: readonly Planned[], from: Date): Date {
  const next = shifts
    .filter(({ staff, to }) => staff !== undefined && to > from)
    .filter((shift) => shift.from.getTime() <= from.getTime() + dueAround.minutes * minuteMs)
    .reduce((latest, { to }) => (to > latest ? to : latest), from)
  return next > from ? staffedUntil(shifts, next) : from
}

/** A shift the same days later by the clocks on the wall, which may have changed meanwhile. */
export function daysLater<One extends Pick<Planned, 'from' | 'to'>>(
  shift: One,
  { days, zone }: { days: number; zone: string },
): One {
  const later = (moment: Date) => {
    const minute = Math.floor(moment.getTime() / minuteMs)
    return momentOnTheWall(zone, minute + aheadAt(zone, minute) + days * 24 * 60)
  }
  return { ...shift, from: later(shift.from), to: later(shift.to) }
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
