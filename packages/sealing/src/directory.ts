import { equal } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { Refusal, refuseUnless } from './refusal.ts'
import { readStatement, requireSigned } from './statement.ts'
import type { Authority, Epoch, Root, Staff, Statement } from './statement.ts'
import { noHash } from './suite.ts'

export type { Authority, Epoch, Root, Staff } from './statement.ts'

export interface Directory {
  readonly root: Root
  readonly authorities: readonly Authority[]
  /** By staff id; a later statement about the same person replaces the keys. */
  readonly staff: ReadonlyMap<string, Staff>
  readonly epochs: readonly Epoch[]
  readonly head: Head
}

/** Where a log ends. Kept by staff clients, and told to one another inside messages. */
export interface Head {
  readonly seq: number
  readonly hash: Bytes
}

export interface EpochWanted {
  readonly line: string
  readonly now: Date
  /** Epochs below this number are refused, even while they are valid. */
  readonly atLeast?: number
}

/** What a visitor learns: the keys to write to today, and nobody's name. */
export interface VisitorDirectory {
  readonly root: Root
  readonly epoch: Epoch
}

/** What is pinned in clients and printed on paper; signatures are no part of it. */
export async function rootFingerprint(rootStatement: Uint8Array): Promise<Bytes> {
  const statement = await readStatement(rootStatement)
  refuseUnless(statement.content.type === 'root', 'wrong_purpose')
  return statement.hash
}

/**
 * The whole log, from the root, as staff clients read it. With `seen`, refuses a log that ends
 * before it or took another way (rollback, fork).
 */
export async function verifyChain(
  statements: readonly Uint8Array[],
  pin: Uint8Array,
  seen?: Head,
): Promise<Directory> {
  const chain = await Promise.all(statements.map(readStatement))
  const root = await verifyRoot(chain[0], pin)
  let head = noHead
  let directory: Directory = { root, authorities: [], staff: new Map(), epochs: [], head }

  for (const statement of chain) {
    refuseUnless(statement.seq === head.seq + 1, 'not_genuine')
    refuseUnless(equal(statement.previous, head.hash), 'not_genuine')
    head = { seq: statement.seq, hash: statement.hash }
    if (seen?.seq === head.seq) refuseUnless(equal(seen.hash, head.hash), 'not_genuine')
    directory = { ...(await add(directory, statement)), head }
  }
  refuseUnless(seen === undefined || seen.seq <= head.seq, 'not_genuine')
  return directory
}

/**
 * The short form for visitors: root, the authorities, an epoch or more of the line. The entries
 * between are left out, staff above all, so hashes cannot be followed; signatures carry it.
 */
export async function verifyVisitorChain(
  statements: readonly Uint8Array[],
  pin: Uint8Array,
  wanted: EpochWanted,
): Promise<VisitorDirectory> {
  const chain = await Promise.all(statements.map(readStatement))
  const root = await verifyRoot(chain[0], pin)
  let directory: Directory = { root, authorities: [], staff: new Map(), epochs: [], head: noHead }
  let seq = -1

  for (const statement of chain) {
    refuseUnless(statement.seq > seq && statement.content.type !== 'staff-add', 'malformed')
    seq = statement.seq
    directory = await add(directory, statement)
  }
  return { root, epoch: currentEpoch(directory, wanted) }
}

/** The newest epoch of the line that is valid now; refuses with the reason there is none. */
export function currentEpoch(
  { epochs }: Pick<Directory, 'epochs'>,
  { line, now, atLeast = 1 }: EpochWanted,
): Epoch {
  const ofLine = epochs.filter((epoch) => epoch.line === line)
  const begun = ofLine.filter((epoch) => epoch.validFrom <= now)
  const [first, ...others] = begun.filter((one) => now < one.validTo && one.number >= atLeast)
  if (first) return others.reduce((a, b) => (b.number > a.number ? b : a), first)
  if (ofLine.length === 0) throw new Refusal('wrong_line')
  throw new Refusal(begun.length === 0 ? 'not_yet_valid' : 'expired')
}

const noHead: Head = { seq: -1, hash: noHash }

async function verifyRoot(statement: Statement | undefined, pin: Uint8Array): Promise<Root> {
  refuseUnless(statement?.content.type === 'root', 'not_genuine')
  refuseUnless(statement.seq === 0 && equal(statement.previous, noHash), 'not_genuine')
  refuseUnless(equal(statement.hash, pin), 'not_genuine')
  await requireSigned(statement, statement.content.keys, statement.content.threshold)
  return statement.content
}

async function add(directory: Directory, statement: Statement): Promise<Directory> {
  const { content } = statement
  const { root, authorities, staff, epochs } = directory
  switch (content.type) {
    case 'root':
      // Verified against the pin already, and there is only the one.
      refuseUnless(statement.seq === 0, 'not_genuine')
      return directory
    case 'authority-add':
      await requireSigned(statement, root.keys, root.threshold)
      refuseUnless(!authorities.some((one) => equal(one.key, content.key)), 'malformed')
      return { ...directory, authorities: [...authorities, content] }
    case 'staff-add':
      await requireSigned(statement, keysOf(authorities), 1)
      return { ...directory, staff: new Map(staff).set(content.staff, content) }
    case 'line-epoch': {
      await requireSigned(statement, keysOf(authorities), 1)
      const earlier = epochs.filter((epoch) => epoch.line === content.line)
      refuseUnless(
        earlier.every((epoch) => epoch.number < content.number),
        'not_genuine',
      )
      return { ...directory, epochs: [...epochs, content] }
    }
  }
}

function keysOf(authorities: readonly Authority[]) {
  return authorities.map((authority) => authority.key)
}
