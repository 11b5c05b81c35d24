import { hash, randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Clock } from '@veilleuse/domain/clock'
import { type Crowd, usual } from '@veilleuse/domain/puzzle'
import { Problem } from './problem.ts'

/**
 * Every rate limit of the product: how many within how long, for whom, and why that many;
 * docs/limits.md tells them as they stand here. Buckets are keyed by a hash under a seed that lives
 * in memory and is replaced every hour: no address is stored, and yesterday's hash cannot be
 * recomputed. Addresses are those of one household.
 */
export const limits = {
  again: {
    times: 10,
    seconds: 120,
    each: 'puzzle that was worked out',
    why: 'A page whose answer was lost sends the same request again, at most four times.',
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
  /** The same for one who keeps their own bucket, as a socket can: no hash, and no room among all. */
  own(limit: Limit): () => void
  /** Counts somebody who comes, and tells how great the crowd is with them. */
  crowdWith(address: string): Crowd
  crowd(): Crowd['everywhere']
}

/**
 * Counters in memory, forgotten with the process. Beyond `most` the one that has been left alone
 * longest is dropped, which is lenient to whoever it belonged to and shuts nobody out.
 */
export function makeLimits(clock: Clock, most = mostBuckets): Limits {
  let seed = newSeed()
  let seeded = clock.now().getTime()
  const buckets = new Map<string, Bucket>()
  const everybody = { count: 0, at: seeded }

  return {
    spend(limit, key) {
      const { name, now, bucket } = find(limit, key)
      keep(name, spentFrom(bucket, limit, now))
    },

    own(limit) {
      let bucket: Bucket | undefined
      return () => {
        bucket = spentFrom(bucket, limit, clock.now().getTime())
      }
    },

    crowdWith(address) {
      const { times, over } = usual.here
      const { name, now, bucket = { count: 0, at: now } } = find('crowd', address)
      const count = faded(bucket, now, over) + 1
      keep(name, { count, at: now })
      // One address is no crowd: beyond its own share it pays alone, and others do not notice.
      if (count <= times)
        Object.assign(everybody, {
          count: faded(everybody, now, usual.everywhere.over) + 1,
          at: now,
        })
      return { everywhere: crowd(), here: count / times }
    },

    crowd,
  }

  function crowd() {
    const { perSecond, over } = usual.everywhere
    return faded(everybody, clock.now().getTime(), over) / over.seconds / perSecond
  }

  function find(what: string, key: string) {
    const now = clock.now().getTime()
    if (now - seeded > 3_600_000) {
      seed = newSeed()
      seeded = now
      buckets.clear()
    }
    // Twice for every message, so in one go; createHmac would take a sixth of a busy server's time.
    const name = `${what}:${hash('sha256', seed + key, 'base64url')}`
    return { name, now, bucket: buckets.get(name) }
  }

  function keep(name: string, bucket: Bucket) {
    // Anew at the end: a map keeps the order in which its keys were put in.
    buckets.delete(name)
    buckets.set(name, bucket)
    const [oldest] = buckets.keys()
    if (buckets.size > most && oldest !== undefined) buckets.delete(oldest)
  }
}

type Bucket = { readonly count: number; readonly at: number }

/** A bucket with one less in it; full when there is none. Throws `too_fast` when it is empty. */
function spentFrom(bucket: Bucket | undefined, limit: Limit, now: number): Bucket {
  const { times, seconds } = limits[limit]
  const { count, at } = bucket ?? { count: times, at: now }
  // A clock that was set back gives nothing, and takes nothing.
  const rested = Math.max(0, now - at) / 1000
  const left = Math.min(times, count + rested * (times / seconds))
  if (left < 1) throw new Problem('too_fast', Math.ceil(((1 - left) * seconds) / times))
  return { count: left - 1, at: now }
}

/** Of one length, so that what follows it begins at one place. */
function newSeed(): string {
  return randomBytes(32).toString('base64url')
}

/** What is left of a count: after the time given a third, after five times that nothing. */
function faded({ count, at }: Bucket, now: number, over: { readonly seconds: number }): number {
  return count * Math.exp(-Math.max(0, now - at) / (over.seconds * 1000))
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
