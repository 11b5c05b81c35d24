import { copyOf, equal } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { purposes, read, write } from './codec.ts'
import { importBoxPair, importSigningPair, openSealed } from './keys.ts'
import type { BoxPair, PairBytes, SigningPair } from './keys.ts'
import { Refusal, refuseUnless } from './refusal.ts'
import { sealTo } from './seal-to.ts'
import type { SealContext } from './seal-to.ts'
import type { Epoch } from './statement.ts'
import { labelled, publicKeyBytes } from './suite.ts'
import { maxNameBytes } from './wire.ts'

export interface RosterMember {
  readonly staff: string
  /** Raw public half of the person's box key, from the verified directory. */
  readonly boxKey: Uint8Array
}

export interface SealedFor {
  readonly staff: string
  readonly sealed: Bytes
}

/** The private halves of an epoch as bytes: to be passed on sealed, never to be stored. */
export interface EpochSecrets {
  readonly line: string
  readonly number: number
  readonly intake: PairBytes
  readonly voice: PairBytes
}

export interface ArchiveSecrets {
  readonly line: string
  readonly number: number
  readonly archive: PairBytes
}

/** What is expected in a sealed epoch key: this epoch of the directory, for this person. */
export interface EpochKeyExpected {
  readonly epoch: Epoch
  readonly staff: string
}

export interface EpochKeys {
  readonly intake: BoxPair
  readonly voice: SigningPair
}

const maxBytes = 2048
const maxPkcs8Bytes = 256

/** Seals intake and voice key to one more member, who joins after the epoch was published. */
export async function sealEpochTo(
  { line, number, intake, voice }: EpochSecrets,
  { staff, boxKey }: RosterMember,
): Promise<SealedFor> {
  const contents = write(purposes.epochKey)
    .bytes(intake.pkcs8)
    .bytes(intake.publicKey)
    .bytes(voice.pkcs8)
    .bytes(voice.publicKey)
    .done()
  const sealed = await sealTo(boxKey, context('intake', { line, number, staff }), contents)
  return { staff, sealed }
}

export async function sealArchive(
  { line, number, archive }: ArchiveSecrets,
  { staff, boxKey }: RosterMember,
): Promise<SealedFor> {
  const contents = write(purposes.epochKey).bytes(archive.pkcs8).bytes(archive.publicKey).done()
  const sealed = await sealTo(boxKey, context('archive', { line, number, staff }), contents)
  return { staff, sealed }
}

/** The epoch's keys, not extractable, if they are the private halves of what the directory says. */
export async function openEpochKey(
  sealed: Uint8Array,
  own: BoxPair,
  expected: EpochKeyExpected,
): Promise<EpochKeys> {
  const { intake, voice } = await openEpochSecrets(sealed, own, expected)
  return {
    intake: await importBoxPair(intake, { extractable: false }),
    voice: await importSigningPair(voice, { extractable: false }),
  }
}

/** The same as bytes, for a member who passes them on to a later joiner with `sealEpochTo`. */
export async function openEpochSecrets(
  sealed: Uint8Array,
  own: BoxPair,
  { epoch, staff }: EpochKeyExpected,
): Promise<EpochSecrets> {
  const { line, number } = epoch
  const reader = await openContents(sealed, own, context('intake', { line, number, staff }))
  const intake = readPair(reader)
  const voice = readPair(reader)
  reader.done()
  refuseUnless(equal(intake.publicKey, epoch.intakeKey), 'not_genuine')
  refuseUnless(equal(voice.publicKey, epoch.voiceKey), 'not_genuine')
  return { line, number, intake, voice }
}

export async function openArchiveKey(
  sealed: Uint8Array,
  own: BoxPair,
  expected: EpochKeyExpected,
): Promise<BoxPair> {
  const { archive } = await openArchiveSecrets(sealed, own, expected)
  return importBoxPair(archive, { extractable: false })
}

/** The archive key as bytes, for a supervisor who passes it on with `sealArchive`. */
export async function openArchiveSecrets(
  sealed: Uint8Array,
  own: BoxPair,
  { epoch, staff }: EpochKeyExpected,
): Promise<ArchiveSecrets> {
  const { line, number } = epoch
  const reader = await openContents(sealed, own, context('archive', { line, number, staff }))
  const archive = readPair(reader)
  reader.done()
  refuseUnless(equal(archive.publicKey, epoch.archiveKey), 'not_genuine')
  return { line, number, archive }
}

/** One's own copy among those the server keeps; refuses when there is none. */
export function sealedFor(copies: readonly SealedFor[], staff: string): Bytes {
  const own = copies.find((copy) => copy.staff === staff)
  if (!own) throw new Refusal('key_missing')
  return copyOf(own.sealed)
}

async function openContents(sealed: Uint8Array, own: BoxPair, sealedFrom: SealContext) {
  refuseUnless(sealed.length <= maxBytes, 'too_large')
  return read(await openSealed(own, sealedFrom, sealed), purposes.epochKey, maxBytes)
}

function readPair(reader: ReturnType<typeof read>): PairBytes {
  return { pkcs8: reader.upTo(maxPkcs8Bytes), publicKey: reader.fixed(publicKeyBytes) }
}

interface Addressee {
  readonly line: string
  readonly number: number
  readonly staff: string
}

function context(what: 'intake' | 'archive', { line, number, staff }: Addressee): SealContext {
  refuseUnless(staff.length > 0 && staff.length <= maxNameBytes, 'malformed')
  const aad = write(purposes.epochKeyContext)
    .text(line)
    .u32(number)
    .u8(what === 'intake' ? 1 : 2)
    .text(staff)
    .done()
  return { info: labelled('epoch-key'), aad }
}
