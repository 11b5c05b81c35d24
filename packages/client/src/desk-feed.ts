import { readDelivered, writeSaid, type Delivered } from '@veilleuse/contract/frame'
import type { DeskView } from '@veilleuse/contract/desk'
import type { ProblemCode } from '@veilleuse/contract/problems'
import { toDesk, type DeskEvent, type ToDesk } from '@veilleuse/contract/socket-desk'
import { onDesk } from '@veilleuse/domain/desk'
import * as v from 'valibot'
import { connect, hello, type ConnectionState } from './connection.ts'
import { deliveries } from './deliveries.ts'
import { outbox } from './outbox.ts'

/** What the desk knows. A new object at each change, the same one in between. */
export type Picture = {
  readonly connection: ConnectionState
  /** Why the connection is `refused`: at `protocol_too_old` the page reloads itself. */
  readonly refusedFor?: ProblemCode | undefined
  readonly desk: DeskView | undefined
  /** Conversations in which the visitor is writing just now. */
  readonly typing: ReadonlySet<string>
  /** Conversations whose stored messages have all arrived. */
  readonly complete: ReadonlySet<string>
  /** Own messages that are not stored yet, oldest first. */
  readonly unstored: readonly string[]
  /** Own messages that will never be stored, and why. */
  readonly refused: ReadonlyMap<string, ProblemCode>
  /** How far the server's clock is ahead of this one, in milliseconds. */
  readonly aheadMs: number
}

export type DeskFeed = {
  picture(): Picture
  /** Messages of a conversation as far as they came without a gap, by sequence number. */
  messages(conversation: string): readonly Delivered[]
  subscribe(changed: () => void): () => void
  /** Sends a sealed message until the server has it. */
  say(conversation: string, id: string, envelope: Uint8Array<ArrayBuffer>): void
  typing(conversation: string, on: boolean): void
  read(conversation: string, seq: number): void
  /** Asks for the stored messages of a conversation after this one: 0 for all of them. */
  more(conversation: string, after: number): void
  retryNow(): void
  close(): void
}

export type DeskFeedWishes = {
  /** `wss://host/desk/socket`. Never holds a token. */
  readonly address: string
  readonly token: string
  /** Told after the picture has changed: for what rings or says goodbye. */
  happened?(event: DeskEvent): void
  readonly WebSocket?: typeof WebSocket
  readonly now?: () => number
}

// A server that loses count again and again is not to be run down by our asking.
const pauseBeforeAskingAgain = { ms: 1000 }

/**
 * The live picture of a desk: a snapshot at feed N, then every later event that concerns this desk,
 * each naming the one before. Whoever misses one asks for a fresh snapshot by a new hello. Sealed
 * messages are kept here, unread.
 */
export function deskFeed(wishes: DeskFeedWishes): DeskFeed {
  const now = wishes.now ?? Date.now
  const listeners = new Set<() => void>()
  const heard = deliveries()
  const written = new Map<string, { conversation: string; envelope: Uint8Array<ArrayBuffer> }>()
  const box = outbox((envelope) => line.send(writeSaid(envelope)))
  let picture: Picture = {
    connection: 'connecting',
    desk: undefined,
    typing: new Set(),
    complete: new Set(),
    unstored: [],
    refused: new Map(),
    aheadMs: 0,
  }
  let feed = 0
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: ReturnType<typeof setTimeout> | undefined
  let line = open()

  return {
    picture: () => picture,
    messages: heard.upToTheGap,
    subscribe(changed) {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
    say(conversation, id, envelope) {
      written.set(id, { conversation, envelope })
      box.put(id, envelope, conversation)
      show({ unstored: box.waiting() })
    },
    typing: (conversation, on) => tell({ type: 'typing', conversation, on }),
    read: (conversation, seq) => tell({ type: 'read', conversation, seq }),
    more: (conversation, after) => tell({ type: 'more', conversation, after }),
    retryNow: () => line.retryNow(),
    close() {
      clearTimeout(asking)
      line.close()
    },
  }

  function open() {
    let mine = true
    const opened = connect({
      address: wishes.address,
      hello: () => hello(wishes.token, seen()),
      heard: (frame) => mine && hear(frame),
      changed: (connection, refusedFor) => mine && show({ connection, refusedFor }),
      ...(wishes.WebSocket ? { WebSocket: wishes.WebSocket } : {}),
    })
    return { ...opened, abandon: () => ((mine = false), opened.close()) }
  }

  function seen() {
    const held = picture.desk?.conversations ?? []
    return Object.fromEntries(held.map(({ id }) => [id, heard.last(id)]))
  }

  function hear(frame: unknown) {
    if (frame instanceof Uint8Array) return deliver(frame)
    const said = v.safeParse(toDesk, frame)
    if (said.success) return listen(said.output)
    // A newer server may say more than we know. An event we cannot read leaves the picture wrong.
    if (v.is(v.object({ type: v.literal('event') }), frame)) askAgain()
  }

  function deliver(frame: Uint8Array) {
    const message = readDelivered(frame)
    if (!message) return
    const missing = heard.add({ ...message, envelope: message.envelope.slice() })
    if (missing !== undefined) {
      tell({ type: 'more', conversation: message.conversation, after: missing })
    }
    show({})
  }

  function listen(frame: ToDesk) {
    switch (frame.type) {
      case 'welcome': {
        feed = frame.feed
        const aheadMs = new Date(frame.at).getTime() - now()
        forgetWhatIsGone(frame.desk)
        show({ desk: frame.desk, aheadMs, typing: new Set(), complete: new Set() })
        box.resend()
        return
      }
      case 'event':
        if (frame.feed <= feed) return
        if (frame.after > feed || !picture.desk) return askAgain()
        feed = frame.feed
        return apply(frame.event)
      case 'queue':
        if (picture.desk) show({ desk: withQueue(picture.desk, frame) })
        return
      case 'live':
        if (frame.seq > heard.last(frame.conversation)) {
          const { conversation } = frame
          tell({ type: 'more', conversation, after: heard.last(conversation) })
        } else show({ complete: new Set(picture.complete).add(frame.conversation) })
        return
      case 'ack':
        return stored(frame)
      case 'typing':
        return show({ typing: toggled(picture.typing, frame.conversation, frame.on) })
      case 'present':
        return patch(frame.conversation, { visitorPresent: frame.on })
      case 'read':
        return patch(frame.conversation, { readByVisitor: frame.seq })
      case 'pong':
        if (frame.feed > feed) return askAgain()
        for (const [conversation, seq] of Object.entries(frame.seqs)) {
          const after = heard.last(conversation)
          if (seq !== undefined && seq > after) tell({ type: 'more', conversation, after })
        }
        return
      case 'problem':
        return refused(frame)
    }
  }

  function apply(event: DeskEvent) {
    if (!picture.desk) return
    const before = picture.desk
    const desk = onDesk(before, event)
    forgetWhatIsGone(desk)
    show({ desk })
    if (event.type === 'conversation.changed') askForBacklog(before, event.conversation)
    wishes.happened?.(event)
  }

  /** A conversation that has just come to this desk brings what was written while it waited. */
  function askForBacklog(before: DeskView, { id, lastSeq }: DeskView['conversations'][number]) {
    if (before.conversations.some((one) => one.id === id)) return
    if (lastSeq > heard.last(id)) tell({ type: 'more', conversation: id, after: heard.last(id) })
    else show({ complete: new Set(picture.complete).add(id) })
  }

  function stored({ id, seq, at }: Extract<ToDesk, { type: 'ack' }>) {
    const mine = written.get(id)
    written.delete(id)
    box.stored(id)
    if (mine) heard.add({ ...mine, seq, at: new Date(at), by: 'helpline' })
    show({ unstored: box.waiting() })
  }

  function refused({ id, problem, retryAfterSeconds }: Extract<ToDesk, { type: 'problem' }>) {
    if (id === undefined) return
    if (problem === 'too_fast' || problem === 'restarting') {
      box.later(retryAfterSeconds ?? 1)
      return
    }
    written.delete(id)
    box.refused(id)
    show({ unstored: box.waiting(), refused: new Map(picture.refused).set(id, problem) })
  }

  function patch(id: string, change: Partial<DeskView['conversations'][number]>) {
    const conversation = picture.desk?.conversations.find((one) => one.id === id)
    if (!picture.desk || !conversation) return
    const changed = { ...conversation, ...change }
    show({ desk: onDesk(picture.desk, { type: 'conversation.changed', conversation: changed }) })
  }

  function forgetWhatIsGone(desk: DeskView) {
    const kept = desk.conversations.filter(({ erased }) => !erased)
    heard.keepOnly(new Set(kept.flatMap(({ id, earlier }) => [id, ...earlier])))
  }

  function askAgain() {
    if (asking !== undefined) return
    const wait = Math.max(0, askedAt + pauseBeforeAskingAgain.ms - now())
    asking = setTimeout(() => {
      asking = undefined
      askedAt = now()
      line.abandon()
      line = open()
    }, wait)
  }

  function tell(frame: object) {
    line.send(JSON.stringify(frame))
  }

  function show(change: Partial<Picture>) {
    picture = { ...picture, ...change }
    for (const listener of listeners) listener()
  }
}

function toggled(all: ReadonlySet<string>, one: string, on: boolean): ReadonlySet<string> {
  const next = new Set(all)
  if (on) next.add(one)
  else next.delete(one)
  return next
}

/** The desk with one of its lines, and who waits on it, as they are now. */
function withQueue(desk: DeskView, { line, queue }: Extract<ToDesk, { type: 'queue' }>): DeskView {
  const lines = desk.lines.map((one) => (one.id === line.id ? line : one))
  const waiting = (id: string) =>
    id === line.id ? queue : desk.queue.filter((row) => row.line === id)
  return { ...desk, lines, queue: lines.flatMap(({ id }) => waiting(id)) }
}
