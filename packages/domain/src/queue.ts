import type { ConversationId, LineId, StaffId } from './ids.ts'
import type { Language } from './language.ts'
import { inOrder, type Ranked } from './order.ts'

/** One who waits, as far as the order goes. */
export type Queued = Ranked & {
  /** Whether the visitor's page has been heard from lately; an absent one keeps the place. */
  readonly present: boolean
}

/** How many of the queue a desk shows, from its head; of those behind it tells how many they are. */
export const shownAtDesk = 50

export type Waiting = Queued & {
  readonly line: LineId
  readonly language: Language
  readonly declinedBy: readonly StaffId[]
}

/** A seat that has room and rings nothing yet. */
export type Free = {
  readonly counsellor: StaffId
  readonly taken: number
  readonly idleSince: Date
  readonly lines: readonly LineId[]
  readonly languages: readonly Language[]
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
 * alive goes to the least loaded seat that answers on their line, speaks their language and has not
 * declined them; of equally loaded seats, to the one idle longest.
 */
export function rings(
  waiting: readonly Waiting[],
  free: readonly Free[],
): readonly { conversation: ConversationId; counsellor: StaffId }[] {
  let seats = free.toSorted(byRest)
  const rung = []
  for (const visitor of waiting.toSorted(inOrder)) {
    if (!visitor.present) continue
    const seat = seats.find((one) => canTake(one, visitor))
    if (!seat) continue
    seats = seats.filter((one) => one !== seat)
    rung.push({ conversation: visitor.id, counsellor: seat.counsellor })
  }
  return rung
}

/** Whether this seat could be rung for this visitor, had it room. */
function canTake(seat: Free, { line, language, declinedBy }: Waiting): boolean {
  return (
    seat.lines.includes(line) &&
    seat.languages.includes(language) &&
    !declinedBy.includes(seat.counsellor)
  )
}

function byRest(a: Free, b: Free): number {
  return a.taken - b.taken || a.idleSince.getTime() - b.idleSince.getTime()
}
