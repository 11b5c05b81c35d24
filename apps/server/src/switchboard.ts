import type { DeskEvent, ToDesk } from '@veilleuse/contract/socket-desk'
import type { ToVisitor } from '@veilleuse/contract/socket-visit'
import type { ConversationId, StaffId } from '@veilleuse/domain/ids'
import { visitorPresent } from '@veilleuse/domain/patience'
import { conversationRow, earlierThan, heldBy, messagesAfter } from './conversation/store.ts'
import { conversationForDesk } from './desk/access.ts'
import { offerForDesk, seatForDesk } from './desk/present.ts'
import { seatOf } from './desk/store.ts'
import type { Append } from './platform/append.ts'
import { makeDelivery } from './platform/delivery.ts'
import type { ServerEvent } from './platform/events.ts'
import type { Feed } from './platform/feed.ts'
import type { Metrics } from './platform/metrics.ts'
import type { House } from './platform/house.ts'
import { makeHub, type DeskGuest } from './platform/hub.ts'
import { newId } from './platform/ids.ts'
import { eventsAfter } from './platform/outbox.ts'
import type { Switchboard } from './platform/switchboard.ts'
import { ringLine } from './queue/actions.ts'
import { openBoards } from './queue/jobs.ts'
import { ringingOffers, seen } from './queue/store.ts'
import { viewOf } from './visit/access.ts'

const seenEvery = { seconds: 15 }

/**
 * Joins what is stored, what is announced and who is connected. Events name things; each socket is
 * sent its own view of them as they are now, so that hearing of one twice, or late, does no harm.
 */
export async function openSwitchboard(
  house: House,
  { append, feed, metrics }: { append: Append; feed: Feed; metrics: Metrics },
): Promise<Switchboard> {
  const { db, clock, log } = house
  const hub = makeHub()
  const failed = (where: string) => (error: unknown) =>
    log.incident({ incident: newId(), where, error })
  const delivery = makeDelivery(
    async (id, seq, limit) =>
      (await messagesAfter(db, { id, seq, limit })).map((row) => ({
        ...row,
        byHelpline: row.by_helpline,
      })),
    failed('delivery'),
  )
  // Who holds which conversation: for passing on typing and presence without asking the database.
  const holder = new Map<ConversationId, StaffId>()
  for (const row of await held()) if (row.counsellor_id) holder.set(row.id, row.counsellor_id)

  const boards = openBoards(house, hub, failed('boards'))
  const beat = setInterval(() => void seenNow({}).catch(failed('beat')), seenEvery.seconds * 1000)
  const later = new Set<NodeJS.Timeout>()
  feed.on(hear)

  return {
    house,
    hub,
    delivery,
    say,
    toVisitor,
    toCounsellor,
    seenNow,
    visitorCame,
    visitorWent,
    deskCame,
    deskWent,
    replay,
    heldHere: (staff) => [...holder].flatMap(([id, by]) => (by === staff ? [id] : [])),
    earlierOfHeld,
    feedSeq: feed.seq,
    look: feed.look,
    close() {
      clearInterval(beat)
      for (const timer of later) clearTimeout(timer)
      boards.close()
    },
  }

  function held() {
    return db
      .selectFrom('conversation')
      .select(['id', 'counsellor_id'])
      .where('state', 'in', ['open', 'wrapping_up'])
      .execute()
  }

  async function say(...[said, from]: Parameters<Switchboard['say']>) {
    const began = performance.now()
    const { seq, at } = await append.append(said)
    metrics.stored((performance.now() - began) / 1000)
    const ack = { type: 'ack', id: said.id, seq, at: at.toISOString() } as const
    from.line.say(said.author ? { ...ack, conversation: said.conversation } : ack)
    delivery.push(
      said.conversation,
      { seq, at, byHelpline: said.author !== undefined, envelope: said.envelope },
      from.ear,
    )
  }

  function toVisitor(id: ConversationId, frame: ToVisitor) {
    for (const { line } of hub.visitors.at(id)) line.say(frame)
  }

  function toCounsellor(id: ConversationId, frame: ToDesk) {
    const staff = holder.get(id)
    if (staff) for (const { line } of hub.desks.at(staff)) line.say(frame)
  }

  async function seenNow(of: Parameters<Switchboard['seenNow']>[0]) {
    const all = of.visitors === undefined && of.desks === undefined
    await seen(db, {
      visitors: all ? hub.visitors.keys() : (of.visitors ?? []),
      desks: all ? hub.desks.keys() : (of.desks ?? []),
      at: clock.now(),
    })
  }

  function visitorCame(id: ConversationId) {
    toCounsellor(id, { type: 'present', conversation: id, on: true })
    // Who was absent when their turn came is rung for now.
    void conversationRow(db, id)
      .then((row) => (row?.state === 'waiting' ? ringLine(house, row.line_id) : undefined))
      .catch(failed('ring'))
  }

  function visitorWent(id: ConversationId) {
    if (hub.visitors.at(id).length === 0)
      toCounsellor(id, { type: 'present', conversation: id, on: false })
  }

  function deskCame(staff: StaffId) {
    void viewsOfHeld(staff).catch(failed('views'))
  }

  function deskWent(staff: StaffId) {
    // When it is not back by then, its visitors are told that their counsellor's line is away.
    const timer = setTimeout(
      () => {
        later.delete(timer)
        void viewsOfHeld(staff).catch(failed('views'))
      },
      (visitorPresent.seconds + 1) * 1000,
    )
    later.add(timer)
  }

  async function viewsOfHeld(staff: StaffId) {
    for (const [id, by] of holder) if (by === staff) await view(id)
  }

  async function view(id: ConversationId) {
    if (hub.visitors.at(id).length > 0)
      toVisitor(id, { type: 'view', view: await viewOf(house, id) })
  }

  async function earlierOfHeld(staff: StaffId, id: ConversationId) {
    for (const row of await heldBy(db, staff))
      if ((await earlierThan(db, row.id)).includes(id)) return true
    return false
  }

  async function replay(guest: DeskGuest, after: number) {
    guest.from = after
    for (const { seq, event } of await eventsAfter(db, after)) await toDesk(guest, event, seq)
  }

  async function hear(event: ServerEvent, seq: number) {
    if ('line' in event) boards.changed(event.line)
    if (event.type === 'visit.moved') return moved(event.conversation)
    if ('conversation' in event) {
      if (event.type === 'conversation.accepted' && event.staff)
        holder.set(event.conversation, event.staff)
      if (event.type === 'conversation.closed' || event.type === 'conversation.returned')
        holder.delete(event.conversation)
      if (event.type === 'conversation.erased') gone(event.conversation)
      else await view(event.conversation)
    }
    if ('staff' in event && event.staff)
      for (const guest of hub.desks.at(event.staff)) await toDesk(guest, event, seq)
  }

  function gone(id: ConversationId) {
    for (const { line } of hub.visitors.at(id)) line.close('gone')
  }

  async function moved(id: ConversationId) {
    const row = await conversationRow(db, id)
    for (const guest of hub.visitors.at(id))
      if (!row?.visitor_hash.equals(guest.hash)) guest.line.close('signed_out')
  }

  async function toDesk(guest: DeskGuest, event: ServerEvent, seq: number) {
    if (seq <= guest.from || !('staff' in event) || event.staff !== guest.staff) return
    if (event.type === 'session.revoked') {
      if (event.session === undefined || event.session === guest.who.hash)
        guest.line.close('signed_out')
      return
    }
    const news = await newsOf(guest, event)
    if (news) guest.line.say({ type: 'event', feed: seq, event: news } satisfies ToDesk)
  }

  async function newsOf(
    guest: DeskGuest,
    event: Exclude<ServerEvent, { type: 'session.revoked' }>,
  ): Promise<DeskEvent | undefined> {
    switch (event.type) {
      case 'offer.rang': {
        const offer = (await ringingOffers(db, guest.staff)).find((one) => one.id === event.offer)
        return offer && { type: 'offer.rang', offer: offerForDesk(offer) }
      }
      case 'offer.ended':
        return { type: 'offer.ended', id: event.offer, how: event.how }
      case 'seat.changed':
        return { type: 'seat.changed', seat: seatForDesk(await seatOf(db, guest.staff)) }
      case 'conversation.arrived':
      case 'conversation.accepted':
      case 'conversation.ended':
      case 'conversation.closed':
      case 'conversation.returned':
      case 'conversation.changed':
      case 'conversation.erased':
        return conversationNews(guest, event.conversation)
      case 'visit.moved':
      case 'epoch.published':
      case 'line.changed':
        return undefined
    }
  }

  /** The conversation as it is now, or that it is no longer at this desk. */
  async function conversationNews(guest: DeskGuest, id: ConversationId): Promise<DeskEvent> {
    const row = await conversationRow(db, id)
    const here =
      row?.counsellor_id === guest.staff && (row.state === 'open' || row.state === 'wrapping_up')
    if (!here) {
      delivery.unfollow(guest.ear, id)
      return {
        type: 'conversation.gone',
        id,
        why: row?.state === 'waiting' || row?.state === 'open' ? 'returned_to_queue' : 'closed',
      }
    }
    if (!delivery.follows(guest.ear, id)) delivery.follow(guest.ear, id, 0)
    return { type: 'conversation.changed', conversation: await conversationForDesk(house, id) }
  }
}
