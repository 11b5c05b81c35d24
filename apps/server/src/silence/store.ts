import type { ConversationId } from '@veilleuse/domain/ids'
import type { SilenceFacts, SilenceTerms, SilenceTold } from '@veilleuse/domain/silence'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

/**
 * Open talks in which the helpline has spoken last, long enough ago to ask after the visitor, or of
 * which something is said still that may no longer be true.
 */
export async function silentTalks(db: Db, now: Date): Promise<readonly ConversationId[]> {
  const rows = await db
    .selectFrom('conversation as c')
    .innerJoin('line', 'line.id', 'c.line_id')
    .leftJoin('message as m', (join) =>
      join.onRef('m.conversation_id', '=', 'c.id').onRef('m.seq', '=', 'c.last_seq'),
    )
    .select('c.id')
    .where('c.state', '=', 'open')
    .where((eb) =>
      eb.or([
        eb('c.silence_told', 'is not', null),
        eb.and([
          eb('m.by_helpline', '=', true),
          sql<boolean>`m.at <= ${now}::timestamptz
            - (line.silence->>'nudge')::float8 * interval '1 minute'`,
        ]),
      ]),
    )
    .orderBy('c.id')
    .execute()
  return rows.map(({ id }) => id)
}

/** What its silence rests on. Read under the lock of the conversation, so that no word comes between. */
export async function silenceFacts(
  tx: Tx,
  id: ConversationId,
): Promise<{ readonly facts: SilenceFacts; readonly terms: SilenceTerms } | undefined> {
  const row = await tx
    .selectFrom('conversation as c')
    .innerJoin('line', 'line.id', 'c.line_id')
    .leftJoin('message as m', (join) =>
      join.onRef('m.conversation_id', '=', 'c.id').onRef('m.seq', '=', 'c.last_seq'),
    )
    .select(['c.accepted_at', 'c.time_asked_at', 'c.risk', 'c.urgency'])
    .select(['m.by_helpline', 'm.at', 'line.silence'])
    .where('c.id', '=', id)
    .executeTakeFirst()
  if (!row?.accepted_at) return undefined
  return {
    terms: row.silence,
    facts: {
      acceptedAt: row.accepted_at,
      last: row.at ? { byHelpline: row.by_helpline ?? false, at: row.at } : undefined,
      timeAskedAt: row.time_asked_at ?? undefined,
      atRisk: row.risk !== 'none' || row.urgency === 'danger',
    },
  }
}

/** What both pages are told of a silence. */
export type Telling = {
  readonly told: SilenceTold | undefined
  readonly closesAt: Date | undefined
}

export async function saveSilence(
  tx: Tx,
  id: ConversationId,
  { told, closesAt }: Telling,
): Promise<void> {
  await tx
    .updateTable('conversation')
    .set({ silence_told: told ?? null, closes_at: closesAt ?? null })
    .where('id', '=', id)
    .execute()
}
