import { giveBack, lose, whyNotOffer } from '@veilleuse/domain/conversation'
import type { ConversationId, LineId, StaffId } from '@veilleuse/domain/ids'
import { before, placeKept, ringing } from '@veilleuse/domain/patience'
import { rings } from '@veilleuse/domain/queue'
import { fromRow, heldBy, lockConversation, saveConversation } from '../conversation/store.ts'
import type { Tx } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import { newOfferId } from '../platform/ids.ts'
import { announce, change } from '../platform/outbox.ts'
import { makeShared } from '../platform/shared.ts'
import { freeOf, lockSeat, seatsOf, setSeatState, vanishedSeats } from '../seat/store.ts'
import {
  addOffer,
  endOffer,
  ghostsSince,
  lockLine,
  overdueOffers,
  type Ringing,
  waitingOn,
  withdrawOffer,
} from './store.ts'

type Inside = Pick<House, 'db' | 'clock'>

/** Rings for whoever is first, wherever there is room. Safe to call often and from everywhere. */
export async function ringLine({ db, clock }: Inside, line: LineId): Promise<void> {
  // With nobody free there is no need to read a queue that may be long, nor to wait for the line:
  // whoever becomes free later rings for it themselves, and finds all who have come by now.
  if (freeOf(await seatsOf(db, line, clock.now())).length === 0) return
  await change(db, async (tx) => {
    await lockLine(tx, line)
    const now = clock.now()
    // First the few seats: while all are taken nobody need be read who waits.
    const free = freeOf(await seatsOf(tx, line, now))
    if (free.length === 0) return
    const waiting = await waitingOn(tx, line, now)
    for (const pair of rings(waiting, free)) await ring(tx, { ...pair, line, now })
  })
}

/** Rings once for all who come at about the same time: when a thousand come back at once. */
export function ringTogether(house: Inside): (line: LineId) => Promise<void> {
  return makeShared((line) => ringLine(house, line))
}

type Pair = { readonly conversation: ConversationId; readonly counsellor: StaffId }

// Asks again under the locks of both: since the queue was read, the visitor may have left or the
// counsellor gone on a break, and nobody would stop a ring that did not exist yet.
async function ring(tx: Tx, { conversation, counsellor, line, now }: Pair & At): Promise<void> {
  const seat = await lockSeat(tx, counsellor)
  const row = await lockConversation(tx, conversation)
  if (!seat || !row || whyNotOffer(fromRow(row), seat)) return
  const id = newOfferId()
  const until = new Date(now.getTime() + ringing.seconds * 1000)
  await addOffer(tx, { id, conversation, staff: counsellor, at: now, until })
  announce(tx, { type: 'offer.rang', offer: id, line, staff: counsellor })
}

type At = { readonly line: LineId; readonly now: Date }

/** Ends the ring of a visitor who leaves the queue, or at a desk that can take nobody now. */
export async function stopRinging(tx: Tx, of: Ringing, { line, now }: At): Promise<void> {
  const offer = await withdrawOffer(tx, of, now)
  if (!offer) return
  const { id, staff_id: staff } = offer
  announce(tx, { type: 'offer.ended', offer: id, line, staff, how: 'withdrawn' })
}

/**
 * Rings nobody answered go to the next desk. Who missed one is set to `away`, so that the next
 * visitor does not wait for an empty chair; the desk says so.
 */
export async function expireOffers(house: Inside): Promise<void> {
  const now = house.clock.now()
  for (const overdue of await overdueOffers(house.db, now)) {
    await change(house.db, async (tx) => {
      await lockSeat(tx, overdue.staff_id)
      const offer = await endOffer(tx, overdue.id, { how: 'expired', at: now })
      if (!offer) return
      const { line_id: line, staff_id: staff } = overdue
      announce(tx, { type: 'offer.ended', offer: offer.id, line, staff, how: 'expired' })
      await setSeatState(tx, staff, { line, state: 'away', at: now })
      announce(tx, { type: 'seat.changed', staff, line })
    })
    await ringLine(house, overdue.line_id)
  }
}

/** Desks that are gone for good: their visitors go to the head of the queue. */
export async function giveBackVanished(house: Inside): Promise<void> {
  const now = house.clock.now()
  for (const seat of await vanishedSeats(house.db, now)) {
    await vacate(house, seat.staff_id, seat.line_id)
    await ringLine(house, seat.line_id)
  }
}

async function vacate({ db, clock }: Inside, staff: StaffId, line: LineId): Promise<void> {
  await change(db, async (tx) => {
    const now = clock.now()
    const seat = await lockSeat(tx, staff)
    // It may have come back while we waited for its row.
    const gone = (await vanishedSeats(tx, now)).some((one) => one.staff_id === staff)
    if (seat && gone)
      await clearSeat(tx, { staff, line, now, state: seat.state === 'off' ? 'off' : 'away' })
  })
}

/** Whoever goes for good, from the desk or the team, holds nobody: their visitors are first at once. */
export async function dismiss(house: Inside, staff: StaffId, line: LineId): Promise<void> {
  await change(house.db, async (tx) => {
    const now = house.clock.now()
    if (await lockSeat(tx, staff)) await clearSeat(tx, { staff, line, now, state: 'off' })
  })
  await ringLine(house, line)
}

async function clearSeat(
  tx: Tx,
  { staff, line, now, state }: { staff: StaffId; line: LineId; now: Date; state: 'off' | 'away' },
): Promise<void> {
  await setSeatState(tx, staff, { line, state, at: now })
  await stopRinging(tx, { staff }, { line, now })
  for (const held of await heldBy(tx, staff)) {
    if (held.state !== 'open') continue
    const row = await lockConversation(tx, held.id)
    if (row?.state !== 'open' || row.counsellor_id !== staff) continue
    await saveConversation(tx, giveBack(fromRow(row)), { returned_to_queue: true })
    announce(tx, { type: 'conversation.returned', conversation: held.id, line, staff })
  }
  announce(tx, { type: 'seat.changed', staff, line })
}

/** Visitors whose page has been silent for longer than a place is kept. */
export async function releaseGhosts(house: Inside): Promise<void> {
  const now = house.clock.now()
  const lines = new Set<LineId>()
  for (const { id } of await ghostsSince(house.db, before(now, placeKept))) {
    await change(house.db, async (tx) => {
      const row = await lockConversation(tx, id)
      if (row?.state !== 'waiting' || row.visitor_seen_at >= before(now, placeKept)) return
      const { line_id: line } = row
      await saveConversation(tx, lose(fromRow(row)), {
        ended_by: 'visitor',
        ended_at: now,
        closed_at: now,
      })
      await stopRinging(tx, { conversation: id }, { line, now })
      announce(tx, { type: 'conversation.closed', conversation: id, line, staff: undefined })
      lines.add(line)
    })
  }
  for (const line of lines) await ringLine(house, line)
}
