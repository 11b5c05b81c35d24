import { deskFeed, type DeskFeed, type Picture } from '@veilleuse/client/desk-feed'
import * as contract from '@veilleuse/contract/desk'
import type { DeskConversation, OfferView } from '@veilleuse/contract/desk'
import type { DeskEvent } from '@veilleuse/contract/socket-desk'
import type { CounsellorEnding, SeatLimit, SeatState } from '@veilleuse/domain/conversation'
import type { ContactRecord } from '@veilleuse/domain/record'
import type { Risk } from '@veilleuse/domain/risk'
import { drafts, type Drafts } from '../conversation/drafts.ts'
import { prepareToAccept, type Mouth } from '../conversation/keys.ts'
import { openRoom, type Room } from '../conversation/room.ts'
import type { Ask } from '../session/ask.ts'
import { keysOf, linesInHand, type Keyring } from '../session/keyring.ts'
import { store, type Store } from '../ui/store.ts'
import { unreadIn } from './attention.ts'
import { afterRings, noRings, type Rings } from './missed.ts'

/** A conversation that left this desk without its counsellor having closed it. */
export type Gone = { readonly id: string; readonly why: 'returned_to_queue' | 'erased' }

export type DeskState = {
  readonly picture: Picture
  readonly locked: boolean
  readonly rooms: ReadonlyMap<string, Room>
  /** Which of the three places a conversation has, 1 to 3; it keeps it to the end. */
  readonly places: ReadonlyMap<string, number>
  readonly unread: ReadonlyMap<string, number>
  readonly gone: readonly Gone[]
  /** When it rang here last without an answer, until this desk is available again. */
  readonly missed: Date | undefined
}

export type Desk = {
  readonly state: Store<DeskState>
  /** Absent while locked. */
  drafts(): Drafts | undefined
  /** The server's time. */
  now(): Date
  unlock(keyring: Keyring): void
  lock(): void
  setSeat(state: SeatState): Promise<void>
  setLimit(limit: SeatLimit): Promise<void>
  /** Gives the open conversations back to the head of the queue. */
  leaveSeat(): Promise<void>
  accept(offer: OfferView): Promise<void>
  decline(offer: OfferView): Promise<void>
  say(conversation: string, text: string, kind?: 'text' | 'summary'): Promise<void>
  typing(conversation: string, on: boolean): void
  /** Everything that has come is on the screen of somebody who looks at it. */
  read(conversation: string): void
  setRisk(conversation: string, risk: Risk): Promise<void>
  end(conversation: string, ending: CounsellorEnding, summary: string): Promise<void>
  close(conversation: string, record: ContactRecord): Promise<void>
  dismiss(gone: string): void
  retryNow(): void
  leave(): void
}

export type DeskWishes = {
  readonly address: string
  readonly token: string
  readonly ask: Ask
  readonly shelf: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** Gives the keys anew when an offer needs some that are not here. */
  refresh(): Promise<Keyring | undefined>
}

export function openDesk(wishes: DeskWishes): Desk {
  const { ask, shelf } = wishes
  const mouths = new Map<string, Mouth>()
  const readUpTo = new Map<string, number>()
  let keyring: Keyring | undefined
  let kept: Drafts | undefined
  let rings: Rings = noRings
  const feed: DeskFeed = deskFeed({ ...wishes, happened })
  const state = store<DeskState>({
    picture: feed.picture(),
    locked: true,
    rooms: new Map(),
    places: new Map(),
    unread: new Map(),
    gone: [],
    missed: undefined,
  })
  feed.subscribe(follow)

  return {
    state,
    drafts: () => kept,
    now: serverNow,
    unlock(opened) {
      const first = keyring === undefined
      keyring = opened
      if (!first) return reopenWaiting()
      kept = drafts(opened.staff.box, shelf)
      show({ locked: false })
      follow()
    },
    lock() {
      keyring = undefined
      kept = undefined
      mouths.clear()
      show({ locked: true, rooms: new Map() })
    },
    async setSeat(seat) {
      // Chosen, not missed.
      rings = noRings
      await ask(contract.setSeat, { body: { state: seat } })
    },
    setLimit: async (limit) => void (await ask(contract.setLimit, { body: { limit } })),
    leaveSeat: async () => void (await ask(contract.leaveSeat, {})),
    async accept(offer) {
      const epoch = { line: offer.line, number: offer.epoch }
      const keys = keyring && keysOf(keyring, epoch) ? keyring : await wishes.refresh()
      if (!keys) return
      const ready = await prepareToAccept(keys, offer)
      const { certificate, staffKeyWrap } = ready
      mouths.set(offer.conversation, ready.mouth)
      const body = { certificate, staffKeyWrap }
      await ask(contract.acceptOffer, { params: { id: offer.id }, body })
    },
    decline: async ({ id }) => void (await ask(contract.declineOffer, { params: { id } })),
    say: (conversation, text, kind) => roomOf(conversation).say(text, kind),
    typing: feed.typing,
    read(id) {
      const last = feed.messages(id).at(-1)?.seq ?? 0
      if (last <= readSoFar(id)) return
      readUpTo.set(id, last)
      feed.read(id, last)
      show({ unread: new Map(state.now().unread).set(id, 0) })
    },
    setRisk: async (id, risk) =>
      void (await ask(contract.setRisk, { params: { id: idOf(id) }, body: { risk } })),
    async end(id, ending, summary) {
      if (summary.trim() !== '') {
        await roomOf(id).say(summary.trim(), 'summary')
        await allStored()
      }
      await ask(contract.endConversation, { params: { id: idOf(id) }, body: { ending } })
    },
    async close(id, record) {
      const conversation = find(id)
      const archive = conversation.erased ? [] : await roomOf(id).archive()
      const { reason, ...rest } = record
      const body = { record: { ...rest, ...(reason && { reason }) }, archive }
      await ask(contract.closeConversation, { params: { id: conversation.id }, body })
      kept?.forget(id)
    },
    dismiss: (id) => show({ gone: state.now().gone.filter((one) => one.id !== id) }),
    retryNow: feed.retryNow,
    leave: feed.close,
  }

  function serverNow() {
    return new Date(Date.now() + feed.picture().aheadMs)
  }

  /** Keeps one open room for each conversation of the picture, and lets each hear what came. */
  function follow() {
    const picture = feed.picture()
    const rooms = new Map(state.now().rooms)
    const held = picture.desk?.conversations ?? []
    for (const id of rooms.keys()) if (!held.some((one) => one.id === id)) rooms.delete(id)
    if (keyring) for (const one of held) if (!rooms.has(one.id)) rooms.set(one.id, enter(one))
    if (picture.desk) rings = afterRings(rings, picture.desk, serverNow())
    const { missed } = rings
    show({ picture, rooms, places: placed(held), unread: unread(held), missed })
    for (const room of rooms.values()) room.hear(picture)
  }

  function placed(held: readonly DeskConversation[]): ReadonlyMap<string, number> {
    const before = state.now().places
    const now = new Map(held.flatMap(({ id }) => pair(id, before.get(id))))
    for (const { id } of held) {
      const taken = new Set(now.values())
      if (!now.has(id)) now.set(id, [1, 2, 3].find((place) => !taken.has(place)) ?? 3)
    }
    return sameMap(before, now) ? before : now
  }

  function unread(held: readonly DeskConversation[]): ReadonlyMap<string, number> {
    const before = state.now().unread
    const now = new Map(held.map(({ id }) => [id, unreadIn(feed.messages(id), readSoFar(id))]))
    return sameMap(before, now) ? before : now
  }

  function readSoFar(id: string): number {
    const known = feed.picture().desk?.conversations.find((one) => one.id === id)
    return Math.max(readUpTo.get(id) ?? 0, known?.readByCounsellor ?? 0)
  }

  function enter(conversation: DeskConversation): Room {
    if (!keyring) throw new Error('nobody can read while the desk is locked')
    return openRoom({
      conversation,
      keyring,
      ask,
      mouth: mouths.get(conversation.id),
      now: serverNow,
      messages: feed.messages,
      more: (id) => feed.more(id, 0),
      send: (id, envelope) => feed.say(conversation.id, id, envelope),
    })
  }

  /** Keys that came later may open what could not be opened. */
  function reopenWaiting() {
    const rooms = new Map(state.now().rooms)
    for (const [id, room] of rooms) {
      if (room.view.now().state === 'keys_missing') rooms.delete(id)
    }
    show({ rooms })
    follow()
  }

  function happened(event: DeskEvent) {
    if (event.type !== 'conversation.gone') return
    const { id, why } = event
    mouths.delete(id)
    if (why === 'closed') return
    kept?.forget(id)
    show({ gone: [...state.now().gone, { id, why }] })
  }

  /** An ending must not overtake the last words. Gives up after a while: the line may be down. */
  function allStored(): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(finish, 8000)
      const stop = feed.subscribe(() => feed.picture().unstored.length === 0 && finish())
      function finish() {
        clearTimeout(timer)
        stop()
        done()
      }
      if (feed.picture().unstored.length === 0) finish()
    })
  }

  function find(id: string): DeskConversation {
    const found = feed.picture().desk?.conversations.find((one) => one.id === id)
    if (!found) throw new Error('not at this desk')
    return found
  }

  function idOf(id: string) {
    return find(id).id
  }

  function roomOf(id: string): Room {
    const room = state.now().rooms.get(id)
    if (!room) throw new Error('not open at this desk')
    return room
  }

  function show(change: Partial<DeskState>) {
    state.set({ ...state.now(), ...change })
  }
}

function pair<Value>(key: string, value: Value | undefined): [string, Value][] {
  return value === undefined ? [] : [[key, value]]
}

function sameMap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value)
}

/** Why this person cannot be available; undefined when they can. */
export function whyNotAvailable(keyring: Keyring, now: Date) {
  return linesInHand(keyring, now).length > 0 ? undefined : 'keys_missing'
}
