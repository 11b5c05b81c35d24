import type { LineId } from '@veilleuse/domain/ids'
import { headStart } from '@veilleuse/domain/order'
import { type Recent, remembered } from '@veilleuse/domain/pace'
import { before, visitorPresent } from '@veilleuse/domain/patience'
import { shownAtDesk } from '@veilleuse/domain/queue'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { seatsOf } from '../seat/store.ts'
import type { LineFacts, LineNow, WaitingFacts } from './present.ts'

/** The line at this moment with all who wait: one reading for every page's numbers. */
export async function lineNow(db: Db | Tx, line: LineFacts, now: Date): Promise<LineNow> {
  const queue = await queueOf(db, line.id, { now })
  const waiting = { all: queue.length, present: queue.filter((one) => one.present).length }
  return { line, now, waiting, queue, ...(await paceFacts(db, line.id, now)) }
}

/** The same with as many of the queue as a desk shows. */
export async function lineAtDesk(tx: Tx, line: LineFacts, now: Date): Promise<LineNow> {
  const queue = await queueOf(tx, line.id, { now, most: shownAtDesk })
  const waiting = await tx
    .selectFrom('conversation')
    .select((eb) => [
      eb.fn.countAll<number>().as('all'),
      eb.fn
        .countAll<number>()
        .filterWhere('visitor_seen_at', '>=', before(now, visitorPresent))
        .as('present'),
    ])
    .where('line_id', '=', line.id)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  return { line, now, waiting, queue, ...(await paceFacts(tx, line.id, now)) }
}

async function paceFacts(db: Db | Tx, line: LineId, now: Date) {
  const lengths = await recentLengths(db, line)
  const waits = await recentWaits(db, line)
  const pressing = await pressingOf(db, line, before(now, { minutes: 60 }))
  const recent: Recent = { lengths, waits, pressing }
  return { seats: await seatsOf(db, line, now), recent }
}

// The order of the domain's order.ts, told to PostgreSQL.
const countedFrom = sql`arrived_at - make_interval(mins => case
  when urgency = 'danger' then ${sql.lit(headStart.danger.minutes)}
  when at_head then ${sql.lit(headStart.returned.minutes)}
  when urgency = 'high' then ${sql.lit(headStart.high.minutes)}
  else ${sql.lit(headStart.usual.minutes)} end)`

/** Who waits, ringing or not, in the order they are served: the first so many, or all. */
async function queueOf(
  db: Db | Tx,
  line: LineId,
  { now, most }: { now: Date; most?: number | undefined },
): Promise<readonly WaitingFacts[]> {
  const inOrder = db
    .selectFrom('conversation')
    // Not as dates: of ten thousand rows, reading two dates each would be most of the work.
    .select((eb) => [
      'id',
      sql<number>`extract(epoch from arrived_at)::float8`.as('arrived'),
      'at_head',
      'urgency',
      'language',
      'session',
      eb('visitor_seen_at', '>=', before(now, visitorPresent)).as('present'),
    ])
    .where('line_id', '=', line)
    .where('state', '=', 'waiting')
    .orderBy(countedFrom)
    .orderBy('id')
  const rows = await (most === undefined ? inOrder : inOrder.limit(most)).execute()
  return rows.map((row) => ({
    id: row.id,
    arrivedAt: new Date(Math.round(row.arrived * 1000)),
    atHead: row.at_head,
    urgency: row.urgency,
    language: row.language,
    session: row.session,
    present: Boolean(row.present),
  }))
}

/** Lengths in minutes, with wrap-up, of the line's last conversations. */
async function recentLengths(db: Db | Tx, line: LineId): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('conversation')
    .select(['accepted_at', 'ended_at', 'closed_at'])
    .where('line_id', '=', line)
    .where('ended_at', 'is not', null)
    .where('accepted_at', 'is not', null)
    .orderBy('ended_at', 'desc')
    .limit(remembered)
    .execute()
  return rows.flatMap((row) => {
    const end = row.closed_at ?? row.ended_at
    return end && row.accepted_at ? [(end.getTime() - row.accepted_at.getTime()) / 60_000] : []
  })
}

/** The waits in minutes of those who came last and wait no more. Who was left in between tells nothing. */
async function recentWaits(db: Db | Tx, line: LineId): Promise<Recent['waits']> {
  const rows = await db
    .selectFrom('conversation')
    .select(['arrived_at', 'accepted_at', 'visitor_seen_at', 'ended_at'])
    .where('line_id', '=', line)
    .where('state', '<>', 'waiting')
    .where('returned_to_queue', '=', false)
    .orderBy('arrived_at', 'desc')
    .limit(remembered)
    .execute()
  return rows.map((row) => {
    const left = row.accepted_at === null
    // Whoever went without a sign was gone when last heard from.
    const until = row.accepted_at ?? earlier(row.visitor_seen_at, row.ended_at)
    return { minutes: Math.max(0, (until.getTime() - row.arrived_at.getTime()) / 60_000), left }
  })
}

function earlier(one: Date, other: Date | null): Date {
  return other && other < one ? other : one
}

async function pressingOf(db: Db | Tx, line: LineId, since: Date): Promise<Recent['pressing']> {
  return db
    .selectFrom('conversation')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('urgency', '=', 'high').as('high'),
      eb.fn.countAll<number>().filterWhere('urgency', '=', 'danger').as('danger'),
    ])
    .where('line_id', '=', line)
    .where('arrived_at', '>', since)
    .executeTakeFirstOrThrow()
}
