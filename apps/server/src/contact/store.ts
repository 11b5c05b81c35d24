import type { ContactFacts, Counted, HourCount } from '@veilleuse/domain/contact'
import type { ConversationId, LineId } from '@veilleuse/domain/ids'
import type { Channel } from '@veilleuse/domain/line'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

/** A contact that is over, as it stands with its conversation until it is counted. */
export type OverContact = ContactFacts & {
  readonly id: ConversationId
  readonly channel: Channel
  readonly source: string | undefined
}

/** Every line there has been: one that is offered no more has contacts to count all the same. */
export function linesToCount(db: Db) {
  return db
    .selectFrom('line')
    .select(['id', 'hours', 'promised_minutes', 'early_seconds'])
    .orderBy('id')
    .execute()
}

/**
 * Takes the run of a line up to a day; false when it has been. The row stays locked until the end,
 * so that of two servers that count at once one finds nothing left to do.
 */
export async function takeRun(tx: Tx, line: LineId, through: string): Promise<boolean> {
  const taken = await tx
    .insertInto('count_run')
    .values({ line_id: line, through })
    .onConflict((conflict) =>
      conflict.column('line_id').doUpdateSet({ through }).where('count_run.through', '<', through),
    )
    .returning('line_id')
    .executeTakeFirst()
  return taken !== undefined
}

/** The contacts of a line that are over and not counted, of those who came before this moment. */
export async function overContacts(
  db: Db | Tx,
  line: LineId,
  until: Date,
): Promise<readonly OverContact[]> {
  const rows = await db
    .selectFrom('conversation')
    .select(['id', 'channel', 'source', 'ending', 'arrived_at', 'first_answered_at'])
    .select(['ended_at', 'visitor_seen_at'])
    .where('line_id', '=', line)
    .where('counted', '=', false)
    .where('ended_at', 'is not', null)
    .where('arrived_at', '<', until)
    .execute()
  return rows.flatMap((row) =>
    row.ending && row.ended_at
      ? [
          {
            id: row.id,
            channel: row.channel,
            source: row.source ?? undefined,
            ending: row.ending,
            arrivedAt: row.arrived_at,
            answeredAt: row.first_answered_at ?? undefined,
            endedAt: row.ended_at,
            seenAt: row.visitor_seen_at,
          },
        ]
      : [],
  )
}

export type ContactCount = Counted & {
  readonly day: string
  readonly channel: Channel
  readonly source: string | undefined
  readonly many: number
}

export async function addContactCounts(
  tx: Tx,
  line: LineId,
  counts: readonly ContactCount[],
): Promise<void> {
  for (const some of inGroups(counts))
    await tx
      .insertInto('contact_count')
      .values(
        some.map((one) => ({
          line_id: line,
          day: one.day,
          channel: one.channel,
          source: one.source ?? null,
          ending: one.ending,
          wait_from: one.waitFrom,
          length_from: one.lengthFrom ?? null,
          in_time: one.inTime ?? null,
          many: one.many,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['line_id', 'day', 'channel', 'source', 'ending'])
          .columns(['wait_from', 'length_from', 'in_time'])
          .doUpdateSet((eb) => ({
            many: eb('contact_count.many', '+', eb.ref('excluded.many')),
          })),
      )
      .execute()
}

export type HourTally = {
  readonly line: LineId
  readonly day: string
  readonly hour: number
  readonly channel: Channel
  readonly what: HourCount
  readonly many: number
}

/** Rows in one order for everybody, so that two who add to the same ones never wait for each other. */
export async function addHourCounts(db: Db | Tx, counts: readonly HourTally[]): Promise<void> {
  for (const some of inGroups(counts.toSorted(byPlace)))
    await db
      .insertInto('hour_count')
      .values(some.map(({ line, ...one }) => ({ line_id: line, ...one })))
      .onConflict((conflict) =>
        conflict.columns(['line_id', 'day', 'hour', 'channel', 'what']).doUpdateSet((eb) => ({
          many: eb('hour_count.many', '+', eb.ref('excluded.many')),
        })),
      )
      .execute()
}

function byPlace(a: HourTally, b: HourTally): number {
  return placeOf(a) < placeOf(b) ? -1 : 1
}

function placeOf({ line, day, hour, channel, what }: HourTally): string {
  return [line, day, String(hour).padStart(2, '0'), channel, what].join(' ')
}

export async function markCounted(tx: Tx, ids: readonly ConversationId[]): Promise<void> {
  await tx
    .updateTable('conversation')
    .set({ counted: true })
    .where('id', '=', sql<ConversationId>`any(${ids}::uuid[])`)
    .execute()
}

/**
 * Writes the records and surveys of these days anew, all at once and in an order of chance: until
 * then the database itself still knows by which change each came, and so beside which conversation.
 */
export async function shuffle(
  tx: Tx,
  line: LineId,
  { after, through }: { after: string | undefined; through: string },
): Promise<void> {
  const days = sql`line_id = ${line} and day <= ${through}
    and day > coalesce(${after ?? null}::date, '-infinity')`
  await sql`
    with taken as (delete from record where ${days} returning *)
    insert into record (line_id, day, nature, reason_class, reason_detail, action)
    select line_id, day, nature, reason_class, reason_detail, action from taken
    order by random()`.execute(tx)
  await sql`
    with taken as (delete from survey where ${days} returning *)
    insert into survey (line_id, day, heard, bad_now, again)
    select line_id, day, heard, bad_now, again from taken
    order by random()`.execute(tx)
}

/** Up to which day a line has been counted; undefined before the first time. */
export async function countedThrough(db: Db | Tx, line: LineId): Promise<string | undefined> {
  const row = await db
    .selectFrom('count_run')
    .select(sql<string>`through::text`.as('through'))
    .where('line_id', '=', line)
    .executeTakeFirst()
  return row?.through
}

// A statement has room for 65,535 values.
const group = 1000

function inGroups<T>(all: readonly T[]): readonly T[][] {
  const many = Math.ceil(all.length / group)
  return Array.from({ length: many }, (_, n) => all.slice(n * group, (n + 1) * group))
}
