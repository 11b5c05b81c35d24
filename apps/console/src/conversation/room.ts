import { Unreachable } from '@veilleuse/client/call'
import type { Picture } from '@veilleuse/client/desk-feed'
import * as desk from '@veilleuse/contract/desk'
import type { DeskConversation, KeyWrap } from '@veilleuse/contract/desk'
import type { Delivered } from '@veilleuse/contract/frame'
import { uuidv7, type Bytes } from '@veilleuse/sealing/bytes'
import {
  findVoice,
  sawMessage,
  sealMessage,
  speakersOf,
  type Voice,
} from '@veilleuse/sealing/message'
import { makeStaffKey, pubChannelKey, type ConversationKeys } from '@veilleuse/sealing/opening'
import { Refusal, type RefusalCode } from '@veilleuse/sealing/refusal'
import { kinds } from '@veilleuse/sealing/wire'
import type { Ask } from '../session/ask.ts'
import type { Keyring } from '../session/keyring.ts'
import { store, type Store } from '../ui/store.ts'
import { earlierParts, type EarlierPart } from './earlier.ts'
import { freshHearing, hear, type Hearing, type Listener, type Word } from './hearing.ts'
import {
  readSpeakers,
  sealForArchive,
  speakAnew,
  takeContentKey,
  takeStaffKey,
  type Mouth,
} from './keys.ts'
import { noteBook, type NoteBook } from './note-book.ts'

/** An own message from the moment it is written until it is heard back among the others. */
export type Pending = {
  readonly id: string
  readonly kind: 'text' | 'summary'
  readonly text: string
  readonly at: Date
}

export type RoomView = {
  /** `keys_missing`: nothing here was sealed to us. `unreadable`: what came does not hold. */
  readonly state: 'opening' | 'open' | 'keys_missing' | 'unreadable'
  readonly words: readonly Word[]
  readonly earlier: readonly EarlierPart[]
  readonly pending: readonly Pending[]
}

const askAgainAfter = { milliseconds: 2000 }

/** One conversation, opened: hears, speaks, takes notes, and is sealed for the archive at the end. */
export type Room = {
  readonly view: Store<RoomView>
  readonly notes: NoteBook
  /** Takes in what the feed has delivered so far. */
  hear(picture: Pick<Picture, 'refused'>): void
  say(text: string, kind?: 'text' | 'summary'): Promise<void>
  archive(): Promise<KeyWrap[]>
}

export type RoomWishes = {
  readonly conversation: DeskConversation
  readonly keyring: Keyring
  /** From accepting; after a reload there is none, and a new one is made. */
  readonly mouth: Mouth | undefined
  readonly ask: Ask
  readonly now: () => Date
  messages(conversation: string): readonly Delivered[]
  more(conversation: string): void
  send(id: string, envelope: Bytes): void
}

export function openRoom(wishes: RoomWishes): Room {
  const { conversation, keyring, ask } = wishes
  const view = store<RoomView>({ state: 'opening', words: [], earlier: [], pending: [] })
  const opened = openPatiently()
  // Shown as a state of the room, and told again to whoever asks the room for something.
  opened.catch((trouble: unknown) => show({ state: stateOf(trouble) }))
  let hearing: Hearing = freshHearing
  // Set while the server could not be asked about a stranger: hearing begins here once more.
  let unsure: Hearing | undefined
  // One thing after the other: both the chain of own words and the ear depend on their order.
  let work: Promise<unknown> = Promise.resolve()

  return {
    view,
    notes: noteBook({ ...wishes, opened }),
    hear(picture) {
      void inTurn(async () => {
        const { earlier } = await opened
        hearing = await hearEverybody(unsure ?? hearing)
        const heard = new Set(hearing.words.map((word) => ('id' in word ? word.id : '')))
        const before = view.now().pending
        const left = before.filter(({ id }) => !heard.has(id) || picture.refused.has(id))
        const pending = left.length === before.length ? before : left
        show({ state: 'open', words: hearing.words, pending, earlier: await earlier.heard() })
      }).catch(() => {})
    },
    say(text, kind = 'text') {
      return inTurn(async () => {
        const room = await opened
        const at = wishes.now()
        const id = uuidv7(at)
        const seen = hearing.lastOfVisitor
        const voice = seen ? sawMessage(room.voice.now(), seen) : room.voice.now()
        const sealed = await sealMessage(voice, { kind: kinds[kind], body: text, id })
        room.voice.set(sealed.voice)
        show({ pending: [...view.now().pending, { id, kind, text, at }] })
        wishes.send(id, sealed.envelope)
      })
    },
    archive: async () => {
      const { keys, mouth } = await opened
      return sealForArchive(keyring, keys, { staffKey: mouth.staffKey, now: wishes.now() })
    },
  }

  /**
   * The same person may answer from a second desk, with a certificate that came after this room was
   * opened: whoever is unknown is asked about, and what they said is heard again.
   */
  async function hearEverybody(before: Hearing): Promise<Hearing> {
    const { listener } = await opened
    const delivered = wishes.messages(conversation.id)
    const heard = await hear(before, delivered, listener.now())
    unsure = undefined
    if (!heard.words.slice(before.words.length).some(isOfAStranger)) return heard
    try {
      const { certificates } = await ask(desk.conversationKeys, { params: { id: conversation.id } })
      const { id, line } = conversation
      const known = await readSpeakers(keyring, { conversation: id, line }, certificates)
      const learned = await speakersOf(known.map(({ speakerKey }) => speakerKey))
      const { speakers, ...rest } = listener.now()
      listener.set({ ...rest, speakers: new Map([...speakers, ...learned]) })
    } catch {
      unsure = before
      return heard
    }
    return hear(before, delivered, listener.now())
  }

  /** A server that is away is asked again: nobody at the desk could do more about it. */
  async function openPatiently(): Promise<OpenedRoom> {
    for (;;) {
      try {
        return await open()
      } catch (trouble) {
        if (!(trouble instanceof Unreachable)) throw trouble
        await new Promise((done) => setTimeout(done, askAgainAfter.milliseconds))
      }
    }
  }

  async function open(): Promise<OpenedRoom> {
    const given = await ask(desk.conversationKeys, { params: { id: conversation.id } })
    const { id, line, opening, session } = conversation
    const begun = { conversation: id, session, opening }
    const keys = await takeContentKey(keyring, begun, given.keys)
    const known = await readSpeakers(keyring, { conversation: id, line }, given.certificates)
    const wraps = given.keys
    const mouth = wishes.mouth ?? (await newMouth(keys, { wraps, speakers: known }))
    const held = await takeStaffKey(keyring, keys, { wraps, speakers: known })
    const channelKey = await pubChannelKey(keys)
    const place = { conversation: id, session, channel: 'pub', channelKey } as const
    const ownKey = mouth.signing.publicKey
    const speakers = await speakersOf([
      keys.visitorKey,
      ...known.map(({ speakerKey }) => speakerKey),
      ownKey,
    ])
    const listener = store<Listener>({ place, speakers, visitorKey: keys.visitorKey })
    const voice = store(await findVoice(place, mouth.signing))
    const earlier = await earlierParts(given, wishes)
    return { keys, mouth: { ...mouth, staffKey: held ?? mouth.staffKey }, listener, voice, earlier }
  }

  async function newMouth(
    keys: ConversationKeys,
    given: Parameters<typeof takeStaffKey>[2],
  ): Promise<Mouth> {
    const staffKey =
      (await takeStaffKey(keyring, keys, given)) ?? (await makeStaffKey(conversation.id))
    const { id, line } = conversation
    const wanted = { conversation: id, line, staffKey, now: wishes.now() }
    const { mouth, certificate } = await speakAnew(keyring, wanted)
    if (conversation.state === 'open')
      await ask(desk.speakAgain, { params: { id: conversation.id }, body: { certificate } })
    return mouth
  }

  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const next = work.then(step)
    work = next.catch(() => {})
    return next
  }

  function show(change: Partial<RoomView>) {
    const before = view.now()
    const after = { ...before, ...change }
    // The feed tells of every key the visitor touches; the screen follows what is new only.
    const same = (['state', 'words', 'earlier', 'pending'] as const).every(
      (part) => before[part] === after[part],
    )
    if (!same) view.set(after)
  }
}

export type OpenedRoom = {
  readonly keys: ConversationKeys
  readonly mouth: Mouth
  readonly listener: Store<Listener>
  readonly voice: Store<Voice>
  readonly earlier: { heard(): Promise<readonly EarlierPart[]> }
}

function isOfAStranger(word: Word): boolean {
  return word.by === 'nobody' && word.trouble === 'unknown_sender'
}

function stateOf(trouble: unknown): RoomView['state'] {
  const missing: readonly RefusalCode[] = ['key_missing', 'expired', 'not_yet_valid']
  return trouble instanceof Refusal && missing.includes(trouble.code)
    ? 'keys_missing'
    : 'unreadable'
}
