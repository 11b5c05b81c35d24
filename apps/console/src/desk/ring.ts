/** One note of the ring: when, how high, how loud (0 to 1) and how long. */
export type Note = {
  readonly atMs: number
  readonly hertz: number
  readonly gain: number
  readonly lengthMs: number
}

const every = { ms: 3000 }
// Starts below speech and grows: a person alone at night is called, not startled.
const gains = { first: 0.18, top: 0.6, steps: 5 }
// A rising fifth, easy to tell from the chimes of operating systems.
const notes = [
  { afterMs: 0, hertz: 523.25 },
  { afterMs: 220, hertz: 783.99 },
] as const

/**
 * The notes to sound between two moments of a ring that began at `beganAt`, all in milliseconds.
 * `volume` is the person's own, 0 to 1; at 0 there is nothing to sound.
 */
export function ringing(
  beganAt: number,
  { from, until }: { readonly from: number; readonly until: number },
  volume: number,
): readonly Note[] {
  if (volume <= 0) return []
  const sounded: Note[] = []
  const first = Math.max(0, Math.floor((from - beganAt) / every.ms))
  for (let round = first; beganAt + round * every.ms < until; round++) {
    const grown = Math.min(1, round / gains.steps)
    const gain = (gains.first + (gains.top - gains.first) * grown) * volume
    for (const { afterMs, hertz } of notes) {
      const atMs = beganAt + round * every.ms + afterMs
      if (atMs >= from && atMs < until) sounded.push({ atMs, hertz, gain, lengthMs: 900 })
    }
  }
  return sounded
}

/** Whole seconds left to answer, never below 0. `now` is the server's time. */
export function secondsLeft(expiresAt: string, now: number): number {
  return Math.max(0, Math.ceil((new Date(expiresAt).getTime() - now) / 1000))
}
