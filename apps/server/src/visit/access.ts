import type { VisitView } from '@veilleuse/contract/visit'
import type { ConversationId, StaffId } from '@veilleuse/domain/ids'
import { lineState, takesVisitors } from '@veilleuse/domain/line-state'
import { before, visitorPresent as lately } from '@veilleuse/domain/patience'
import type { Urgency } from '@veilleuse/domain/triage'
import type { Db, Tx } from '../platform/database.ts'
import { makeGathered } from '../platform/gathered.ts'
import { hashToken } from '../platform/ids.ts'
import { Problem } from '../platform/problem.ts'
import type { VisitorSession } from '../platform/session.ts'
import {
  certificatesOf,
  conversationRow,
  lockConversation,
  type ConversationRow,
} from '../conversation/store.ts'
import { lineById } from '../line/store.ts'
import type { House } from '../platform/house.ts'
import { footingOf, type LineNow, whoIsThere } from '../queue/present.ts'
import { lineRead } from '../queue/reading.ts'
import { seatsOf } from '../seat/store.ts'
import { shiftsAhead } from '../shift/store.ts'
import { forVisitor, type VisitFacts } from './present.ts'
import { countUnderLock, sessionsOf } from './store.ts'

type Inside = Pick<House, 'db' | 'clock'>

/** The conversation a token opens. An erased one opens nothing any more. */
export function visitorSessions(db: Db): (token: string) => Promise<VisitorSession | undefined> {
  const session = makeGathered((hashes: readonly string[]) => sessionsOf(db, hashes))
  return (token) => session(hashToken(token).toString('hex'))
}

/** The visitor's own conversation, locked. `gone` once it is erased. */
export async function ownConversation(tx: Tx, session: VisitorSession): Promise<ConversationRow> {
  const row = await lockConversation(tx, session.conversation)
  if (!row || row.erased_at) throw new Problem('gone')
  return row
}

/** Whether the proof of being back still holds, and for which conversation. */
export async function grantFor(tx: Tx, grant: string, now: Date): Promise<ConversationId> {
  const row = await tx
    .selectFrom('return_grant')
    .select('conversation_id')
    .where('hash', '=', hashToken(grant))
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!row) throw new Problem('signed_out')
  return row.conversation_id
}

/**
 * Why a line lets nobody in; undefined when it does. Who is there, who is due and how many wait are
 * read again in the visitor's own transaction; how long they would wait is as it was just read.
 */
export async function whyNotLetIn(
  tx: Tx,
  at: LineNow,
  urgency: Urgency = 'usual',
): Promise<'line_closed' | 'line_full' | undefined> {
  const { id, most_waiting } = at.line
  const footing = {
    ...footingOf(at),
    there: whoIsThere(await seatsOf(tx, id, at.now)),
    shifts: await shiftsAhead(tx, id, at.now),
    waiting: most_waiting === null ? 0 : await countUnderLock(tx, id),
  }
  const told = lineState(footing)
  // Whoever is in danger is let in however many wait: they go to the head.
  if (takesVisitors(told) || (told.state === 'full' && urgency === 'danger')) return undefined
  return told.state === 'full' ? 'line_full' : 'line_closed'
}

/** The conversation as its visitor may see it now. */
export async function viewOf(house: Inside, id: ConversationId): Promise<VisitView> {
  const row = await conversationRow(house.db, id)
  if (!row) throw new Problem('gone')
  return viewFrom(house, row)
}

/** The same from a row that has just been read. */
export async function viewFrom({ db, clock }: Inside, row: VisitFacts): Promise<VisitView> {
  const queue =
    row.state === 'waiting' ? await lineRead({ db, clock }, row.line_id, row.id) : undefined
  const line = queue?.at.line ?? (await lineById(db, row.line_id))
  if (!line) throw new Problem('gone')
  const spokenFor = row.state !== 'waiting' || row.returned_to_queue
  return forVisitor(row, {
    lineSlug: line.slug,
    place: queue?.placeOf(row.id),
    counsellor: row.counsellor_id
      ? await counsellorAt(db, row.counsellor_id, clock.now())
      : undefined,
    // To whoever has only waited nobody has spoken for the line.
    certificates: spokenFor ? await certificatesOf(db, row.id) : [],
  })
}

async function counsellorAt(db: Db, staff: StaffId, now: Date) {
  const row = await db
    .selectFrom('staff')
    .leftJoin('seat', 'seat.staff_id', 'staff.id')
    .select(['staff.alias', 'seat.seen_at'])
    .where('staff.id', '=', staff)
    .executeTakeFirst()
  return row && { alias: row.alias, present: (row.seen_at ?? new Date(0)) >= before(now, lately) }
}
