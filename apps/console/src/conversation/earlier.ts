import type { conversationKeys } from '@veilleuse/contract/desk'
import { pubChannelKey } from '@veilleuse/sealing/opening'
import { speakersOf } from '@veilleuse/sealing/message'
import type { InferOutput } from 'valibot'
import { freshHearing, hear, type Hearing, type Listener, type Word } from './hearing.ts'
import { readSpeakers, takeContentKey } from './keys.ts'
import type { RoomWishes } from './room.ts'

/** A conversation this visitor had before and chose to be recognised by. */
export type EarlierPart = {
  readonly conversation: string
  readonly session: number
  /** `unreadable` where no key for it was passed on. */
  readonly state: 'open' | 'unreadable'
  readonly words: readonly Word[]
}

const noWords: readonly Word[] = []

type Given = InferOutput<(typeof conversationKeys)['reply']>
type Wishes = Pick<RoomWishes, 'keyring' | 'messages' | 'more'>

/** Asks for the earlier conversations, and reads them as they come. Oldest first. */
export async function earlierParts(given: Given, { keyring, messages, more }: Wishes) {
  const parts = await Promise.all(
    given.earlier.map(async (earlier) => {
      const listener = await listenerOf(earlier).catch(() => undefined)
      return { ...earlier, listener }
    }),
  )
  for (const { conversation, listener } of parts) if (listener) more(conversation)
  const hearings = new Map<string, Hearing>()
  let shown: readonly EarlierPart[] = []
  return {
    /** The same list until one of them has grown. */
    async heard(): Promise<readonly EarlierPart[]> {
      const heard = await Promise.all(parts.map(hearPart))
      const same = heard.every(({ words }, i) => words === shown[i]?.words)
      if (!same || heard.length !== shown.length) shown = heard
      return shown
    },
  }

  async function hearPart(part: (typeof parts)[number]): Promise<EarlierPart> {
    const { conversation, session, listener } = part
    if (!listener) return { conversation, session, state: 'unreadable', words: noWords }
    const before = hearings.get(conversation) ?? freshHearing
    const hearing = await hear(before, messages(conversation), listener)
    hearings.set(conversation, hearing)
    return { conversation, session, state: 'open', words: hearing.words }
  }

  async function listenerOf(earlier: Given['earlier'][number]): Promise<Listener> {
    const keys = await takeContentKey(keyring, earlier, given.keys)
    const known = await readSpeakers(keyring, keys, earlier.certificates)
    const channelKey = await pubChannelKey(keys)
    const { conversation, session, visitorKey } = keys
    const speakers = await speakersOf([visitorKey, ...known.map(({ speakerKey }) => speakerKey)])
    return { place: { conversation, session, channel: 'pub', channelKey }, speakers, visitorKey }
  }
}
