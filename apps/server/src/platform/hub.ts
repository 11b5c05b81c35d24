import type { Place } from '@veilleuse/contract/visit'
import type { ConversationId, LineId, StaffId } from '@veilleuse/domain/ids'
import type { Ear } from './delivery.ts'
import type { StaffSession } from './session.ts'
import type { Line } from './socket.ts'

/** A visitor's page on this server. */
export type VisitGuest = {
  readonly conversation: ConversationId
  readonly line: Line
  /** Hash of the token it said hello with: after a move to another page it is the wrong one. */
  readonly hash: string
  /** Before that it is told no view: the welcome holds it. */
  welcomed: boolean
  /**
   * What it was told last of its place, undefined before the welcome and when it does not wait; the
   * same object as long as nothing has changed.
   */
  place: Place | undefined
}

/** A desk on this server. */
export type DeskGuest = {
  readonly staff: StaffId
  readonly who: StaffSession
  readonly line: Line
  readonly ear: Ear
  /** Number of the last it was told: its snapshot, then each event. Undefined before the snapshot. */
  feed: number | undefined
  /** What it was told last of each line's queue, as it was written. */
  readonly queues: Map<LineId, Buffer>
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
  any(): boolean
  keys(): readonly Key[]
}

export function makeHub(): Hub {
  return { visitors: guests(), desks: guests() }
}

// A list of one, replaced when somebody comes or goes: for ten thousand pages a third of what sets
// would take, and whoever goes through it is not disturbed.
function guests<Key, Guest>(): Guests<Key, Guest> {
  const here = new Map<Key, readonly Guest[]>()
  return {
    add(key, guest) {
      here.set(key, [...(here.get(key) ?? []), guest])
    },
    remove(key, guest) {
      const left = (here.get(key) ?? []).filter((one) => one !== guest)
      if (left.length === 0) here.delete(key)
      else here.set(key, left)
    },
    at: (key) => here.get(key) ?? [],
    any: () => here.size > 0,
    keys: () => [...here.keys()],
  }
}
