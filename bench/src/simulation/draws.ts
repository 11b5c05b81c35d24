import type { Chance } from '@veilleuse/testkit/chance'

/** How lengths are spread: `exponential`, or `lognormal` with this spread (deviation by mean). */
export type Lengths = {
  readonly minutes: number
  readonly shape: 'exponential' | 'lognormal'
  readonly spread: number
}

/** An exponential time with this mean, in the same unit. */
export function exponential(chance: Chance, mean: number): number {
  return -mean * Math.log(1 - chance.next())
}

export function lengthOf(chance: Chance, { minutes, shape, spread }: Lengths): number {
  if (shape === 'exponential') return exponential(chance, minutes)
  const variance = Math.log(1 + spread * spread)
  return minutes * Math.exp(normal(chance) * Math.sqrt(variance) - variance / 2)
}

/** Box and Muller. */
function normal(chance: Chance): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance.next()))
  return radius * Math.cos(2 * Math.PI * chance.next())
}

/** One of these, by their shares, which need not add up to 1. */
export function oneOf<Name extends string>(
  chance: Chance,
  shares: readonly (readonly [Name, number])[],
): Name {
  const sum = shares.reduce((total, [, share]) => total + share, 0)
  let left = chance.next() * sum
  for (const [name, share] of shares) {
    left -= share
    if (left < 0) return name
  }
  const [last] = shares.at(-1) ?? []
  if (last === undefined) throw new Error('one of nothing')
  return last
}
