import { createHmac, randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Clock } from '@veilleuse/domain/clock'
import { Problem } from './problem.ts'

/**
 * Every rate limit of the product: how many within how long, for whom, and why that many;
 * docs/limits.md tells them as they stand here. Buckets are keyed by a hash under a seed that lives
 * in memory and is replaced every hour: no address is stored, and yesterday's hash cannot be
 * recomputed. Addresses are those of one household.
 */
export const limits = {
  arrive: {
    times: 60,
    seconds: 600,
    each: 'address',
    why: 'A school behind one address may send a class at once; one page alone has no use for it.',
  },
  return: {
    times: 120,
    seconds: 600,
    each: 'address',
    why: 'Coming back by eight words takes two. A class behind one address may mistype; 80 bits make guessing hopeless anyway.',
  },
  signIn: {
    times: 10,
    seconds: 600,
    each: 'login, person or invitation',
    why: 'Six digits fall to a million tries, so tries are few, wherever they come from. A passkey signs in all the same.',
  },
  beginSignIn: {
    times: 240,
    seconds: 600,
    each: 'address',
    why: 'Asking for a salt, a question for a passkey, an invitation: an office of forty begins its shift within minutes, a flood asks more.',
  },
  say: {
    times: 20,
    seconds: 10,
    each: 'side of a conversation',
    why: 'Nobody types twenty messages in ten seconds; a stuck key does.',
  },
  frame: {
    times: 200,
    seconds: 10,
    each: 'socket',
    why: 'A page at work sends a few frames a second at most.',
  },
} as const satisfies Record<string, LimitTold>

type LimitTold = {
  readonly times: number
  readonly seconds: number
  /** What has a bucket of its own. */
  readonly each: string
  readonly why: string
}

/** More than any town has households that ask within an hour; about 20 MB. */
const mostBuckets = 100_000

export type Limit = keyof typeof limits

export type Limits = {
  /** Counts one; throws `too_fast` with the seconds to wait when it is one too many. */
  spend(limit: Limit, key: string): void
}

/**
 * Counters in memory, forgotten with the process. Beyond `most` the one that has been left alone
 * longest is dropped, which is lenient to whoever it belonged to and shuts nobody out.
 */
export function makeLimits(clock: Clock, most = mostBuckets): Limits {
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
      const { times, seconds } = limits[limit]
      const name = `${limit}:${createHmac('sha256', seed).update(key).digest('base64url')}`
      const bucket = buckets.get(name) ?? { left: times, at: now }
      // A clock that was set back gives nothing, and takes nothing.
      const rested = Math.max(0, now - bucket.at) / 1000
      const left = Math.min(times, bucket.left + rested * (times / seconds))
      if (left < 1) throw new Problem('too_fast', Math.ceil(((1 - left) * seconds) / times))
      // Anew at the end: a map keeps the order in which its keys were put in.
      buckets.delete(name)
      buckets.set(name, { left: left - 1, at: now })
      const [oldest] = buckets.keys()
      if (buckets.size > most && oldest !== undefined) buckets.delete(oldest)
    },
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
