import { concat, equal, utf8 } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import type { Head } from './directory.ts'
import { purposes, write } from './codec.ts'
import { makeBoxPair, makeSigningPair, pairBytes, sign } from './keys.ts'
import type { SigningPair } from './keys.ts'
import { refuseUnless } from './refusal.ts'
import { longestEpoch, readStatement, statementTypes, writeStatement } from './statement.ts'
import type { Authority, Root, Staff } from './statement.ts'
import { sealArchive, sealEpochTo } from './epoch-key.ts'
import type { EpochSecrets, RosterMember, SealedFor } from './epoch-key.ts'
import { noHash, sha256 } from './suite.ts'
import { keyId } from './verify.ts'

/** The first statement, signed by the root keys at hand; `cosign` adds those elsewhere. */
export function makeRoot(
  root: Omit<Root, 'keys'>,
  holders: readonly SigningPair[],
): Promise<Bytes> {
  const keys = holders.map((holder) => holder.publicKey)
  return signed(rootCore({ ...root, keys }), holders)
}

/** The first statement unsigned, for holders who sign each on their own machine by `cosign`. */
export function draftRoot(root: Root): Bytes {
  return writeStatement(rootCore(root), [])
}

/** Adds one signature to a statement; a second by the same key changes nothing. */
export async function cosign(statement: Uint8Array, holder: SigningPair): Promise<Bytes> {
  const { core, signatures } = await readStatement(statement)
  const by = await keyId(holder.publicKey)
  const others = signatures.filter((one) => !equal(one.by, by))
  const signature = await sign(holder, 'statement', core)
  return writeStatement(core, [...others, { by, signature }])
}

/** Lets a supervisor's key speak for the lines. Needs as many holders as the root's threshold. */
export function appointAuthority(
  holders: readonly SigningPair[],
  { staff, key }: Authority,
  previousHead: Head,
): Promise<Bytes> {
  const body = write(purposes.authority).text(staff).bytes(key).done()
  return signed(nextCore('authority-add', body, previousHead), holders)
}

export function addStaff(
  authority: SigningPair,
  { staff, signingKey, boxKey }: Staff,
  previousHead: Head,
): Promise<Bytes> {
  const body = write(purposes.staff).text(staff).bytes(signingKey).bytes(boxKey).done()
  return signed(nextCore('staff-add', body, previousHead), [authority])
}

export interface EpochPlan {
  readonly line: string
  readonly number: number
  readonly validFrom: Date
  readonly validTo: Date
  /** Everybody who may answer on the line, from the verified directory. */
  readonly roster: readonly RosterMember[]
  readonly supervisors: readonly RosterMember[]
  readonly previousHead: Head
}

export interface PublishedEpoch {
  readonly statement: Bytes
  /** One sealed copy of intake and voice key for each member of the roster. */
  readonly intakeKeys: readonly SealedFor[]
  /** One sealed copy of the archive key for each supervisor. */
  readonly archiveKeys: readonly SealedFor[]
  /** For `sealEpochTo`, while the page is open; never stored in the clear. */
  readonly secrets: EpochSecrets
}

/** New keys for a line. Whoever is not on the roster any more has no part in what follows. */
export async function publishEpoch(
  authority: SigningPair,
  plan: EpochPlan,
): Promise<PublishedEpoch> {
  const { line, number, validFrom, validTo, roster, supervisors, previousHead } = plan
  const length = validTo.getTime() - validFrom.getTime()
  refuseUnless(length > 0 && length <= longestEpoch && number > 0, 'malformed')

  const intake = await makeBoxPair({ extractable: true })
  const voice = await makeSigningPair({ extractable: true })
  const archive = await makeBoxPair({ extractable: true })
  const body = write(purposes.epoch)
    .text(line)
    .u32(number)
    .bytes(intake.publicKey)
    .bytes(archive.publicKey)
    .bytes(voice.publicKey)
    .time(validFrom)
    .time(validTo)
    .bytes(await rosterHash(roster))
    .done()

  const secrets = { line, number, intake: await pairBytes(intake), voice: await pairBytes(voice) }
  const archiveSecrets = { line, number, archive: await pairBytes(archive) }
  return {
    statement: await signed(nextCore('line-epoch', body, previousHead), [authority]),
    intakeKeys: await Promise.all(roster.map((member) => sealEpochTo(secrets, member))),
    archiveKeys: await Promise.all(supervisors.map((one) => sealArchive(archiveSecrets, one))),
    secrets,
  }
}

/** Independent of the order of the members. */
export function rosterHash(roster: readonly RosterMember[]): Promise<Bytes> {
  const members = roster
    .toSorted((a, b) => (a.staff < b.staff ? -1 : 1))
    .map(({ staff, boxKey }) => write(purposes.roster).bytes(utf8(staff)).bytes(boxKey).done())
  return sha256(utf8('hl1/roster\0'), ...members)
}

function rootCore(root: Root): Bytes {
  const body = write(purposes.root)
    .text(root.instance)
    .bytes(root.instanceSalt)
    .u8(root.threshold)
    .bytes(concat(...root.keys))
    .done()
  return nextCore('root', body, { seq: -1, hash: noHash })
}

function nextCore(type: keyof typeof statementTypes, body: Uint8Array, head: Head): Bytes {
  return write(purposes.statementCore)
    .u32(head.seq + 1)
    .bytes(head.hash)
    .u8(statementTypes[type])
    .bytes(body)
    .done()
}

async function signed(core: Uint8Array, holders: readonly SigningPair[]): Promise<Bytes> {
  const signatures = holders.map(async (holder) => ({
    by: await keyId(holder.publicKey),
    signature: await sign(holder, 'statement', core),
  }))
  const statement = writeStatement(core, await Promise.all(signatures))
  // What nobody could read is refused here, and not by everybody afterwards.
  await readStatement(statement)
  return statement
}
