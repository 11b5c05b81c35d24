import type { ConversationId, StaffId } from '@veilleuse/domain/ids'
import type { Ear } from './delivery.ts'
import type { StaffSession } from './session.ts'
import type { Line } from './socket.ts'

/** A visitor's page on this server. */
export type VisitGuest = {
  readonly conversation: ConversationId
  readonly line: Line
  /** Hash of the token it said hello with: after a move to another page it is the wrong one. */
  readonly hash: Buffer
}

/** A desk on this server. */
export type DeskGuest = {
  readonly staff: StaffId
  readonly who: StaffSession
  readonly line: Line
  readonly ear: Ear
  /** Number of the last it was told: its snapshot, then each event. Undefined before the snapshot. */
  feed: number | undefined
}

/** Who is connected to this server right now. */
export type Hub = {
  readonly visitors: Guests<ConversationId, VisitGuest>
  readonly desks: Guests<StaffId, DeskGuest>
}

export type Guests<Key, Guest> = {
  add(key: Key, guest: Guest): void
  remove(key: Key, guest: Guest): void
  at(key: Key): readonly Guest[]
  keys(): readonly Key[]
}

export function makeHub(): Hub {
  return { visitors: guests(), desks: guests() }
}

function guests<Key, Guest>(): Guests<Key, Guest> {
  const here = new Map<Key, Set<Guest>>()
  return {
    add(key, guest) {
      const set = here.get(key) ?? new Set<Guest>()
      here.set(key, set.add(guest))
    },
    remove(key, guest) {
      const set = here.get(key)
      set?.delete(guest)
      if (set?.size === 0) here.delete(key)
    },
    at: (key) => [...(here.get(key) ?? [])],
    keys: () => [...here.keys()],
  }
}
