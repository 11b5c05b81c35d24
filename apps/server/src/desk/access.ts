import type { DeskConversation, DeskView } from '@veilleuse/contract/desk'
import type { ConversationId } from '@veilleuse/domain/ids'
import { before, visitorPresent as lately } from '@veilleuse/domain/patience'
import {
  conversationRow,
  earlierThan,
  heldBy,
  lockConversation,
  type ConversationRow,
} from '../conversation/store.ts'
import { allLines } from '../line/store.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import { Problem } from '../platform/problem.ts'
import type { StaffSession } from '../platform/session.ts'
import { lineForDesk, queueForDesk } from '../queue/present.ts'
import { lineAtDesk } from '../queue/line-store.ts'
import { ringingOffers } from '../queue/store.ts'
import { forDesk, offerForDesk, seatForDesk } from './present.ts'
import { seatOf } from './store.ts'

/**
 * A conversation this counsellor holds, open or to be recorded. «Not there» and «not yours» are the
 * same answer.
 */
export async function heldConversation(
  db: Db | Tx,
  session: StaffSession,
  id: ConversationId,
): Promise<ConversationRow> {
  return mine(await conversationRow(db, id), session)
}

/** The same, locked for a change. */
export async function lockHeld(
  tx: Tx,
  session: StaffSession,
  id: ConversationId,
): Promise<ConversationRow> {
  return mine(await lockConversation(tx, id), session)
}

/** The conversation and the earlier ones of the same visitor, which its counsellor may read too. */
export async function readable(
  db: Db | Tx,
  session: StaffSession,
  id: ConversationId,
): Promise<readonly ConversationId[]> {
  const held = await heldConversation(db, session, id)
  return [...(await earlierThan(db, held.id)), held.id]
}

function mine(row: ConversationRow | undefined, session: StaffSession): ConversationRow {
  const held = row?.state === 'open' || row?.state === 'wrapping_up'
  if (!row || !held || row.counsellor_id !== session.staff) throw new Problem('not_found')
  return row
}

/** Everything on this person's desk, at one moment of the feed. */
export async function deskOf(tx: Tx, session: StaffSession, now: Date): Promise<DeskView> {
  const lines = []
  for (const line of await allLines(tx))
    if (session.lines.includes(line.id)) lines.push(await lineAtDesk(tx, line, now))
  const conversations = []
  for (const row of await heldBy(tx, session.staff))
    conversations.push(await presented(tx, row, now))
  return {
    me: { id: session.staff, alias: session.alias, role: session.role },
    seat: seatForDesk(await seatOf(tx, session.staff)),
    lines: lines.map(lineForDesk),
    queue: lines.flatMap(queueForDesk),
    offers: (await ringingOffers(tx, session.staff)).map(offerForDesk),
    conversations,
  }
}

export async function conversationForDesk(
  { db, clock }: Pick<House, 'db' | 'clock'>,
  id: ConversationId,
): Promise<DeskConversation> {
  const row = await conversationRow(db, id)
  if (!row) throw new Problem('not_found')
  return presented(db, row, clock.now())
}

async function presented(db: Db | Tx, row: ConversationRow, now: Date): Promise<DeskConversation> {
  return forDesk(row, {
    earlier: await earlierThan(db, row.id),
    visitorPresent: row.visitor_seen_at >= before(now, lately),
  })
}
