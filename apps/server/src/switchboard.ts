import type { DeskEvent, ToDesk } from '@veilleuse/contract/socket-desk'
import type { ToVisitor } from '@veilleuse/contract/socket-visit'
import type { LineId, ConversationId, StaffId } from '@veilleuse/domain/ids'
import { visitorPresent } from '@veilleuse/domain/patience'
import {
  conversationRow,
  earlierThan,
  freshAfter,
  heldBy,
  heldByAnybody,
  isStored,
  lastSeqOf,
} from './conversation/store.ts'
import { conversationForDesk } from './desk/access.ts'
import { offerForDesk, seatForDesk } from './desk/present.ts'
import { seatOf } from './desk/store.ts'
import type { Append } from './platform/append.ts'
import { makeDelivery } from './platform/delivery.ts'
import { isForDesks } from './platform/events.ts'
import type { ConversationEvent, ForDesks, ServerEvent } from './platform/events.ts'
import type { Feed } from './platform/feed.ts'
import type { Metrics } from './platform/metrics.ts'
import type { House } from './platform/house.ts'
import { heldUp } from './platform/held-up.ts'
import { makeHub, type DeskGuest } from './platform/hub.ts'
import { newId } from './platform/ids.ts'
import { asProblem } from './platform/route.ts'
import type { Line } from './platform/socket.ts'
import type { Switchboard } from './platform/switchboard.ts'
import { makeTurns } from './platform/turns.ts'
import { ringTogether } from './queue/actions.ts'
import { ringingOffers, seen } from './queue/store.ts'
import { openBoards } from './queue/telling.ts'
import { viewOf } from './visit/access.ts'

const seenEvery = { seconds: 15 }

type DeskNews = Exclude<ServerEvent, ForDesks>

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
  const inTurn = makeTurns()
  const failed = (where: string) => (error: unknown) =>
    log.incident({ incident: newId(), where, error })
  const delivery = makeDelivery(
    {
      read: (id, seq, limit) => freshAfter(db, { id, seq, limit }),
      newest: (ids) => lastSeqOf(db, ids),
    },
    failed('delivery'),
  )
  const ringSoon = ringTogether(house)
  // Who holds which conversation: for passing on typing and presence without asking the database.
  const holder = new Map<ConversationId, StaffId>()
  for (const row of await heldByAnybody(db))
    if (row.counsellor_id) holder.set(row.id, row.counsellor_id)
  const waits = heldUp((message) => isStored(db, message))
  const boards = openBoards(house, hub, failed('boards'))
  const beat = setInterval(() => void seenNow({}).catch(failed('beat')), seenEvery.seconds * 1000)
  const later = new Set<NodeJS.Timeout>()
  let closed = false
  feed.on(hear)

  return {
    house,
    hub,
    delivery,
    inTurn,
    say,
    toVisitor,
    toCounsellor,
    seenNow,
    visitorCame,
    visitorWent,
    deskCame,
    deskWent,
    heldHere: (staff) => [...holder].flatMap(([id, by]) => (by === staff ? [id] : [])),
    earlierOfHeld,
    placed: boards.placed,
    look: feed.look,
    close() {
      closed = true
      clearInterval(beat)
      for (const timer of later) clearTimeout(timer)
      boards.close()
    },
  }

  async function say(...[said, from]: Parameters<Switchboard['say']>) {
    const { conversation, id, author, envelope } = said
    await waits.pass(from.ear, said)
    const began = performance.now()
    try {
      house.limits.spend('say', author ? `${author} ${conversation}` : conversation)
      const { seq, at } = await append.append(said)
      metrics.stored((performance.now() - began) / 1000)
      const ack = { type: 'ack', id, seq, at: at.toISOString() } as const
      from.line.say(author ? { ...ack, conversation } : ack)
      const byHelpline = author !== undefined
      delivery.push(conversation, { seq, at, byHelpline, envelope }, from.ear)
      waits.settled(from.ear, said)
    } catch (error) {
      if (asProblem(error)?.retryAfterSeconds === undefined) waits.settled(from.ear, said)
      else waits.refusedForNow(from.ear, said)
      throw error
    }
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

  function visitorCame(id: ConversationId, waitsOn: LineId | undefined) {
    toCounsellor(id, { type: 'present', conversation: id, on: true })
    // Who was absent when their turn came is rung for now.
    if (waitsOn) void ringSoon(waitsOn).catch(failed('ring'))
  }

  function visitorWent(id: ConversationId) {
    if (hub.visitors.at(id).length === 0)
      toCounsellor(id, { type: 'present', conversation: id, on: false })
  }

  function deskCame(staff: StaffId) {
    void viewsOfHeld(staff).catch(failed('views'))
  }

  function deskWent(staff: StaffId) {
    if (closed) return
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
    try {
      await inTurn(id, async () => {
        if (hub.visitors.at(id).length === 0) return
        const told = await viewOf(house, id)
        for (const guest of hub.visitors.at(id))
          if (guest.welcomed) guest.line.say({ type: 'view', view: boards.placed(guest, told) })
      })
    } catch (error) {
      letGo(hub.visitors.at(id), error)
    }
  }

  /** Who could not be told something is let go: whoever comes back reads everything anew. */
  function letGo(guests: readonly { readonly line: Line }[], error: unknown) {
    const problem = asProblem(error)
    if (!problem) failed('news')(error)
    for (const { line } of guests) line.close(problem?.code ?? 'internal')
  }

  async function earlierOfHeld(staff: StaffId, id: ConversationId) {
    for (const row of await heldBy(db, staff))
      if ((await earlierThan(db, row.id)).includes(id)) return true
    return false
  }

  function hear(event: ServerEvent, seq: number) {
    boards.hear(event, seq)
    if (event.type === 'visit.moved') return void moved(event.conversation)
    if (isForDesks(event)) return closeDesks(event)
    if ('conversation' in event) conversationNow(event)
    if ('staff' in event && event.staff)
      for (const guest of hub.desks.at(event.staff)) void toDesk(guest, event, seq)
  }

  function conversationNow({ type, conversation, staff }: ConversationEvent) {
    if (type === 'conversation.accepted' && staff) holder.set(conversation, staff)
    if (type === 'conversation.closed' || type === 'conversation.returned')
      holder.delete(conversation)
    if (type !== 'conversation.erased') return void view(conversation)
    for (const { line } of hub.visitors.at(conversation)) line.close('gone')
  }

  async function moved(id: ConversationId) {
    try {
      const row = await conversationRow(db, id)
      for (const guest of hub.visitors.at(id))
        if (row?.visitor_hash.toString('hex') !== guest.hash) guest.line.close('already_there')
    } catch (error) {
      letGo(hub.visitors.at(id), error)
    }
  }

  function closeDesks(event: ForDesks) {
    for (const { who, line } of hub.desks.at(event.staff))
      // A desk knows its lines from its snapshot on: it comes back at once and is given another.
      if (event.type === 'person.placed') line.close('restarting')
      else if (event.session === undefined || event.session === who.hash) line.close('signed_out')
  }

  async function toDesk(guest: DeskGuest, event: DeskNews, seq: number) {
    try {
      await inTurn(guest, async () => {
        // What came before the snapshot is in it.
        if (guest.feed === undefined || seq <= guest.feed) return
        const news = await newsOf(guest, event)
        if (!news) return
        guest.line.say({
          type: 'event',
          feed: seq,
          after: guest.feed,
          event: news,
        } satisfies ToDesk)
        guest.feed = seq
        if (
          news.type === 'conversation.changed' &&
          !delivery.follows(guest.ear, news.conversation.id)
        )
          delivery.follow(guest.ear, news.conversation.id, 0)
      })
    } catch (error) {
      letGo([guest], error)
    }
  }

  async function newsOf(guest: DeskGuest, event: DeskNews): Promise<DeskEvent | undefined> {
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
    return { type: 'conversation.changed', conversation: await conversationForDesk(house, id) }
  }
}
