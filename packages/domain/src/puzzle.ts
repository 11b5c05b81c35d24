/** How many come, in multiples of what is usual. */
export type Crowd = {
  /** To the whole helpline, each address counted up to its own share. */
  readonly everywhere: number
  /** From this address. */
  readonly here: number
}

/**
 * How many numbers a page tries for each of its answers before it is let in; 0: it is let in at
 * once. In proportion to the crowd, so that twice as many pay twice as much each, and no more than
 * `mostTries`.
 */
export function triesFor({ everywhere, here }: Crowd): number {
  const tries = Math.max(
    everywhere > calm.everywhere ? everywhere * triesPer.everywhere : 0,
    here > calm.here ? here * triesPer.here : 0,
  )
  return Math.min(mostTries, Math.round(tries))
}

/**
 * What is usual. One arrival a second is more than the largest text helpline whose numbers are
 * published has at an evening's peak; sixty within ten minutes from one address is a school.
 */
export const usual = {
  everywhere: { perSecond: 1, over: { seconds: 30 } },
  here: { times: 60, over: { seconds: 600 } },
} as const

/** Up to so many times the usual nobody notices anything; one address alone comes to two. */
const calm = { everywhere: 4, here: 1 }

/**
 * An old phone hashes 60,000 times a second beside the page. At fifty times the usual 16 answers of
 * 8,200 tries take it two to four seconds.
 */
const triesPer = { everywhere: 164, here: 820 }

/** Of one answer. Beyond, pages would rather wait than work; an old phone needs 20 s. */
export const mostTries = 65_536
