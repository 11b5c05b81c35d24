/**
 * What befalls a helpline. `server`, `database` and `both` are killed with `kill -9`; `network` holds
 * frames up, doubles them, lets them overtake each other, and loses lines.
 */
export const troubles = ['server', 'database', 'both', 'network'] as const
export type Trouble = (typeof troubles)[number]

export type Plan = {
  /** Chooses all moments, shares and waits. What the processes make of them is never quite the same. */
  readonly seed: number
  readonly conversations: number
  /** How many wait in the queue meanwhile. */
  readonly waiting: number
  /** One after the other. */
  readonly troubles: readonly Trouble[]
}

/** A hundred conversations, and the same trouble again and again. */
export function longPlan(seed: number, trouble: Trouble, times: number): Plan {
  const again = Array.from({ length: times }, () => trouble)
  return { seed, conversations: 100, waiting: 12, troubles: again }
}

/** Each trouble twice, among fewer people: for every run of the tests. */
export function shortPlan(seed: number): Plan {
  return { seed, conversations: 20, waiting: 4, troubles: [...troubles, ...troubles] }
}
