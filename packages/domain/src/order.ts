import type { ConversationId } from './ids.ts'
import type { Urgency } from './triage.ts'

/** What decides where somebody stands in the queue. None of it changes with time. */
export type Ranked = {
  readonly id: ConversationId
  readonly arrivedAt: Date
  /** Set when a counsellor had to leave in mid-conversation. */
  readonly atHead: boolean
  readonly urgency: Urgency
}

/** Who is served before whom, the most pressing first. */
export const ranks = ['danger', 'returned', 'high', 'usual'] as const
export type Rank = (typeof ranks)[number]

/**
 * By how much longer than they have each rank is taken to have waited. Whoever has waited longer than
 * another by more than this is not passed by them any more, however pressing they are: so nobody
 * waits for ever. Why these: docs/queue.md.
 */
export const headStart: Readonly<Record<Rank, { readonly minutes: number }>> = {
  danger: { minutes: 24 * 60 },
  returned: { minutes: 12 * 60 },
  high: { minutes: 60 },
  usual: { minutes: 0 },
}

export function rankOf({ urgency, atHead }: Pick<Ranked, 'urgency' | 'atHead'>): Rank {
  if (urgency === 'danger') return 'danger'
  return atHead ? 'returned' : urgency
}

/**
 * Who is served first: whoever has waited longest, with the head start of their rank. As everybody's
 * wait grows alike, two who wait never change places.
 */
export function inOrder(a: Ranked, b: Ranked): number {
  return countedFrom(a) - countedFrom(b) || (a.id < b.id ? -1 : 1)
}

function countedFrom(one: Ranked): number {
  return one.arrivedAt.getTime() - headStart[rankOf(one)].minutes * 60_000
}

/** Why somebody stands where they stand, for whoever leads the shift. */
export type PlaceReason = {
  readonly rank: Rank
  /** How many of those before came later: they are more pressing. */
  readonly passedBy: number
  /** How many of those before are less pressing: they have waited so much longer. */
  readonly behindLonger: number
}

/** The reason, from all who stand before. */
export function placeReason(one: Ranked, before: readonly Ranked[]): PlaceReason {
  const rank = rankOf(one)
  const lessPressing = (other: Ranked) => ranks.indexOf(rankOf(other)) > ranks.indexOf(rank)
  return {
    rank,
    passedBy: before.filter((other) => other.arrivedAt > one.arrivedAt).length,
    behindLonger: before.filter(lessPressing).length,
  }
}
