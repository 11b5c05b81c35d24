import type { Conversation } from '@veilleuse/domain/conversation'
import type { ConversationId, LineId, StaffId } from '@veilleuse/domain/ids'
import { before, visitorPresent } from '@veilleuse/domain/patience'
import type { SilenceFacts } from '@veilleuse/domain/silence'
import type { Urgency } from '@veilleuse/domain/triage'
import { sql } from 'kysely'
import type { Db } from '../platform/database.ts'

export type TalkRow = SilenceFacts &
  Pick<Conversation, 'id' | 'line' | 'language' | 'risk' | 'arrivedAt'> & {
    readonly counsellor: StaffId
    readonly alias: string
    readonly urgency: Urgency
    readonly visitorPresent: boolean
  }

/** The lines that are offered, and those that are no more but on which somebody still waits or talks. */
export function linesInUse(db: Db) {
  return db
    .selectFrom('line')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('retired_at', 'is', null),
        eb.exists(
          eb
            .selectFrom('conversation')
            .select('id')
            .whereRef('conversation.line_id', '=', 'line.id')
            .where('conversation.state', 'in', ['waiting', 'open']),
        ),
      ]),
    )
    .orderBy('place')
    .orderBy('slug')
    .execute()
}

/** The open talks of every line, with whose word was the last. */
export async function openTalks(db: Db, now: Date): Promise<readonly TalkRow[]> {
  const rows = await db
    .selectFrom('conversation as c')
    .innerJoin('staff', 'staff.id', 'c.counsellor_id')
    .leftJoin('message as m', (join) =>
      join.onRef('m.conversation_id', '=', 'c.id').onRef('m.seq', '=', 'c.last_seq'),
    )
    .select(['c.id', 'c.line_id', 'c.language', 'c.risk', 'c.urgency', 'c.arrived_at'])
    .select(['c.accepted_at', 'c.time_asked_at', 'c.visitor_seen_at', 'c.counsellor_id'])
    .select(['staff.alias', 'm.by_helpline', 'm.at'])
    .where('c.state', '=', 'open')
    .orderBy('c.accepted_at')
    .execute()
  return rows.flatMap((row) =>
    row.counsellor_id && row.accepted_at
      ? [
          {
            id: row.id,
            line: row.line_id,
            language: row.language,
            risk: row.risk,
            urgency: row.urgency,
            arrivedAt: row.arrived_at,
            acceptedAt: row.accepted_at,
            counsellor: row.counsellor_id,
            alias: row.alias,
            timeAskedAt: row.time_asked_at ?? undefined,
            visitorPresent: row.visitor_seen_at >= before(now, visitorPresent),
            atRisk: row.risk !== 'none' || row.urgency === 'danger',
            last: row.at ? { byHelpline: row.by_helpline ?? false, at: row.at } : undefined,
          },
        ]
      : [],
  )
}

/** Rings that nobody answered since this moment, of those who still wait. */
export async function missedRings(
  db: Db,
  since: Date,
): Promise<readonly { line: LineId; conversation: ConversationId; at: Date }[]> {
  const rows = await db
    .selectFrom('offer')
    .innerJoin('conversation as c', 'c.id', 'offer.conversation_id')
    .select(['c.line_id', 'c.id', 'offer.ended_at'])
    .where('offer.how', '=', 'expired')
    .where('offer.ended_at', '>=', since)
    .where('c.state', '=', 'waiting')
    .execute()
  return rows.flatMap((row) =>
    row.ended_at ? [{ line: row.line_id, conversation: row.id, at: row.ended_at }] : [],
  )
}

export type Today = {
  readonly line: LineId
  readonly came: number
  readonly answered: number
  readonly in_time: number
  readonly due: number
  readonly abandoned: number
  readonly refused: number
}

/**
 * What became of those who came today, by each line's own calendar: from the conversations, which
 * hold their facts until the day is over, and from the count of those who got no place.
 */
export async function todayOf(db: Db, now: Date): Promise<readonly Today[]> {
  const { rows } = await sql<Today>`
    with day as (
      select id, promised_minutes, early_seconds,
        date_trunc('day', ${now}::timestamptz at time zone (hours->>'zone')) as wall,
        hours->>'zone' as zone
      from line
    ), came as (
      select day.id, c.first_answered_at - c.arrived_at as answered_after,
        c.arrived_at, c.ended_at, c.first_answered_at, day.early_seconds,
        make_interval(mins => day.promised_minutes) as promised
      from day join conversation c on c.line_id = day.id
      where not c.counted and c.arrived_at >= day.wall at time zone day.zone
    )
    select day.id as line, count(came.id)::int as came,
      (count(*) filter (where came.first_answered_at is not null))::int as answered,
      (count(*) filter (where came.answered_after <= came.promised))::int as in_time,
      (count(*) filter (where came.first_answered_at is not null
        or coalesce(came.ended_at, ${now}) - came.arrived_at > came.promised))::int as due,
      (count(*) filter (where came.first_answered_at is null and came.ended_at is not null
        and came.ended_at - came.arrived_at >= make_interval(secs => came.early_seconds)))::int
        as abandoned,
      coalesce((
        select sum(many) from hour_count h where h.line_id = day.id and h.day = day.wall::date
          and h.what in ('refused_closed', 'refused_full')
      ), 0)::int as refused
    from day left join came on came.id = day.id
    group by day.id, day.wall`.execute(db)
  return rows
}
