import { copyOf, utf8 } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { framed, purposes, write } from './codec.ts'
import { refuseUnless } from './refusal.ts'
import { importPublic, labelled, sha256, signatureBytes } from './suite.ts'
import { isOpeningRest, readOpening, readOpeningRest } from './wire.ts'
import type { OpeningHeader } from './wire.ts'

/** The name of a key: a hash of its public half, never of anything secret. */
export function keyId(publicKeyRaw: Uint8Array): Promise<Bytes> {
  return sha256(publicKeyRaw)
}

export interface Signed {
  /** What the signature is for, without `hl1/`. */
  readonly label: string
  readonly data: Uint8Array
}

/**
 * Whether this key signed `data` under the label `hl1/<label>`. A signature is never a name for
 * what it signs: from one valid ECDSA signature anybody can compute a second. Refuses as malformed
 * when the key is no point of the curve.
 */
export async function verifySigned(
  publicKeyRaw: Uint8Array,
  { label, data }: Signed,
  signature: Uint8Array,
): Promise<boolean> {
  if (signature.length !== signatureBytes) return false
  const key = await importPublic(publicKeyRaw, 'ECDSA', ['verify'])
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  return crypto.subtle.verify(algorithm, key, copyOf(signature), labelled(label, data))
}

export interface ReturnChallenge {
  /** As the browser says it: scheme, host and port. */
  readonly origin: string
  /** Made by the server for this one answer, and good for 60 seconds. */
  readonly nonce: Uint8Array
}

/** Whether the holder of the visitor's key answers this challenge. */
export function verifyReturn(
  publicKeyRaw: Uint8Array,
  challenge: ReturnChallenge,
  signature: Uint8Array,
): Promise<boolean> {
  return verifySigned(publicKeyRaw, { label: 'return', data: returnData(challenge) }, signature)
}

export function returnData({ origin, nonce }: ReturnChallenge): Bytes {
  return framed(utf8(origin), nonce)
}

/** Reads an opening, or its rest, and checks that the visitor's key named in it signed it. */
export async function verifyOpening(opening: Uint8Array): Promise<OpeningHeader> {
  const { header, headerBytes, wrapHash, signature } = isOpeningRest(opening)
    ? readOpeningRest(opening)
    : await hashed(opening)
  const signed = framed(headerBytes, wrapHash)
  const genuine = await verifySigned(header.visitorKey, { label: 'open', data: signed }, signature)
  refuseUnless(genuine, 'not_genuine')
  return header
}

/** The opening without its wrap, for keeping once the wrap is to be gone. Idempotent. */
export async function withoutWrap(opening: Uint8Array): Promise<Bytes> {
  if (isOpeningRest(opening)) return copyOf(opening)
  const { headerBytes, wrapHash, signature } = await hashed(opening)
  return write(purposes.openingRest).bytes(headerBytes).bytes(wrapHash).bytes(signature).done()
}

// The signature covers the wrap by its hash, so that it still proves the header when the wrap is
// deleted.
async function hashed(opening: Uint8Array) {
  const { wrap, ...read } = readOpening(opening)
  return { ...read, wrapHash: await sha256(wrap) }
}
