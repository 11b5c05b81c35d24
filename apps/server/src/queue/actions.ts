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
import { lockLines } from '../line/store.ts'
import { linesOf } from '../people/lines.ts'
import { freeOf, lockSeat, seatsOf, setSeatState, vanishedSeats } from '../seat/store.ts'
import {
  addOffer,
  endOffer,
  ghostsSince,
  overdueOffers,
  type Ringing,
  waitingOn,
  withdrawOffer,
} from './store.ts'

type Inside = Pick<House, 'db' | 'clock'>

/**
 * Rings at the desks of this line that have room: for whoever is first, on this line or on another
 * one that the same people answer. Safe to call often and from everywhere.
 */
export async function ringLine({ db, clock }: Inside, line: LineId): Promise<void> {
  // With nobody free there is no need to read a queue that may be long, nor to wait for the lines:
  // whoever becomes free later rings for them themselves, and finds all who have come by now.
  if (freeOf(await seatsOf(db, line, clock.now())).length === 0) return
  await change(db, async (tx) => {
    // So that two servers never ring at once: a desk may ring for several lines, and whoever is
    // first on any of them is rung for.
    await lockLines(tx)
    const now = clock.now()
    // First the few seats: while all are taken nobody need be read who waits.
    const free = freeOf(await seatsOf(tx, line, now))
    if (free.length === 0) return
    const waiting = await waitingOn(tx, [...new Set(free.flatMap(({ lines }) => lines))], now)
    for (const pair of rings(waiting, free)) await ring(tx, { ...pair, now })
  })
}

/** For a person who answers on all of these. */
export async function ringLines(house: Inside, lines: readonly LineId[]): Promise<void> {
  for (const line of lines) await ringLine(house, line)
}

/** Rings once for all who come at about the same time: when a thousand come back at once. */
export function ringTogether(house: Inside): (line: LineId) => Promise<void> {
  return makeShared((line) => ringLine(house, line))
}

type Pair = { readonly conversation: ConversationId; readonly counsellor: StaffId }

// Asks again under the locks of both: since the queue was read, the visitor may have left or the
// counsellor gone on a break, and nobody would stop a ring that did not exist yet.
async function ring(tx: Tx, { conversation, counsellor, now }: Pair & At): Promise<void> {
  const seat = await lockSeat(tx, counsellor)
  const row = await lockConversation(tx, conversation)
  if (!seat || !row || whyNotOffer(fromRow(row), seat)) return
  const id = newOfferId()
  const until = new Date(now.getTime() + ringing.seconds * 1000)
  await addOffer(tx, { id, conversation, staff: counsellor, at: now, until })
  announce(tx, { type: 'offer.rang', offer: id, line: row.line_id, staff: counsellor })
}

type At = { readonly now: Date }

/** Ends the ring of a visitor who leaves the queue, or at a desk that can take nobody now. */
export async function stopRinging(tx: Tx, of: Ringing, { now }: At): Promise<void> {
  const offer = await withdrawOffer(tx, of, now)
  if (!offer) return
  const { id, staff_id: staff, line_id: line } = offer
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
      await setSeatState(tx, staff, { state: 'away', at: now })
      announce(tx, { type: 'seat.changed', staff, lines: await linesOf(tx, staff) })
    })
    await ringLine(house, overdue.line_id)
  }
}

/** Desks that are gone for good: their visitors go to the head of the queue. */
export async function giveBackVanished(house: Inside): Promise<void> {
  const now = house.clock.now()
  for (const seat of await vanishedSeats(house.db, now)) {
    await vacate(house, seat.staff_id)
  }
}

async function vacate(house: Inside, staff: StaffId): Promise<void> {
  const lines = await change(house.db, async (tx) => {
    const now = house.clock.now()
    const seat = await lockSeat(tx, staff)
    // It may have come back while we waited for its row.
    const gone = (await vanishedSeats(tx, now)).some((one) => one.staff_id === staff)
    if (!seat || !gone) return []
    return clearSeat(tx, { staff, now, state: seat.state === 'off' ? 'off' : 'away' })
  })
  await ringLines(house, lines)
}

/** Whoever goes for good, from the desk or the team, holds nobody: their visitors are first at once. */
export async function dismiss(house: Inside, staff: StaffId): Promise<void> {
  const lines = await change(house.db, async (tx) => {
    const now = house.clock.now()
    return (await lockSeat(tx, staff)) ? clearSeat(tx, { staff, now, state: 'off' }) : []
  })
  await ringLines(house, lines)
}

/** Gives the lines on which somebody is to be rung for now. */
async function clearSeat(
  tx: Tx,
  { staff, now, state }: { staff: StaffId; now: Date; state: 'off' | 'away' },
): Promise<readonly LineId[]> {
  const lines = new Set(await linesOf(tx, staff))
  await setSeatState(tx, staff, { state, at: now })
  await stopRinging(tx, { staff }, { now })
  for (const held of await heldBy(tx, staff)) {
    if (held.state !== 'open') continue
    const row = await lockConversation(tx, held.id)
    if (row?.state !== 'open' || row.counsellor_id !== staff) continue
    await saveConversation(tx, giveBack(fromRow(row)), { returned_to_queue: true })
    const line = row.line_id
    announce(tx, { type: 'conversation.returned', conversation: held.id, line, staff })
    lines.add(line)
  }
  announce(tx, { type: 'seat.changed', staff, lines: [...lines] })
  return [...lines]
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
      await stopRinging(tx, { conversation: id }, { now })
      announce(tx, { type: 'conversation.closed', conversation: id, line, staff: undefined })
      lines.add(line)
    })
  }
  for (const line of lines) await ringLine(house, line)
}
