import type {
  closeConversation as closeContract,
  DeskConversation,
  KeyWrap,
  Note,
  SeatView,
} from '@veilleuse/contract/desk'
import {
  accept,
  chooseLimit,
  close,
  end,
  canTakeMore,
  whyNotAccept,
  whyNotEnd,
} from '@veilleuse/domain/conversation'
import type { CounsellorEnding, SeatLimit, SeatState } from '@veilleuse/domain/conversation'
import type { ConversationId, OfferId } from '@veilleuse/domain/ids'
import { whyNotRecord } from '@veilleuse/domain/record'
import type { Risk } from '@veilleuse/domain/risk'
import { Refusal } from '@veilleuse/sealing/refusal'
import { withoutWrap } from '@veilleuse/sealing/verify'
import { readMessageHeader } from '@veilleuse/sealing/wire'
import type { InferOutput } from 'valibot'
import {
  earlierThan,
  fromRow,
  lockConversation,
  lockUnerased,
  saveConversation,
  type ConversationRow,
} from '../conversation/store.ts'
import { holdsAnyIntakeKey } from '../keys/store.ts'
import { dayOf } from '../line/store.ts'
import type { House } from '../platform/house.ts'
import { announce, change } from '../platform/outbox.ts'
import { Problem, refuse } from '../platform/problem.ts'
import type { StaffSession } from '../platform/session.ts'
import { ringLine, ringLines, stopRinging } from '../queue/actions.ts'
import { endOffer, offerById, seen } from '../queue/store.ts'
import { lockSeat, restsFrom, saveLimit, saveSeesAgain, setSeatState } from '../seat/store.ts'
import { conversationForDesk, lockHeld } from './access.ts'
import { seatForDesk, wrapForDesk } from './present.ts'
import {
  addCertificate,
  addNote,
  addRecord,
  addStaffKey,
  archiveKeys,
  saveOpening,
  seatOf,
  wrapsOf,
} from './store.ts'

type Inside = Pick<House, 'db' | 'clock'>

export async function setSeat(
  house: Inside,
  session: StaffSession,
  state: SeatState,
): Promise<SeatView> {
  const { staff, lines } = session
  await change(house.db, async (tx) => {
    const now = house.clock.now()
    if (state === 'available' && !(await holdsAnyIntakeKey(tx, { staff, lines, now })))
      throw new Problem('keys_missing')
    await lockSeat(tx, staff)
    await setSeatState(tx, staff, { state, at: now })
    // Whoever sits down is there, even when the desk's socket comes a moment later.
    await seen(tx, { desks: [staff], visitors: [], at: now })
    if (state !== 'available') await stopRinging(tx, { staff }, { now })
    announce(tx, { type: 'seat.changed', staff, lines })
  })
  await ringLines(house, lines)
  return seatForDesk(await seatOf(house.db, staff))
}

/** Under the lock of the seat, so that an acceptance comes before the new number or heeds it. */
export async function setLimit(
  house: Inside,
  { staff, lines }: StaffSession,
  limit: SeatLimit,
): Promise<SeatView> {
  await change(house.db, async (tx) => {
    const now = house.clock.now()
    const seat = await lockSeat(tx, staff)
    await saveLimit(tx, staff, { limit, at: now })
    if (seat && !canTakeMore(chooseLimit(seat, limit))) await stopRinging(tx, { staff }, { now })
    announce(tx, { type: 'seat.changed', staff, lines })
  })
  // This desk may take another one now, or for whom this desk rang until now at another.
  await ringLines(house, lines)
  return seatForDesk(await seatOf(house.db, staff))
}

/** Whether this counsellor is rung first for visitors who ask for them again. */
export async function setSeesAgain(
  house: Inside,
  { staff, lines }: StaffSession,
  on: boolean,
): Promise<SeatView> {
  await change(house.db, async (tx) => {
    await saveSeesAgain(tx, staff, { on, at: house.clock.now() })
    announce(tx, { type: 'seat.changed', staff, lines })
  })
  await ringLines(house, lines)
  return seatForDesk(await seatOf(house.db, staff))
}

/** Accepts a ring. Of two who could, one gets it; nobody goes over what they may hold. */
export async function acceptOffer(
  house: Inside,
  session: StaffSession,
  taken: { offer: OfferId; certificate: string; staffKeyWrap: string },
): Promise<{ conversation: DeskConversation; keys: KeyWrap[] }> {
  const { staff, lines } = session
  const conversation = await change(house.db, async (tx) => {
    const now = house.clock.now()
    const rung = await offerById(tx, taken.offer)
    if (rung?.staff_id !== staff) throw new Problem('not_found')

    const seat = await lockSeat(tx, staff)
    const row = await lockConversation(tx, rung.conversation_id)
    const offer = await endOffer(tx, taken.offer, { how: 'accepted', at: now })
    if (!row || !seat) throw new Problem('not_found')
    if (!offer || offer.expires_at <= now) throw new Problem('offer_over')
    const waiting = fromRow(row)
    refuse(whyNotAccept(waiting, seat))

    await saveConversation(tx, accept(waiting, seat, now))
    await addCertificate(tx, row.id, Buffer.from(taken.certificate, 'base64url'))
    await addStaffKey(tx, {
      conversation: row.id,
      epoch: row.epoch,
      wrap: Buffer.from(taken.staffKeyWrap, 'base64url'),
    })
    const line = row.line_id
    announce(tx, { type: 'offer.ended', offer: offer.id, line, staff, how: 'accepted' })
    announce(tx, { type: 'conversation.accepted', conversation: row.id, line, staff })
    announce(tx, { type: 'seat.changed', staff, lines })
    return row.id
  })
  // Room for another one may be left at this desk.
  await ringLines(house, lines)
  const chain = [...(await earlierThan(house.db, conversation)), conversation]
  return {
    conversation: await conversationForDesk(house, conversation),
    keys: (await wrapsOf(house.db, chain)).map(wrapForDesk),
  }
}

export async function declineOffer(
  house: Inside,
  session: StaffSession,
  id: OfferId,
): Promise<void> {
  const { staff } = session
  const line = await change(house.db, async (tx) => {
    const rung = await offerById(tx, id)
    if (rung?.staff_id !== staff) throw new Problem('not_found')
    const offer = await endOffer(tx, id, { how: 'declined', at: house.clock.now() })
    if (!offer) throw new Problem('offer_over')
    announce(tx, { type: 'offer.ended', offer: id, line: offer.line_id, staff, how: 'declined' })
    return offer.line_id
  })
  await ringLine(house, line)
}

export async function speakAgain(
  house: Inside,
  session: StaffSession,
  { id, certificate }: { id: ConversationId; certificate: string },
): Promise<void> {
  await change(house.db, async (tx) => {
    const row = await lockHeld(tx, session, id)
    if (row.state !== 'open') throw new Problem('conversation_closed')
    await addCertificate(tx, id, Buffer.from(certificate, 'base64url'))
    announce(tx, about(session, row, 'conversation.changed'))
  })
}

export async function setRisk(
  house: Inside,
  session: StaffSession,
  { id, risk }: { id: ConversationId; risk: Risk },
): Promise<DeskConversation> {
  const { staff, lines } = session
  await change(house.db, async (tx) => {
    await lockSeat(tx, staff)
    const row = await lockHeld(tx, session, id)
    if (row.state !== 'open') throw new Problem('conversation_closed')
    await saveConversation(tx, { ...fromRow(row), risk })
    // A high risk asks for the whole person: whoever rings at this desk rings at another.
    const seat = await lockSeat(tx, staff)
    if (seat && !canTakeMore(seat)) await stopRinging(tx, { staff }, { now: house.clock.now() })
    announce(tx, about(session, row, 'conversation.changed'))
  })
  await ringLines(house, lines)
  return conversationForDesk(house, id)
}

export async function endConversation(
  house: Inside,
  session: StaffSession,
  { id, ending }: { id: ConversationId; ending: CounsellorEnding },
): Promise<DeskConversation> {
  await change(house.db, async (tx) => {
    const row = await lockHeld(tx, session, id)
    refuse(whyNotEnd(fromRow(row), session.staff))
    await saveConversation(tx, end(fromRow(row), ending), {
      ended_by: 'helpline',
      ended_at: house.clock.now(),
    })
    announce(tx, about(session, row, 'conversation.ended'))
  })
  // After a high risk there is room beside the record.
  await ringLines(house, session.lines)
  return conversationForDesk(house, id)
}

/** Keeps the record, moves the keys to the archive, frees the seat: the contact is over. */
export async function closeConversation(
  house: Inside,
  session: StaffSession,
  { id, record, archive }: { id: ConversationId } & InferOutput<(typeof closeContract)['body']>,
): Promise<void> {
  const written = { ...record, reason: record.reason }
  refuse(whyNotRecord(written))
  await change(house.db, async (tx) => {
    const now = house.clock.now()
    await lockSeat(tx, session.staff)
    const row = await lockHeld(tx, session, id)
    if (row.state !== 'wrapping_up') throw new Problem('conversation_closed')
    const chain = [...(await earlierThan(tx, id)), id]
    const wraps = archive.map((one) => ({ ...one, wrap: Buffer.from(one.wrap, 'base64url') }))
    if (wraps.some((wrap) => wrap.to !== 'archive' || !chain.includes(wrap.conversation)))
      throw new Problem('malformed')
    const archived = (key: 'content' | 'staff') =>
      wraps.some((wrap) => wrap.conversation === id && wrap.key === key)
    // An erased conversation has no keys left that anybody could archive.
    if (!row.erased_at && !(archived('content') && archived('staff')))
      throw new Problem('keys_missing')
    if (!row.erased_at) {
      // The visitor may have erased an earlier one by itself: no key to it comes back.
      const unerased = await lockUnerased(tx, chain)
      const kept = wraps.filter((wrap) => unerased.includes(wrap.conversation))
      await archiveKeys(tx, kept, chain)
      await saveOpening(tx, id, Buffer.from(await withoutWrap(row.opening)))
    }
    await addRecord(tx, row.line_id, { record: written, day: await dayOf(tx, row.line_id, now) })
    await saveConversation(tx, close(fromRow(row)), { closed_at: now })
    await restsFrom(tx, session.staff, now)
    announce(tx, about(session, row, 'conversation.closed'))
    announce(tx, { type: 'seat.changed', staff: session.staff, lines: session.lines })
  })
  await ringLines(house, session.lines)
}

/** A note beside the conversation, for the team alone. */
export async function writeNote(
  house: Inside,
  session: StaffSession,
  { id, envelope }: { id: ConversationId; envelope: string },
): Promise<Note> {
  const bytes = Buffer.from(envelope, 'base64url')
  const header = headerOf(bytes)
  if (header.conversation !== id || header.channel !== 'staff') throw new Problem('malformed')
  const kept = await change(house.db, async (tx) => {
    const row = await lockHeld(tx, session, id)
    if (row.erased_at) throw new Problem('conversation_closed')
    const note = { id: header.id, conversation: id, staff: session.staff, envelope: bytes }
    return addNote(tx, { ...note, at: house.clock.now() })
  })
  const same =
    kept.conversation_id === id && kept.staff_id === session.staff && kept.envelope.equals(bytes)
  if (!same) throw new Problem('malformed')
  return { id: header.id, at: kept.at.toISOString(), by: session.staff, envelope }
}

function headerOf(envelope: Uint8Array) {
  try {
    return readMessageHeader(envelope)
  } catch (error) {
    throw error instanceof Refusal ? new Problem('malformed') : error
  }
}

function about(
  session: StaffSession,
  { id, line_id }: ConversationRow,
  type: 'conversation.changed' | 'conversation.ended' | 'conversation.closed',
) {
  return { type, conversation: id, line: line_id, staff: session.staff } as const
}
