import { equal, hex } from './bytes.ts'
import { noHash } from './suite.ts'
import type { Opened } from './message.ts'

/** What has been heard in one channel of one conversation, by author. Never changed. */
export interface Ear {
  readonly authors: ReadonlyMap<string, ReadonlyMap<number, Heard>>
  /** Hashes and message ids known so far, in hex and as UUID. */
  readonly known: ReadonlySet<string>
}

interface Heard {
  readonly hash: Uint8Array
  readonly previous: Uint8Array
}

/**
 * `next`: in its place. `replayed`: heard before, to be shown once. `missing`: new, but earlier
 * ones of its author have not come. `forked`: contradicts what its author said before, and is
 * not to be shown.
 */
export type Finding = 'next' | 'replayed' | 'missing' | 'forked'

export interface Listened {
  readonly finding: Finding
  readonly ear: Ear
  /** False when its author had something on the screen that has not come here. */
  readonly seenIsKnown: boolean
}

const silence: ReadonlyMap<number, Heard> = new Map()

export const freshEar: Ear = { authors: new Map(), known: new Set() }

/**
 * Takes only what `openMessage` gave: the chains mean nothing before the signature is checked.
 * One's own messages are heard too, as they come back, so that others' `seen` finds them.
 */
export function listen(ear: Ear, { header, hash }: Pick<Opened, 'header' | 'hash'>): Listened {
  const author = hex(header.sender)
  const heard = ear.authors.get(author) ?? silence
  const seenIsKnown = equal(header.seen, noHash) || ear.known.has(hex(header.seen))

  const same = heard.get(header.number)
  if (same && equal(same.hash, hash)) return { finding: 'replayed', ear, seenIsKnown }

  const expected = hashBefore(header.number, heard)
  const contradicts =
    same !== undefined ||
    ear.known.has(header.id) ||
    differs(header.previous, expected) ||
    differs(hash, heard.get(header.number + 1)?.previous)
  if (contradicts) return { finding: 'forked', ear, seenIsKnown }

  const grown = new Map(heard).set(header.number, { hash, previous: header.previous })
  const next: Ear = {
    authors: new Map(ear.authors).set(author, grown),
    known: new Set(ear.known).add(hex(hash)).add(header.id),
  }
  return { finding: expected === undefined ? 'missing' : 'next', ear: next, seenIsKnown }
}

/** Undefined when the message before has not come. */
function hashBefore(number: number, heard: ReadonlyMap<number, Heard>) {
  return number === 1 ? noHash : heard.get(number - 1)?.hash
}

function differs(hash: Uint8Array, expected: Uint8Array | undefined) {
  return expected !== undefined && !equal(hash, expected)
}

export interface Gap {
  /** Key id in hex. */
  readonly author: string
  readonly from: number
  /** Included. */
  readonly to: number
}

/** What has not come below the highest number heard of each author: what to ask for again. */
export function gapsIn(ear: Ear): readonly Gap[] {
  return [...ear.authors].flatMap(([author, heard]) => {
    // `toSorted` is not on telephones of a few years ago.
    // oxlint-disable-next-line unicorn/no-array-sort
    const numbers = [...heard.keys()].sort((a, b) => a - b)
    return numbers.flatMap((number, i) => {
      const from = (numbers[i - 1] ?? 0) + 1
      return from < number ? [{ author, from, to: number - 1 }] : []
    })
  })
}
