/** Chance that can be had again: the same seed and name give the same choices in the same order. */
export type Chance = {
  /** From 0 up to 1, without it. */
  next(): number
  between(least: number, most: number): number
  /** How often: 0 never, 1 always. */
  happens(share: number): boolean
}

/**
 * Mulberry32. Whoever chooses takes a stream of its own by name, so that one who chooses more often
 * than the last time does not change what the others choose.
 */
export function chance(seed: number, name: string): Chance {
  let state = seed
  for (const letter of name) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x5bd1e995)
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    happens: (share) => next() < share,
  }

  function next() {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
