import { bytesToUuid, concat, randomBytes, u32, uuidToBytes } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { decryptOnce, encryptOnce } from './cipher.ts'
import { framed, pieces, purposes, read, write } from './codec.ts'
import { importSigningPair, pairBytes, sign } from './keys.ts'
import type { SigningPair } from './keys.ts'
import { refuseUnless } from './refusal.ts'
import {
  derive,
  keyBytes,
  labelled,
  publicKeyBytes,
  saltBytes,
  tagBytes,
  uuidBytes,
} from './suite.ts'
import { returnData } from './verify.ts'
import type { ReturnChallenge } from './verify.ts'
import { keepBytes, readKeep } from './wire.ts'

/** What a visitor takes along behind a phrase. */
export interface Keep {
  readonly sessions: readonly KeptSession[]
  /** The signing key of the latest session: it answers the server at a return. */
  readonly signing: SigningPair
}

export interface KeptSession {
  readonly conversation: string
  readonly session: number
  readonly ck: Bytes
}

const sessionBytes = uuidBytes + 4 + keyBytes
const maxPkcs8Bytes = 256
const frameBytes = 3 + 2 * 4 + saltBytes
const paddedBytes = keepBytes - frameBytes - tagBytes

/** How many sessions fit; the caller leaves out the oldest beyond that. */
export const maxKeptSessions = 64

/** Always `keepBytes` long. `wrap` comes from the phrase; every packing has its own salt. */
export async function packKeep(keep: Keep, wrap: Uint8Array): Promise<Bytes> {
  refuseUnless(keep.sessions.length <= maxKeptSessions, 'too_large')
  const { pkcs8, publicKey } = await pairBytes(keep.signing)
  const sessions = keep.sessions.map(({ conversation, session, ck }) =>
    concat(uuidToBytes(conversation), u32(session), ck),
  )
  const contents = write(purposes.keepContents)
    .bytes(concat(...sessions))
    .bytes(pkcs8)
    .bytes(publicKey)
    .done()
  const plaintext = new Uint8Array(paddedBytes)
  plaintext.set(framed(contents))
  const salt = randomBytes(saltBytes)
  const ciphertext = await encryptOnce(await keepKey(wrap, salt), frame, plaintext)
  return write(purposes.keep).bytes(salt).bytes(ciphertext).done()
}

/** The signing key comes back extractable, because it goes into the next blob. */
export async function openKeep(blob: Uint8Array, wrap: Uint8Array): Promise<Keep> {
  const { salt, ciphertext } = readKeep(blob)
  const plaintext = await decryptOnce(await keepKey(wrap, salt), frame, ciphertext)
  const length = new DataView(plaintext.buffer).getUint32(0)
  refuseUnless(length <= plaintext.length - 4, 'malformed')

  const reader = read(plaintext.subarray(4, 4 + length), purposes.keepContents, keepBytes)
  const list = pieces(reader.upTo(maxKeptSessions * sessionBytes), sessionBytes)
  const pkcs8 = reader.upTo(maxPkcs8Bytes)
  const publicKey = reader.fixed(publicKeyBytes)
  reader.done()

  const sessions = list.map((piece) => ({
    conversation: bytesToUuid(piece.subarray(0, uuidBytes)),
    session: new DataView(piece.buffer).getUint32(uuidBytes),
    ck: piece.slice(uuidBytes + 4),
  }))
  return { sessions, signing: await importSigningPair({ pkcs8, publicKey }, { extractable: true }) }
}

/** Answers the server's challenge; `verifyReturn` checks it. */
export function proveReturn(signing: SigningPair, challenge: ReturnChallenge): Promise<Bytes> {
  return sign(signing, 'return', returnData(challenge))
}

const frame = labelled('keep')

function keepKey(wrap: Uint8Array, salt: Uint8Array) {
  return derive(wrap, { salt, info: labelled('keep') })
}
