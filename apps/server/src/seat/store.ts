import { canTakeMore, type Seat } from '@veilleuse/domain/conversation'
import type { LineId, StaffId } from '@veilleuse/domain/ids'
import { before, counsellorGrace } from '@veilleuse/domain/patience'
import type { Able, Free } from '@veilleuse/domain/queue'
import { risks, type Risk } from '@veilleuse/domain/risk'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { keepSitting } from '../shift/store.ts'

/** A seat, with the lines its person answers on and holds the keys of. */
export type SeatNow = Seat &
  Able & {
    readonly alias: string
    readonly changedAt: Date
    /** Since when it has been with less to do than before. */
    readonly idleSince: Date
    readonly ringing: boolean
    /** Heard from within the grace of a reconnecting desk. */
    readonly here: boolean
  }

/** The seats of those who answer on a line as they are now, with what they hold on any line. */
export async function seatsOf(db: Db | Tx, line: LineId, now: Date): Promise<readonly SeatNow[]> {
  const rows = await db
    .selectFrom('seat')
    .innerJoin('staff', 'staff.id', 'seat.staff_id')
    .select((eb) => [
      'seat.staff_id',
      'seat.state',
      'seat.limit',
      'seat.changed_at',
      'seat.idle_since',
      'seat.seen_at',
      'staff.alias',
      'staff.languages',
      'staff.skills',
      linesInHand,
      eb
        .selectFrom('conversation')
        .select((c) => c.fn.countAll<number>().as('many'))
        .whereRef('counsellor_id', '=', 'seat.staff_id')
        .where('conversation.state', 'in', ['open', 'wrapping_up'])
        .as('taken'),
      eb
        .selectFrom('conversation')
        .select((c) =>
          c.fn.coalesce(c.fn.agg<Risk[]>('array_agg', ['risk']), sql<Risk[]>`'{}'`).as('r'),
        )
        .whereRef('counsellor_id', '=', 'seat.staff_id')
        .where('conversation.state', '=', 'open')
        .as('risks'),
      eb
        .exists(
          eb
            .selectFrom('offer')
            .select('id')
            .whereRef('offer.staff_id', '=', 'seat.staff_id')
            .where('offer.ended_at', 'is', null),
        )
        .as('ringing'),
    ])
    .execute()
  const answering = rows.filter(({ lines }) => lines.includes(line))
  return answering.map((row) => ({
    counsellor: row.staff_id,
    state: row.state,
    limit: row.limit,
    taken: row.taken ?? 0,
    highestRisk: highest(row.risks ?? []),
    alias: row.alias,
    lines: row.lines,
    languages: row.languages,
    skills: row.skills,
    changedAt: row.changed_at,
    idleSince: row.idle_since,
    ringing: Boolean(row.ringing),
    here: row.seen_at >= before(now, counsellorGrace),
  }))
}

// Whoever was put on a line and has not been given its keys yet could not open what is said there.
const linesInHand = sql<LineId[]>`array(
  select line_id from staff_line
  where staff_line.staff_id = seat.staff_id and exists (
    select from epoch_key
    where epoch_key.staff_id = seat.staff_id and epoch_key.kind = 'intake'
      and epoch_key.line_id = staff_line.line_id
      and epoch_key.epoch = (
        select max(number) from epoch where epoch.line_id = staff_line.line_id)))`.as('lines')

/** Seats that could be rung now. */
export function freeOf(seats: readonly SeatNow[]): readonly Free[] {
  return seats
    .filter((seat) => seat.here && seat.state === 'available' && !seat.ringing)
    .filter(canTakeMore)
    .map(({ counsellor, taken, idleSince, lines, languages, skills }) => ({
      counsellor,
      taken,
      idleSince,
      lines,
      languages,
      skills,
    }))
}

/**
 * Locks a seat and counts what it holds under that lock, so that two acceptances of one counsellor
 * wait for each other. Order of locks everywhere: seat, conversation, offer.
 */
export async function lockSeat(tx: Tx, counsellor: StaffId): Promise<Seat | undefined> {
  const seat = await tx
    .selectFrom('seat')
    .select(['staff_id', 'state', 'limit'])
    .where('staff_id', '=', counsellor)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!seat) return undefined
  const held = await tx
    .selectFrom('conversation')
    .select(['state', 'risk'])
    .where('counsellor_id', '=', counsellor)
    .where('state', 'in', ['open', 'wrapping_up'])
    .execute()
  return {
    counsellor,
    state: seat.state,
    limit: seat.limit,
    taken: held.length,
    highestRisk: highest(held.filter((one) => one.state === 'open').map((one) => one.risk)),
  }
}

/**
 * Seats whose desk has not been heard from for longer than the grace, as far as somebody counts on
 * them: those on shift, and whoever still has a visitor, even one who went off.
 */
export function vanishedSeats(db: Db | Tx, now: Date) {
  return db
    .selectFrom('seat')
    .select('staff_id')
    .where('seen_at', '<', before(now, counsellorGrace))
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['available', 'break']),
        eb.exists(
          eb
            .selectFrom('conversation')
            .select('id')
            .whereRef('counsellor_id', '=', 'seat.staff_id')
            .where('conversation.state', '=', 'open'),
        ),
      ]),
    )
    .execute()
}

export async function setSeatState(
  tx: Tx,
  staff: StaffId,
  set: { state: Seat['state']; at: Date },
): Promise<void> {
  await tx
    .insertInto('seat')
    .values({
      staff_id: staff,
      state: set.state,
      changed_at: set.at,
      seen_at: set.at,
      idle_since: set.at,
    })
    .onConflict((conflict) =>
      conflict.column('staff_id').doUpdateSet({
        state: set.state,
        changed_at: set.at,
        ...(set.state === 'available' && { idle_since: set.at }),
      }),
    )
    .execute()
  await keepSitting(tx, staff, set)
}

/** Of seats with equally much to do, the one that has rested longest is rung. */
export async function restsFrom(tx: Tx, staff: StaffId, at: Date): Promise<void> {
  await tx.updateTable('seat').set({ idle_since: at }).where('staff_id', '=', staff).execute()
}

/** Whether this person wishes to be rung first for visitors who ask for them again. */
export async function saveSeesAgain(
  tx: Tx,
  staff: StaffId,
  set: { on: boolean; at: Date },
): Promise<void> {
  const { on, at } = set
  await tx
    .insertInto('seat')
    .values({ staff_id: staff, state: 'off', changed_at: at, seen_at: at, sees_again: on })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ sees_again: on }))
    .execute()
}

/** A seat that was never taken is made, and is off. */
export async function saveLimit(
  tx: Tx,
  staff: StaffId,
  set: { limit: number; at: Date },
): Promise<void> {
  await tx
    .insertInto('seat')
    .values({
      staff_id: staff,
      state: 'off',
      limit: set.limit,
      changed_at: set.at,
      seen_at: set.at,
    })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ limit: set.limit }))
    .execute()
}

function highest(of: readonly Risk[]): Risk {
  return of.reduce<Risk>(
    (top, one) => (risks.indexOf(one) > risks.indexOf(top) ? one : top),
    'none',
  )
}
