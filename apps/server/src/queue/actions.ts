import { abandon, giveBack } from '@veilleuse/domain/conversation'
import type { LineId, StaffId } from '@veilleuse/domain/ids'
import { before, placeKept, ringing } from '@veilleuse/domain/patience'
import { rings } from '@veilleuse/domain/queue'
import { fromRow, heldBy, lockConversation, saveConversation } from '../conversation/store.ts'
import type { House } from '../platform/house.ts'
import { newOfferId } from '../platform/ids.ts'
import { announce, change } from '../platform/outbox.ts'
import { freeOf, lockSeat, seatsOf, setSeatState, vanishedSeats } from '../seat/store.ts'
import {
  addOffer,
  endOffer,
  ghostsSince,
  lockLine,
  overdueOffers,
  waitingOn,
  withdrawOffer,
} from './store.ts'

type Inside = Pick<House, 'db' | 'clock'>

/** Rings for whoever is first, wherever there is room. Safe to call often and from everywhere. */
export async function ringLine({ db, clock }: Inside, line: LineId): Promise<void> {
  await change(db, async (tx) => {
    await lockLine(tx, line)
    const now = clock.now()
    const waiting = await waitingOn(tx, line, now)
    if (waiting.length === 0) return
    const free = freeOf(await seatsOf(tx, line, now))
    for (const { conversation, counsellor } of rings(waiting, free)) {
      const id = newOfferId()
      const until = new Date(now.getTime() + ringing.seconds * 1000)
      await addOffer(tx, { id, conversation, staff: counsellor, at: now, until })
      announce(tx, { type: 'offer.rang', offer: id, line, staff: counsellor })
    }
  })
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
      const line = overdue.line_id
      await setSeatState(tx, overdue.staff_id, { line, state: 'away', at: now })
      announce(tx, {
        type: 'offer.ended',
        offer: offer.id,
        line,
        staff: offer.staff_id,
        how: 'expired',
      })
      announce(tx, { type: 'seat.changed', staff: offer.staff_id, line })
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
    await lockSeat(tx, staff)
    await setSeatState(tx, staff, { line, state: 'away', at: now })
    for (const { id, state } of await heldBy(tx, staff)) {
      if (state !== 'open') continue
      const row = await lockConversation(tx, id)
      if (row?.state !== 'open' || row.counsellor_id !== staff) continue
      await saveConversation(tx, giveBack(fromRow(row)), { returned_to_queue: true })
      announce(tx, { type: 'conversation.returned', conversation: id, line, staff })
    }
    announce(tx, { type: 'seat.changed', staff, line })
  })
}

/** Visitors whose page has been silent for longer than a place is kept. */
export async function releaseGhosts({ db, clock }: Inside): Promise<void> {
  const now = clock.now()
  const ghosts = await ghostsSince(db, before(now, placeKept))
  for (const { id } of ghosts) {
    await change(db, async (tx) => {
      const row = await lockConversation(tx, id)
      if (row?.state !== 'waiting' || row.visitor_seen_at >= before(now, placeKept)) return
      await saveConversation(tx, abandon(fromRow(row)), {
        ended_by: 'visitor',
        ended_at: now,
        closed_at: now,
      })
      const offer = await withdrawOffer(tx, id, now)
      if (offer)
        announce(tx, {
          type: 'offer.ended',
          offer: offer.id,
          line: row.line_id,
          staff: offer.staff_id,
          how: 'withdrawn',
        })
      announce(tx, {
        type: 'conversation.closed',
        conversation: id,
        line: row.line_id,
        staff: undefined,
      })
    })
  }
}
