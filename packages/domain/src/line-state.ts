import { closesAt, isOpen, opensAt, type Hours } from './hours.ts'
import type { StaffId } from './ids.ts'
import { dueNow, staffedUntil, type Planned } from './shift.ts'
import type { WaitRange } from './wait.ts'

/** What a line's state rests on. */
export type LineFooting = {
  readonly now: Date
  readonly hours: Hours
  /** Who could take somebody: at their desk, or on a break from which they come back. */
  readonly there: readonly StaffId[]
  /** The rota from now on, as far as it is written. */
  readonly shifts: readonly Planned[]
  readonly waiting: number
  /** How many may wait; as many as come when undefined. */
  readonly mostWaiting: number | undefined
  /** Whether somebody who came now would be rung for at once. */
  readonly atOnce: boolean
  /** How long somebody who came now would wait for those who are there; undefined without a number. */
  readonly wait: WaitRange | undefined
}

/**
 * A line as it is now. It takes visitors while it is `open` or `open_with_wait`. Closed says why:
 * outside its `hours`, or inside them with `nobody` there and nobody due.
 */
export type LineState =
  | { readonly state: 'open'; readonly until?: Date; readonly wait?: WaitRange }
  | {
      readonly state: 'open_with_wait'
      readonly until?: Date
      readonly wait?: WaitRange
      /** When the one who is waited for begins, while nobody is there yet. */
      readonly dueAt?: Date
    }
  | { readonly state: 'full'; readonly until?: Date }
  | { readonly state: 'closed'; readonly why: 'hours'; readonly opensAt?: Date }
  | { readonly state: 'closed'; readonly why: 'nobody'; readonly dueAt?: Date }

export const lineStates = ['open', 'open_with_wait', 'full', 'closed'] as const
export const whyClosed = ['hours', 'nobody'] as const

/**
 * Open when the hours say so and somebody is there, or due. Whoever is there is worth more than the
 * plan: a line whose people came is open whatever the rota said, one whose people did not is closed.
 */
export function lineState(at: LineFooting): LineState {
  const { now, hours, there, shifts } = at
  if (!isOpen(hours, now)) {
    const opens = opensWithPeople(at)
    return { state: 'closed', why: 'hours', ...(opens && { opensAt: opens }) }
  }
  if (there.length > 0 || dueNow(shifts, { there, now }).length > 0) return whileOpen(at)
  const next = nextStaffed(at)
  return { state: 'closed', why: 'nobody', ...(next && { dueAt: next }) }
}

function whileOpen(at: LineFooting): LineState {
  const { now, there, shifts, wait } = at
  const closes = closesWithPeople(at)
  const until = closes && { until: closes }
  if (isFull(at, closes)) return { state: 'full', ...until }
  if (there.length > 0)
    return { state: at.atOnce ? 'open' : 'open_with_wait', ...until, ...(wait && { wait }) }
  // Nobody can say when somebody who is late will come.
  const first = firstOf(dueNow(shifts, { there, now }).map(({ from }) => from))
  return { state: 'open_with_wait', ...until, ...(first && first > now && { dueAt: first }) }
}

/** Whether a line in this state takes somebody who comes. */
export function takesVisitors({ state }: Pick<LineState, 'state'>): boolean {
  return state === 'open' || state === 'open_with_wait'
}

function isFull(
  { now, waiting, mostWaiting, wait }: LineFooting,
  closes: Date | undefined,
): boolean {
  if (mostWaiting !== undefined && waiting >= mostWaiting) return true
  const left = closes && (closes.getTime() - now.getTime()) / 60_000
  return left !== undefined && wait !== undefined && wait.fromMinutes > left
}

/**
 * The first moment ahead at which the hours are open and somebody who has not begun yet is planned.
 * Who should have begun and did not come is not counted on.
 */
function nextStaffed({ now, hours, shifts }: LineFooting): Date | undefined {
  return firstOf(
    shifts
      .filter(({ staff, from }) => staff !== undefined && from > now)
      .flatMap(({ from, to }) => {
        const opens = opensAt(hours, from)
        return opens && opens < to ? [opens] : []
      }),
  )
}

// As far as the rota is written it is believed: a morning for which nobody has a shift opens nothing.
// Beyond it, and when nobody has taken a shift at all, the calendar is all there is to go by.
function opensWithPeople(at: LineFooting): Date | undefined {
  const opens = opensAt(at.hours, at.now)
  if (!opens || !at.shifts.some(({ to }) => to > opens)) return opens
  const running = at.shifts.filter(({ staff, from }) => staff !== undefined && from <= at.now)
  if (running.some(({ to }) => to > opens)) return opens
  return nextStaffed(at) ?? opens
}

/** When the hours end, or before them the last of those who are planned one after another. */
function closesWithPeople({ now, hours, shifts }: LineFooting): Date | undefined {
  const staffed = staffedUntil(shifts, now)
  const closes = closesAt(hours, now)
  return firstOf([...(closes ? [closes] : []), ...(staffed > now ? [staffed] : [])])
}

function firstOf(moments: readonly Date[]): Date | undefined {
  return moments.toSorted((a, b) => a.getTime() - b.getTime())[0]
}
