import { bytesToUuid, concat, copyOf, fromUtf8, u32, utf8, uuidToBytes } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { Refusal, refuseUnless } from './refusal.ts'

/**
 * Every object of the protocol: version u8 | suite u8 | purpose u8 | fields, each field with its
 * length before it (u32, big-endian). The reader knows how many fields an object of a purpose
 * has and how long each is; anything else is refused, trailing bytes included.
 */
export const version = 1

/**
 * Suite 1: HPKE base mode with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM; ECDSA
 * P-256 with SHA-256; Argon2id. Suite 2 is reserved for a hybrid with a post-quantum KEM.
 */
export const suite = 1

/** What an object is. A number is never given again to something else. */
export const purposes = {
  messageHeader: 1,
  message: 2,
  openingHeader: 3,
  opening: 4,
  sealed: 5,
  rewrap: 6,
  statementCore: 7,
  statement: 8,
  root: 9,
  authority: 10,
  staff: 11,
  epoch: 12,
  epochKeyContext: 13,
  epochKey: 14,
  speaker: 15,
  speakerCertificate: 16,
  staffSpeaker: 17,
  staffCertificate: 18,
  keep: 19,
  keepContents: 20,
  vault: 21,
  vaultWay: 22,
  vaultContents: 23,
  roster: 24,
  openingRest: 25,
} as const

export type Purpose = (typeof purposes)[keyof typeof purposes]

/** Times on the wire are milliseconds since 1970 below this, the last `Date` can hold. */
const lastMoment = 8_640_000_000_000_000n

export interface Writer {
  bytes(value: Uint8Array): Writer
  u8(value: number): Writer
  u32(value: number): Writer
  text(value: string): Writer
  uuid(value: string): Writer
  time(value: Date): Writer
  done(): Bytes
}

export function write(purpose: Purpose): Writer {
  const parts: Uint8Array[] = [Uint8Array.of(version, suite, purpose)]
  const writer: Writer = {
    bytes(value) {
      parts.push(u32(value.length), value)
      return writer
    },
    u8(value) {
      refuseUnless(whole(value, 0xff), 'malformed')
      return writer.bytes(Uint8Array.of(value))
    },
    u32(value) {
      refuseUnless(whole(value, 0xffffffff), 'malformed')
      return writer.bytes(u32(value))
    },
    text: (value) => writer.bytes(utf8(value)),
    uuid: (value) => writer.bytes(uuidToBytes(value)),
    time(value) {
      const moment = new Uint8Array(8)
      const milliseconds = value.getTime()
      refuseUnless(milliseconds >= 0, 'malformed')
      new DataView(moment.buffer).setBigUint64(0, BigInt(milliseconds))
      return writer.bytes(moment)
    },
    done: () => concat(...parts),
  }
  return writer
}

export interface Reader {
  /** The next field, which must have exactly this many bytes. */
  fixed(length: number): Bytes
  /** The next field, which may have up to this many bytes, or none. */
  upTo(length: number): Bytes
  u8(): number
  u32(): number
  /** Not empty, UTF-8, and at most this many bytes. */
  text(maximumBytes: number): string
  uuid(): string
  time(): Date
  /** Must be called last: refuses an object that goes on. */
  done(): void
}

/** Checks the three first bytes and gives a reader of the fields; `maximum` is in bytes. */
export function read(object: Uint8Array, purpose: Purpose, maximum: number): Reader {
  refuseUnless(object.length <= maximum, 'too_large')
  refuseUnless(object.length >= 3, 'malformed')
  refuseUnless(object[0] === version, 'unknown_version')
  refuseUnless(object[1] === suite, 'unknown_suite')
  refuseUnless(object[2] === purpose, 'wrong_purpose')
  let at = 3

  function field(least: number, most: number): Bytes {
    refuseUnless(at + 4 <= object.length, 'malformed')
    const length = viewOf(object).getUint32(at)
    refuseUnless(length >= least && length <= most, 'malformed')
    refuseUnless(length <= object.length - at - 4, 'malformed')
    at += 4 + length
    return copyOf(object.subarray(at - length, at))
  }

  return {
    fixed: (length) => field(length, length),
    upTo: (length) => field(0, length),
    u8: () => viewOf(field(1, 1)).getUint8(0),
    u32: () => viewOf(field(4, 4)).getUint32(0),
    text: (maximumBytes) => fromUtf8(field(1, maximumBytes)),
    uuid: () => bytesToUuid(field(16, 16)),
    time() {
      const milliseconds = viewOf(field(8, 8)).getBigUint64(0)
      refuseUnless(milliseconds <= lastMoment, 'malformed')
      return new Date(Number(milliseconds))
    },
    done() {
      if (at !== object.length) throw new Refusal('malformed')
    },
  }
}

/** Puts the length before each part, so that two parts cannot be cut at another place. */
export function framed(...parts: readonly Uint8Array[]): Bytes {
  return concat(...parts.flatMap((part) => [u32(part.length), part]))
}

/** A list of parts of one length in one field; refuses a length that does not divide. */
export function pieces(list: Uint8Array, length: number): Bytes[] {
  refuseUnless(list.length % length === 0, 'malformed')
  return Array.from({ length: list.length / length }, (_, i) =>
    copyOf(list.subarray(i * length, (i + 1) * length)),
  )
}

function viewOf(bytes: Uint8Array) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function whole(value: number, most: number) {
  return Number.isInteger(value) && value >= 0 && value <= most
}
