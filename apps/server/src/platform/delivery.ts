import { writeDelivered } from '@veilleuse/contract/frame'
import type { ConversationId } from '@veilleuse/domain/ids'

export type Fresh = {
  readonly seq: number
  readonly at: Date
  readonly byHelpline: boolean
  readonly envelope: Uint8Array
}

/** Where messages go: a socket, or in tests a list. */
export type Ear = {
  /** Takes a message. Gives a promise when it has enough for now: of a backlog no more before that. */
  bytes(frame: Uint8Array): Promise<void> | undefined
  /** Everything stored up to `seq` has been handed over. */
  live(conversation: ConversationId, seq: number): void
}

export type Delivery = {
  /** Hands over everything after `seen`, then what is pushed, in order and without holes. */
  follow(ear: Ear, conversation: ConversationId, seen: number): void
  unfollow(ear: Ear, conversation?: ConversationId): void
  follows(ear: Ear, conversation: ConversationId): boolean
  /** The last number that was handed over; undefined for who does not follow. */
  upTo(ear: Ear, conversation: ConversationId): number | undefined
  /** A message that has just been stored. `but` has said it itself and needs no copy. */
  push(conversation: ConversationId, message: Fresh, but?: Ear): void
  /** Reads on from where an ear is, in case a push never came. */
  catchUp(ear: Ear, conversation: ConversationId): void
}

/** What is stored. */
export type Source = {
  read(conversation: ConversationId, after: number, limit: number): Promise<readonly Fresh[]>
  /** The number of the last message of each of these. */
  newest(of: readonly ConversationId[]): Promise<ReadonlyMap<ConversationId, number>>
}

type Cursor = { readonly ear: Ear; seq: number; reading: boolean; again: boolean }

const page = 200

/**
 * Gives each follower a conversation's messages once, in order, without holes. A push only moves a
 * follower on by the next number; anything else makes it read from the database, so a push that is
 * lost, doubled or late does no harm.
 */
export function makeDelivery(source: Source, failed: (error: unknown) => void): Delivery {
  // Lists of one or two, replaced when one comes or goes: maps would take several times the memory.
  const followers = new Map<ConversationId, readonly Cursor[]>()
  const asked = new Map<Cursor, ConversationId>()
  let looking = false
  // The same the other way round, to let one ear go without asking every conversation.
  const heardBy = new Map<Ear, readonly ConversationId[]>()

  return {
    follow(ear, conversation, seen) {
      const cursor = { ear, seq: seen, reading: false, again: false }
      const others = cursorsOf(conversation).filter((one) => one.ear !== ear)
      followers.set(conversation, [...others, cursor])
      const known = heardBy.get(ear) ?? []
      if (!known.includes(conversation)) heardBy.set(ear, [...known, conversation])
      ask(conversation, cursor)
    },
    unfollow(ear, conversation) {
      const all = heardBy.get(ear) ?? []
      for (const id of conversation ? [conversation] : all) {
        const left = cursorsOf(id).filter((one) => one.ear !== ear)
        if (left.length > 0) followers.set(id, left)
        else followers.delete(id)
      }
      const others = all.filter((id) => conversation !== undefined && id !== conversation)
      if (others.length > 0) heardBy.set(ear, others)
      else heardBy.delete(ear)
    },
    follows: (ear, conversation) => cursorOf(ear, conversation) !== undefined,
    upTo: (ear, conversation) => cursorOf(ear, conversation)?.seq,
    push(conversation, message, but) {
      for (const cursor of cursorsOf(conversation)) {
        if (cursor.reading || message.seq > cursor.seq + 1) void readOn(conversation, cursor)
        else if (message.seq === cursor.seq + 1) {
          cursor.seq = message.seq
          if (cursor.ear !== but) void hand(cursor.ear, conversation, message)
        }
      }
    },
    catchUp(ear, conversation) {
      const cursor = cursorOf(ear, conversation)
      if (cursor) ask(conversation, cursor)
    },
  }

  function cursorsOf(conversation: ConversationId): readonly Cursor[] {
    return followers.get(conversation) ?? []
  }

  function cursorOf(ear: Ear, conversation: ConversationId): Cursor | undefined {
    return cursorsOf(conversation).find((one) => one.ear === ear)
  }

  function ask(conversation: ConversationId, cursor: Cursor) {
    asked.set(cursor, conversation)
    void look()
  }

  /** One question for all who asked meanwhile: thousands ask, and few have missed anything. */
  async function look() {
    if (looking) return
    looking = true
    try {
      while (asked.size > 0) {
        const all = [...asked]
        asked.clear()
        const newest = await source.newest([...new Set(all.map(([, id]) => id))])
        for (const [cursor, id] of all) {
          if (cursor.reading || cursor.seq < (newest.get(id) ?? 0)) void readOn(id, cursor)
          else if (isFollowed(id, cursor)) cursor.ear.live(id, cursor.seq)
        }
      }
    } catch (error) {
      failed(error)
    } finally {
      looking = false
    }
  }

  async function readOn(conversation: ConversationId, cursor: Cursor) {
    cursor.again = true
    if (cursor.reading) return
    cursor.reading = true
    // While we read or wait it may be let go of, or begun anew from elsewhere by another cursor.
    const followed = () => isFollowed(conversation, cursor)
    try {
      while (cursor.again && followed()) {
        cursor.again = false
        const messages = await source.read(conversation, cursor.seq, page)
        for (const message of messages) {
          if (!followed()) return
          if (message.seq <= cursor.seq) continue
          cursor.seq = message.seq
          const enough = hand(cursor.ear, conversation, message)
          if (enough) await enough
        }
        cursor.again ||= messages.length === page
      }
      if (followed()) cursor.ear.live(conversation, cursor.seq)
    } catch (error) {
      // The follower asks again by its next ping; nothing has been skipped.
      failed(error)
    } finally {
      cursor.reading = false
    }
  }

  function isFollowed(conversation: ConversationId, cursor: Cursor) {
    return cursorsOf(conversation).includes(cursor)
  }

  function hand(ear: Ear, conversation: ConversationId, message: Fresh) {
    return ear.bytes(
      writeDelivered({
        seq: message.seq,
        at: message.at,
        by: message.byHelpline ? 'helpline' : 'visitor',
        conversation,
        envelope: message.envelope,
      }),
    )
  }
}
