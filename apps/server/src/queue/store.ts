import type { ConversationId, LineId, OfferId, StaffId } from '@veilleuse/domain/ids'
import {
  againAwaited,
  before,
  counsellorGrace,
  declinedRemembered,
  visitorPresent,
} from '@veilleuse/domain/patience'
import type { Waiting } from '@veilleuse/domain/queue'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { OfferEnd } from '../platform/tables.ts'

/** Those who wait on any of these lines and ring nowhere yet. */
export async function waitingOn(
  db: Db | Tx,
  lines: readonly LineId[],
  now: Date,
): Promise<readonly Waiting[]> {
  const rows = await db
    .selectFrom('conversation as c')
    .innerJoin('line', 'line.id', 'c.line_id')
    .select((eb) => [
      'c.id',
      'c.line_id',
      'line.skill',
      'c.language',
      'c.arrived_at',
      'c.at_head',
      'c.urgency',
      'c.visitor_seen_at',
      eb
        .selectFrom('offer')
        .select((o) =>
          o.fn
            .coalesce(o.fn.agg<StaffId[]>('array_agg', ['staff_id']), sql<StaffId[]>`'{}'`)
            .as('by'),
        )
        .whereRef('offer.conversation_id', '=', 'c.id')
        .where('offer.how', '=', 'declined')
        .where('offer.ended_at', '>', before(now, declinedRemembered))
        .as('declined'),
      // Where both wish: the counsellor of the conversation before, while they are there.
      eb
        .selectFrom('conversation as earlier')
        .innerJoin('seat', 'seat.staff_id', 'earlier.counsellor_id')
        .select('seat.staff_id')
        .whereRef('earlier.id', '=', 'c.previous_id')
        .where('c.same_counsellor', '=', true)
        .where('seat.sees_again', '=', true)
        .where('seat.state', '=', 'available')
        .where('seat.seen_at', '>=', before(now, counsellorGrace))
        .as('again'),
    ])
    .where('c.line_id', '=', sql<LineId>`any(${lines}::uuid[])`)
    .where('c.state', '=', 'waiting')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('offer')
            .select('id')
            .whereRef('offer.conversation_id', '=', 'c.id')
            .where('offer.ended_at', 'is', null),
        ),
      ),
    )
    .execute()
  return rows.map((row) => ({
    id: row.id,
    line: row.line_id,
    language: row.language,
    skill: row.skill,
    arrivedAt: row.arrived_at,
    atHead: row.at_head,
    urgency: row.urgency,
    present: row.visitor_seen_at >= before(now, visitorPresent),
    declinedBy: row.declined ?? [],
    ...(row.again && {
      again: { counsellor: row.again, justCame: row.arrived_at > before(now, againAwaited) },
    }),
  }))
}

export async function addOffer(
  tx: Tx,
  offer: { id: OfferId; conversation: ConversationId; staff: StaffId; at: Date; until: Date },
): Promise<void> {
  await tx
    .insertInto('offer')
    .values({
      id: offer.id,
      conversation_id: offer.conversation,
      staff_id: offer.staff,
      rang_at: offer.at,
      expires_at: offer.until,
      ended_at: null,
      how: null,
    })
    .execute()
}

const lineOfOffer = sql<LineId>`(
  select line_id from conversation where conversation.id = offer.conversation_id)`.as('line_id')

/** Ends a ring that has not ended; undefined when somebody was faster. */
export function endOffer(tx: Tx, id: OfferId, end: { how: OfferEnd; at: Date }) {
  return tx
    .updateTable('offer')
    .set({ ended_at: end.at, how: end.how })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning(['id', 'staff_id', 'conversation_id', 'expires_at', lineOfOffer])
    .executeTakeFirst()
}

export type Ringing = { readonly conversation: ConversationId } | { readonly staff: StaffId }

/** The ring of this conversation or at this desk, ended; undefined when there is none. */
export function withdrawOffer(tx: Tx, of: Ringing, at: Date) {
  return tx
    .updateTable('offer')
    .set({ ended_at: at, how: 'withdrawn' })
    .where((eb) =>
      'staff' in of ? eb('staff_id', '=', of.staff) : eb('conversation_id', '=', of.conversation),
    )
    .where('ended_at', 'is', null)
    .returning(['id', 'staff_id', lineOfOffer])
    .executeTakeFirst()
}

export function offerById(db: Db | Tx, id: OfferId) {
  return db
    .selectFrom('offer')
    .select(['id', 'conversation_id', 'staff_id', 'expires_at', 'ended_at'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export function ringingOffers(db: Db | Tx, staff: StaffId) {
  return db
    .selectFrom('offer')
    .innerJoin('conversation as c', 'c.id', 'offer.conversation_id')
    .leftJoin('conversation_key as k', (join) =>
      join
        .onRef('k.conversation_id', '=', 'c.id')
        .on('k.key', '=', 'staff')
        .on('k.sealed_to', '=', 'intake'),
    )
    .select([
      'offer.id',
      'offer.conversation_id',
      'c.line_id',
      'offer.expires_at',
      'c.arrived_at',
      'c.language',
      'c.session',
      'c.epoch',
      'k.wrap as staff_key',
    ])
    .where('offer.staff_id', '=', staff)
    .where('offer.ended_at', 'is', null)
    .execute()
}

export function overdueOffers(db: Db, now: Date) {
  return db
    .selectFrom('offer')
    .innerJoin('conversation', 'conversation.id', 'offer.conversation_id')
    .select(['offer.id', 'offer.staff_id', 'conversation.line_id'])
    .where('offer.ended_at', 'is', null)
    .where('offer.expires_at', '<=', now)
    .execute()
}

/** Waiting visitors whose page has not been heard from since. */
export function ghostsSince(db: Db, since: Date) {
  return db
    .selectFrom('conversation')
    .select('id')
    .where('state', '=', 'waiting')
    .where('visitor_seen_at', '<', since)
    .execute()
}

export async function linesWaiting(db: Db): Promise<readonly LineId[]> {
  const rows = await db
    .selectFrom('conversation')
    .select('line_id')
    .distinct()
    .where('state', '=', 'waiting')
    .execute()
  return rows.map((row) => row.line_id)
}

/** Seats and waiting visitors whose page or desk is connected to this server now. */
export async function seen(
  db: Db | Tx,
  {
    desks,
    visitors,
    at,
  }: { desks: readonly StaffId[]; visitors: readonly ConversationId[]; at: Date },
): Promise<void> {
  // Locked in the order of ids, as the lanes of append.ts lock what they write to: rows locked as
  // they lie in the table would make the two wait for each other.
  if (desks.length > 0)
    await db
      .updateTable('seat')
      .from((eb) =>
        eb
          .selectFrom('seat')
          .select('staff_id as id')
          .where('staff_id', '=', sql<StaffId>`any(${desks}::uuid[])`)
          .orderBy('staff_id')
          .forNoKeyUpdate()
          .as('here'),
      )
      .set({ seen_at: at })
      .whereRef('seat.staff_id', '=', 'here.id')
      .execute()
  for (const some of inGroups(visitors.toSorted()))
    await db
      .updateTable('conversation')
      .from((eb) =>
        eb
          .selectFrom('conversation')
          .select('id')
          .where('id', '=', sql<ConversationId>`any(${some}::uuid[])`)
          .where('state', 'in', ['waiting', 'open'])
          .orderBy('id')
          .forNoKeyUpdate()
          .as('here'),
      )
      .set({ visitor_seen_at: at })
      .whereRef('conversation.id', '=', 'here.id')
      .execute()
}

// While thousands of rows are written in one statement, whoever writes in one of them would wait.
const group = 250

function inGroups<T>(all: readonly T[]): readonly T[][] {
  const many = Math.ceil(all.length / group)
  return Array.from({ length: many }, (_, n) => all.slice(n * group, (n + 1) * group))
}

/** How many, over all lines, for operators. */
export async function countNow(db: Db) {
  const conversations = await db
    .selectFrom('conversation')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('state', '=', 'waiting').as('waiting'),
      eb.fn.countAll<number>().filterWhere('state', '=', 'open').as('open'),
    ])
    .where('state', 'in', ['waiting', 'open'])
    .executeTakeFirstOrThrow()
  const seats = await db
    .selectFrom('seat')
    .select((eb) => eb.fn.countAll<number>().as('many'))
    .where('state', 'in', ['available', 'break'])
    .executeTakeFirstOrThrow()
  return { ...conversations, onShift: seats.many }
}
