import { concat, copyOf, utf8 } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { orRefuse, refuseUnless } from './refusal.ts'

/** Lengths of suite 1, in bytes. */
export const hashBytes = 32
export const keyBytes = 32
/** An uncompressed point of P-256: 0x04, x, y. */
export const publicKeyBytes = 65
/** ECDSA as r ‖ s. */
export const signatureBytes = 64
export const saltBytes = 16
export const uuidBytes = 16
/** Of AES-GCM. */
export const tagBytes = 16

/** How many bytes longer than its plaintext an object made by `sealTo` is. */
export const sealedOverhead = 3 + 2 * 4 + publicKeyBytes + tagBytes

/** Nothing that is sealed to a key is long: keys, and records about keys. */
export const maxSealedBytes = 16_384

export const noHash: Bytes = new Uint8Array(hashBytes)

/**
 * `hl1/<purpose>` and a zero byte, then the parts. It begins every HPKE info, every signed text
 * and every HKDF info, so that what was made for one purpose is worth nothing for another. The
 * zero byte keeps one label from being the beginning of another.
 */
export function labelled(purpose: string, ...parts: readonly Uint8Array[]): Bytes {
  return concat(utf8(`hl1/${purpose}\0`), ...parts)
}

export async function sha256(...parts: readonly Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)))
}

export interface Derivation {
  readonly salt?: Uint8Array
  /** Made by `labelled`. */
  readonly info: Uint8Array
}

/** HKDF-SHA256, 32 bytes out. */
export async function derive(secret: Uint8Array, { salt, info }: Derivation): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', copyOf(secret), 'HKDF', false, ['deriveBits'])
  const algorithm = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: copyOf(salt ?? new Uint8Array()),
    info: copyOf(info),
  }
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, keyBytes * 8))
}

/** A key held by WebCrypto, whether the types of a browser or those of Node are at hand. */
export type HeldKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

export type KeyUse = 'sign' | 'verify' | 'deriveBits'

/** Imports a raw point for ECDSA or ECDH; refuses what is not on the curve. */
export function importPublic(
  raw: Uint8Array,
  algorithm: 'ECDSA' | 'ECDH',
  usages: KeyUse[] = [],
): Promise<HeldKey> {
  refuseUnless(raw.length === publicKeyBytes && raw[0] === 4, 'malformed')
  return orRefuse('malformed', () =>
    crypto.subtle.importKey('raw', copyOf(raw), curve(algorithm), true, usages),
  )
}

export function curve(name: 'ECDSA' | 'ECDH') {
  return { name, namedCurve: 'P-256' }
}
