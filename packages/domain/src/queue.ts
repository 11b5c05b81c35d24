import type { ConversationId, LineId, StaffId } from './ids.ts'
import type { Language } from './language.ts'
import type { Skill } from './line.ts'
import { matching } from './matching.ts'
import { inOrder, rankOf, type Ranked } from './order.ts'

/** One who waits, as far as the order goes. */
export type Queued = Ranked & {
  /** Whether the visitor's page has been heard from lately; an absent one keeps the place. */
  readonly present: boolean
}

/** How many of the queue a desk shows, from its head; of those behind it tells how many they are. */
export const shownAtDesk = 50

/** What a visitor needs of whoever answers. */
export type Needs = {
  readonly line: LineId
  readonly language: Language
  /** The profession the line asks for. */
  readonly skill: Skill
}

/** What somebody who answers can do. */
export type Able = {
  readonly lines: readonly LineId[]
  readonly languages: readonly Language[]
  readonly skills: readonly Skill[]
}

export type Waiting = Queued &
  Needs & {
    readonly declinedBy: readonly StaffId[]
    /** The counsellor they talked with before, where both wish to talk again and that one is there. */
    readonly again?: {
      readonly counsellor: StaffId
      /** They came a moment ago: should that one be busy, nobody else is rung yet. */
      readonly justCame: boolean
    }
  }

/** A seat that has room and rings nothing yet. */
export type Free = Able & {
  readonly counsellor: StaffId
  readonly taken: number
  readonly idleSince: Date
}

/**
 * Place in the queue, 1 for the next one to be served as things are. Whoever is away keeps the place
 * they had, and meanwhile holds up nobody: they are not counted for those behind them.
 */
export function places(waiting: readonly Queued[]): ReadonlyMap<ConversationId, number> {
  const queue = waiting.toSorted(inOrder)
  const told = placesInOrder(queue)
  return new Map(queue.map((one, n) => [one.id, told[n] ?? n + 1]))
}

/** The same for a queue that stands in its order already: each one's place, from the head on. */
export function placesInOrder(queue: readonly Pick<Queued, 'present'>[]): readonly number[] {
  let before = 0
  return queue.map(({ present }) => {
    const place = before + 1
    if (present) before += 1
    return place
  })
}

/**
 * Which visitor rings at which seat, at most one ring each. The first in the queue whose page is
 * alive is served first, then the next, by whoever answers on their line, speaks their language, has
 * the profession and has not declined them. Among these: the counsellor both wish for, then one whom
 * nobody behind waits for, then the least loaded, then the one idle longest. A seat that somebody
 * could have does not stay silent because another visitor took the wrong one.
 */
export function rings(
  waiting: readonly Waiting[],
  free: readonly Free[],
): readonly { conversation: ConversationId; counsellor: StaffId }[] {
  const seats = free.toSorted(byRest)
  const served = waiting
    .filter((one) => one.present && !waitsForAgain(one, seats))
    .toSorted(inOrder)
  // As many as could be rung at all: further back, nobody's wish moves anybody.
  const wished = new Set(served.slice(0, seats.length).map(({ again }) => again?.counsellor))
  const pairs = matching(served, seats, (visitor) => {
    const able = seats.filter((seat) => isAble(seat, visitor) && !hasDeclined(seat, visitor))
    const worth = (seat: Free) => {
      if (seat.counsellor === visitor.again?.counsellor) return 0
      return wished.has(seat.counsellor) ? 2 : 1
    }
    return able.toSorted((a, b) => worth(a) - worth(b))
  })
  return pairs.map(([{ id }, { counsellor }]) => ({ conversation: id, counsellor }))
}

/** Whether somebody could answer this visitor, had they room. */
export function isAble(person: Able, { line, language, skill }: Needs): boolean {
  return (
    person.lines.includes(line) &&
    person.languages.includes(language) &&
    person.skills.includes(skill)
  )
}

function hasDeclined({ counsellor }: Free, { declinedBy }: Waiting): boolean {
  return declinedBy.includes(counsellor)
}

/** Those behind are served meanwhile. In danger, or left once already, nobody waits for anybody. */
function waitsForAgain(visitor: Waiting, seats: readonly Free[]): boolean {
  const { again, declinedBy } = visitor
  const rank = rankOf(visitor)
  if (!again?.justCame || rank === 'danger' || rank === 'returned') return false
  if (declinedBy.includes(again.counsellor)) return false
  return !seats.some(({ counsellor }) => counsellor === again.counsellor)
}

function byRest(a: Free, b: Free): number {
  return a.taken - b.taken || a.idleSince.getTime() - b.idleSince.getTime()
}
