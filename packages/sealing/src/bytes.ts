import { Refusal, refuseUnless } from './refusal.ts'

/** Bytes of our own, not a view on memory that somebody else may change or share. */
export type Bytes = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function utf8(text: string): Bytes {
  return encoder.encode(text)
}

/** Refuses bytes that are not UTF-8 instead of putting replacement characters in their place. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new Refusal('malformed', { cause })
  }
}

export function copyOf(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes)
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Compares every byte whatever the first difference, so that time says nothing about where. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (const [i, byte] of a.entries()) difference |= byte ^ (b[i] ?? 0)
  return difference === 0
}

export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length))
}

export function u32(value: number): Bytes {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function fromHex(text: string): Bytes {
  refuseUnless(/^([0-9a-f]{2})*$/.test(text), 'malformed')
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** Base64url without padding (RFC 4648, section 5). */
export function toBase64url(bytes: Uint8Array): string {
  // In pieces, because a call with some hundred thousand arguments overflows the stack.
  let binary = ''
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Refuses padding, other alphabets, and a second spelling of the same bytes. */
export function fromBase64url(text: string): Bytes {
  refuseUnless(/^[\w-]*$/.test(text) && text.length % 4 !== 1, 'malformed')
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
  refuseUnless(toBase64url(bytes) === text, 'malformed')
  return bytes
}

/** Only the canonical spelling: lower case, with hyphens. */
export function uuidToBytes(uuid: string): Bytes {
  refuseUnless(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid), 'malformed')
  return fromHex(uuid.replaceAll('-', ''))
}

export function bytesToUuid(bytes: Uint8Array): string {
  refuseUnless(bytes.length === 16, 'malformed')
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** A version 7 UUID (RFC 9562): sorts by the millisecond it was made in; `random` is 10 bytes. */
export function uuidv7(now: Date, random: Uint8Array = randomBytes(10)): string {
  refuseUnless(random.length === 10, 'malformed')
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  // Shifted by 16 bits, the time fills the first 48; the two bytes after it are set next.
  view.setBigUint64(0, BigInt(now.getTime()) << 16n)
  bytes.set(random, 6)
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70)
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80)
  return bytesToUuid(bytes)
}
