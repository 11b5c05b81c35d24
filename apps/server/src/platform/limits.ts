import { createHmac, randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Clock } from '@veilleuse/domain/clock'
import { Problem } from './problem.ts'

/**
 * Every rate limit of the product: how many within how long, and why that many. Buckets are keyed
 * by a hash under a seed that lives in memory and is replaced every hour: no address is stored, and
 * yesterday's hash cannot be recomputed.
 */
export const limits = {
  /** A school behind one address may send a class at once; one page alone has no use for it. */
  arrive: { times: 60, seconds: 600 },
  /** Eight words: a person mistypes a few times. 80 bits make guessing hopeless anyway. */
  return: { times: 20, seconds: 600 },
  /** Signing in by passphrase: six digits fall to a million tries, so tries are few. */
  signIn: { times: 10, seconds: 600 },
  /** Asking for a salt, a challenge, an invitation: cheap, yet no flood. */
  beginSignIn: { times: 60, seconds: 600 },
  /** Per conversation: nobody types twenty messages in ten seconds, a stuck key does. */
  say: { times: 20, seconds: 10 },
  /** Per socket: control frames of a page at work are a few a second at most. */
  frame: { times: 200, seconds: 10 },
} as const satisfies Record<string, { times: number; seconds: number }>

export type Limit = keyof typeof limits

export type Limits = {
  /** Counts one; throws `too_fast` with the seconds to wait when it is one too many. */
  spend(limit: Limit, key: string): void
}

/** Counters in memory, forgotten with the process. Sizes are bounded by dropping idle buckets. */
export function makeLimits(clock: Clock): Limits {
  let seed = randomBytes(32)
  let seeded = clock.now().getTime()
  const buckets = new Map<string, { left: number; at: number }>()

  return {
    spend(limit, key) {
      const now = clock.now().getTime()
      if (now - seeded > 3_600_000) {
        seed = randomBytes(32)
        seeded = now
        buckets.clear()
      }
      if (buckets.size > 100_000) sweep(now)
      const { times, seconds } = limits[limit]
      const name = `${limit}:${createHmac('sha256', seed).update(key).digest('base64url')}`
      const bucket = buckets.get(name) ?? { left: times, at: now }
      // A clock that was set back gives nothing, and takes nothing.
      const rested = Math.max(0, now - bucket.at) / 1000
      const left = Math.min(times, bucket.left + rested * (times / seconds))
      if (left < 1) throw new Problem('too_fast', Math.ceil(((1 - left) * seconds) / times))
      buckets.set(name, { left: left - 1, at: now })
    },
  }

  function sweep(now: number) {
    for (const [name, bucket] of buckets) if (now - bucket.at > 600_000) buckets.delete(name)
  }
}

/** An address as far as it names one household: IPv6 by its /64. Never stored, only hashed. */
export function household(address: string): string {
  if (!isIPv6(address)) return address
  // How IPv4 looks through an IPv6 door.
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(address) ?? []
  if (mapped !== undefined) return mapped
  const [head = '', tail = ''] = address.split('::')
  const front = head.split(':').filter(Boolean)
  const back = tail.split(':').filter(Boolean)
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  const groups = [...front, ...zeros, ...back].slice(0, 4)
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}
