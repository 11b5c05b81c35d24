import type { ConversationId, LineId } from '@veilleuse/domain/ids'
import { headStart } from '@veilleuse/domain/order'
import { type Recent, remembered } from '@veilleuse/domain/pace'
import { before, visitorPresent } from '@veilleuse/domain/patience'
import { shownAtDesk } from '@veilleuse/domain/queue'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { seatsOf } from '../seat/store.ts'
import { shiftsAhead } from '../shift/store.ts'
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

/** What the wait rests on, who waits aside. */
async function paceFacts(db: Db | Tx, line: LineId, now: Date) {
  return {
    seats: await seatsOf(db, line, now),
    shifts: await shiftsAhead(db, line, now),
    recent: await recentOf(db, line, now),
  }
}

/** What the line's last contacts were like. */
export async function recentOf(db: Db | Tx, line: LineId, now: Date): Promise<Recent> {
  const lengths = await recentLengths(db, line)
  const waits = await recentWaits(db, line)
  const pressing = await pressingOf(db, line, before(now, { minutes: 60 }))
  return { lengths, waits, pressing }
}

/** One who waits, with the mark by which a reading is compared with what stands in the table. */
export type WaitingRow = WaitingFacts & { readonly line: LineId; readonly mark: number }

/** Those of these conversations that wait now, on whatever line. */
export async function waitingAmong(
  db: Db,
  ids: readonly ConversationId[],
  now: Date,
): Promise<readonly WaitingRow[]> {
  const rows = await waitingRows(db, now)
    .where('id', '=', sql<ConversationId>`any(${ids}::uuid[])`)
    .execute()
  return rows.map(fromRow)
}

/** All who wait on a line, by id and in pieces, so that a long queue is not read in one go. */
export async function waitingAfter(
  db: Db,
  line: LineId,
  { after, most, now }: { after: ConversationId | undefined; most: number; now: Date },
): Promise<readonly WaitingRow[]> {
  let rows = waitingRows(db, now).where('line_id', '=', line).orderBy('id').limit(most)
  if (after !== undefined) rows = rows.where('id', '>', after)
  return (await rows.execute()).map(fromRow)
}

/** Enough of the whole queue to see whether somebody who read it earlier has missed anything. */
export type Check = {
  readonly many: number
  /** Sum of the marks of all who wait. */
  readonly marks: number
  readonly absent: ReadonlySet<ConversationId>
  /** The last event of the same moment. */
  readonly event: number
}

export async function checkOf(db: Db, line: LineId, now: Date): Promise<Check> {
  const row = await db
    .selectFrom('conversation')
    .select((eb) => [
      eb.fn.countAll<number>().as('many'),
      sql<number>`coalesce(sum(${mark}), 0)::float8`.as('marks'),
      sql<ConversationId[]>`coalesce(
        array_agg(id) filter (where visitor_seen_at < ${before(now, visitorPresent)}), '{}'
      )`.as('absent'),
      eb
        .selectFrom('outbox')
        .select(({ fn }) => fn.max('seq').as('seq'))
        .as('event'),
    ])
    .where('line_id', '=', line)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  return { ...row, absent: new Set(row.absent), event: row.event ?? 0 }
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
  const inOrder = waitingRows(db, now)
    .where('line_id', '=', line)
    .orderBy(countedFrom)
    .orderBy('id')
  const rows = await (most === undefined ? inOrder : inOrder.limit(most)).execute()
  return rows.map(fromRow)
}

// Of everything a reading tells but whether the page is there, which time alone changes. Twenty
// bits of each keep the sum of any queue exact.
const mark = sql<number>`(hashtext(concat_ws(
  ',', id, extract(epoch from arrived_at), at_head, urgency, language, session
)) & 1048575)`

function waitingRows(db: Db | Tx, now: Date) {
  return (
    db
      .selectFrom('conversation')
      // Not as dates: of ten thousand rows, reading two dates each would be most of the work.
      .select((eb) => [
        'id',
        'line_id',
        sql<number>`extract(epoch from arrived_at)::float8`.as('arrived'),
        'at_head',
        'urgency',
        'language',
        'session',
        eb('visitor_seen_at', '>=', before(now, visitorPresent)).as('present'),
        mark.as('mark'),
      ])
      .where('state', '=', 'waiting')
  )
}

type Row = Awaited<ReturnType<ReturnType<typeof waitingRows>['execute']>>[number]

function fromRow(row: Row): WaitingRow {
  return {
    id: row.id,
    line: row.line_id,
    arrivedAt: new Date(Math.round(row.arrived * 1000)),
    atHead: row.at_head,
    urgency: row.urgency,
    language: row.language,
    session: row.session,
    present: Boolean(row.present),
    mark: row.mark,
  }
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
