/** How long a wait will be, in whole minutes: between these two, four times out of five. */
export type WaitRange = { readonly fromMinutes: number; readonly toMinutes: number }

export type Pace = {
  /** Conversations the present counsellors can hold at once. */
  readonly slots: number
  /** Of these, the ones free now. */
  readonly free: number
  /** Mean length of a conversation with its wrap-up, in minutes, on this line lately. */
  readonly meanMinutes: number
}

/**
 * The range for the visitor at this place (1 = next). Undefined when nobody is there to answer:
 * then no number would be true.
 *
 * Model: busy slots end independently with the mean length, so that the k-th ending comes after an
 * Erlang(k, slots / mean) time; shown are its 10 % and 90 % points. docs/wait.md tells more.
 */
export function waitRange(place: number, pace: Pace): WaitRange | undefined {
  if (pace.slots <= 0) return undefined
  const endings = place - pace.free
  if (endings <= 0) return { fromMinutes: 0, toMinutes: 2 }
  const scale = pace.meanMinutes / pace.slots
  return {
    fromMinutes: Math.floor(erlangPoint(endings, -1.2816) * scale),
    toMinutes: Math.max(2, Math.ceil(erlangPoint(endings, 1.2816) * scale)),
  }
}

// Wilson and Hilferty 1931: the cube root of a gamma variable is nearly normal. `z` is the normal
// point, 1.2816 for 90 %. Good to some per cent from one ending up, which whole minutes hide; the
// exact 10 % point of a single ending (0.105) is the one place where it is off, and is given.
function erlangPoint(k: number, z: number): number {
  if (k === 1) return z < 0 ? -Math.log(0.9) : -Math.log(0.1)
  const spread = 1 / (9 * k)
  return k * Math.max(0, 1 - spread + z * Math.sqrt(spread)) ** 3
}
