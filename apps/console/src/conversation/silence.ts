import type { Word } from './hearing.ts'

/** Who waits for whom, and since when. */
export type Silence = {
  readonly visitorAt: Date | undefined
  readonly ownAt: Date | undefined
  /** Whose turn it is, with the moment since when; undefined before anybody has spoken. */
  readonly turn: { readonly of: 'counsellor' | 'visitor'; readonly since: Date } | undefined
}

// domain.md §6.3: a first nudge for a visitor's silence, and the moment a counsellor's is too long.
export const minutesUntil = { counsellor_late: 2, first: 3, second: 6, last: 11 } as const

export function silenceOf(words: readonly Word[], acceptedAt: Date | undefined): Silence {
  const visitorAt = words.findLast((word) => word.by === 'visitor')?.at
  const ownAt = words.findLast((word) => word.by === 'helpline')?.at
  const last = words.findLast((word) => word.by !== 'nobody')
  if (!last) {
    // Accepted and nothing said yet: the visitor is waiting for a first word.
    const since = acceptedAt
    return { visitorAt, ownAt, turn: since && { of: 'counsellor', since } }
  }
  const before = words.filter((word) => word.by !== 'nobody')
  let first = last
  for (let i = before.length - 1; i >= 0 && before[i]?.by === last.by; i--)
    first = before[i] ?? first
  // A visitor who wrote three times waits since the first of the three.
  if (last.by === 'visitor') {
    const since = acceptedAt && acceptedAt > first.at ? acceptedAt : first.at
    return { visitorAt, ownAt, turn: { of: 'counsellor', since } }
  }
  return { visitorAt, ownAt, turn: { of: 'visitor', since: last.at } }
}

export type Nudge = keyof typeof minutesUntil

/** What the silence asks of the counsellor now, if anything. */
export function nudgeOf({ turn }: Silence, now: Date): Nudge | undefined {
  if (!turn) return undefined
  const minutes = (now.getTime() - turn.since.getTime()) / 60_000
  if (turn.of === 'counsellor')
    return minutes >= minutesUntil.counsellor_late ? 'counsellor_late' : undefined
  return (['last', 'second', 'first'] as const).find((nudge) => minutes >= minutesUntil[nudge])
}
