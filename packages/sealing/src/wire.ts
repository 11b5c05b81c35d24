import type { Bytes } from './bytes.ts'
import { purposes, read, write } from './codec.ts'
import { refuseUnless } from './refusal.ts'
import {
  hashBytes,
  keyBytes,
  publicKeyBytes,
  saltBytes,
  sealedOverhead,
  sha256,
  signatureBytes,
  tagBytes,
} from './suite.ts'

/** What of a message anybody who carries it can read. */
export interface MessageHeader {
  /** UUID. */
  readonly conversation: string
  /** 1 at the first contact, one more at each return. */
  readonly session: number
  readonly channel: Channel
  /** The message's own UUID, version 7, made by its author: one per conversation, ever. */
  readonly id: string
  /** Key id of the author's signing key. */
  readonly sender: Bytes
  /** The author's own counter in this conversation and channel, from 1. */
  readonly number: number
  /** Hash of the author's message before this one; zeros at the first. */
  readonly previous: Bytes
  /** Hash of the last message of somebody else that the author had on the screen; or zeros. */
  readonly seen: Bytes
  /** One of `kinds`, or a number that a later version gives a meaning. */
  readonly kind: number
  readonly salt: Bytes
}

/** `pub`: visitor and team. `staff`: the team alone, under a key the visitor never has. */
export type Channel = 'pub' | 'staff'

/** `answers`: what a visitor said before the wait, as the contract's `BeforeAnswers` writes it. */
export const kinds = { text: 1, summary: 2, note: 3, system: 4, answers: 5 } as const

/** A message is padded to the first of these it fits in, so that its length tells little. */
export const paddedSizes = [256, 1024, 4096, 16_384] as const

const headerBytes = 3 + 10 * 4 + 16 + 4 + 1 + 16 + 32 + 4 + 32 + 32 + 1 + 16
const largestCiphertext = 16_384 + tagBytes

export const maxEnvelopeBytes = 3 + 3 * 4 + headerBytes + largestCiphertext + signatureBytes

export function readMessageHeader(envelope: Uint8Array): MessageHeader {
  return readEnvelope(envelope).header
}

/**
 * The name of a message in the chains: SHA-256 of header and ciphertext. Not of the signature,
 * which a carrier can replace by a second valid one.
 */
export async function envelopeHash(envelope: Uint8Array): Promise<Bytes> {
  const { headerBytes: header, ciphertext } = readEnvelope(envelope)
  return sha256(header, ciphertext)
}

export function readEnvelope(envelope: Uint8Array) {
  const reader = read(envelope, purposes.message, maxEnvelopeBytes)
  const header = reader.fixed(headerBytes)
  const ciphertext = reader.upTo(largestCiphertext)
  const signature = reader.fixed(signatureBytes)
  reader.done()
  const padded = ciphertext.length - tagBytes
  refuseUnless(
    paddedSizes.some((size) => size === padded),
    'malformed',
  )
  return { header: readHeader(header), headerBytes: header, ciphertext, signature }
}

export function writeHeader(header: MessageHeader): Bytes {
  return write(purposes.messageHeader)
    .uuid(header.conversation)
    .u32(header.session)
    .u8(header.channel === 'pub' ? 1 : 2)
    .uuid(header.id)
    .bytes(header.sender)
    .u32(header.number)
    .bytes(header.previous)
    .bytes(header.seen)
    .u8(header.kind)
    .bytes(header.salt)
    .done()
}

function readHeader(bytes: Uint8Array): MessageHeader {
  const reader = read(bytes, purposes.messageHeader, headerBytes)
  const header = {
    conversation: reader.uuid(),
    session: positive(reader.u32()),
    channel: channelOf(reader.u8()),
    id: reader.uuid(),
    sender: reader.fixed(hashBytes),
    number: positive(reader.u32()),
    previous: reader.fixed(hashBytes),
    seen: reader.fixed(hashBytes),
    kind: reader.u8(),
    salt: reader.fixed(saltBytes),
  }
  reader.done()
  return header
}

function channelOf(value: number): Channel {
  refuseUnless(value === 1 || value === 2, 'malformed')
  return value === 1 ? 'pub' : 'staff'
}

function positive(value: number) {
  refuseUnless(value > 0, 'malformed')
  return value
}

/** What of the beginning of a session anybody who carries it can read. */
export interface OpeningHeader {
  /** The helpline's installation, as its root statement names it. */
  readonly instance: string
  readonly line: string
  /** Number of the line's epoch whose intake key the content key is sealed to. */
  readonly epoch: number
  readonly conversation: string
  readonly session: number
  /** Raw public half of the visitor's signing key for this session. */
  readonly visitorKey: Bytes
  /** Of the content key, so that one conversation cannot be given two contents. */
  readonly commit: Bytes
}

/** Names of lines, installations and staff are UTF-8 of at most this many bytes. */
export const maxNameBytes = 64

const maxOpeningHeaderBytes = 3 + 7 * 4 + 2 * maxNameBytes + 4 + 16 + 4 + 65 + 32
const wrapBytes = sealedOverhead + keyBytes

export const maxOpeningBytes = 3 + 3 * 4 + maxOpeningHeaderBytes + wrapBytes + signatureBytes

/** Of an opening, or of what is left of one whose wrap is deleted. */
export function readOpeningHeader(opening: Uint8Array): OpeningHeader {
  return isOpeningRest(opening) ? readOpeningRest(opening).header : readOpening(opening).header
}

/** Whether the wrap has been deleted; says nothing of whether the rest is well-formed. */
export function isOpeningRest(opening: Uint8Array): boolean {
  return opening[2] === purposes.openingRest
}

/**
 * What stays of an opening once its conversation is archived: everything but the wrap, of which the
 * hash is kept, because that is what the visitor signed.
 */
export function readOpeningRest(rest: Uint8Array) {
  const reader = read(rest, purposes.openingRest, maxOpeningBytes)
  const header = reader.upTo(maxOpeningHeaderBytes)
  const wrapHash = reader.fixed(hashBytes)
  const signature = reader.fixed(signatureBytes)
  reader.done()
  return { header: readOpeningFields(header), headerBytes: header, wrapHash, signature }
}

export function readOpening(opening: Uint8Array) {
  const reader = read(opening, purposes.opening, maxOpeningBytes)
  const header = reader.upTo(maxOpeningHeaderBytes)
  const wrap = reader.fixed(wrapBytes)
  const signature = reader.fixed(signatureBytes)
  reader.done()
  return { header: readOpeningFields(header), headerBytes: header, wrap, signature }
}

export function writeOpeningHeader(header: OpeningHeader): Bytes {
  return write(purposes.openingHeader)
    .text(header.instance)
    .text(header.line)
    .u32(header.epoch)
    .uuid(header.conversation)
    .u32(header.session)
    .bytes(header.visitorKey)
    .bytes(header.commit)
    .done()
}

function readOpeningFields(bytes: Uint8Array): OpeningHeader {
  const reader = read(bytes, purposes.openingHeader, maxOpeningHeaderBytes)
  const header = {
    instance: reader.text(maxNameBytes),
    line: reader.text(maxNameBytes),
    epoch: positive(reader.u32()),
    conversation: reader.uuid(),
    session: positive(reader.u32()),
    visitorKey: reader.fixed(publicKeyBytes),
    commit: reader.fixed(hashBytes),
  }
  reader.done()
  return header
}

/** The visitor's blob always has this size, however many sessions are in it. */
export const keepBytes = 4096

const keepFrame = 3 + 2 * 4 + saltBytes

/**
 * Puts the public frame of a visitor's blob around noise, so that what the server answers to an
 * unknown phrase cannot be told from a blob. `noise` is at least `keepBytes` long.
 */
export function decoyKeep(noise: Uint8Array): Bytes {
  refuseUnless(noise.length >= keepBytes, 'malformed')
  const salt = noise.subarray(0, saltBytes)
  const ciphertext = noise.subarray(saltBytes, saltBytes + keepBytes - keepFrame)
  return write(purposes.keep).bytes(salt).bytes(ciphertext).done()
}

export function readKeep(blob: Uint8Array) {
  const reader = read(blob, purposes.keep, keepBytes)
  const salt = reader.fixed(saltBytes)
  const ciphertext = reader.fixed(keepBytes - keepFrame)
  reader.done()
  return { salt, ciphertext }
}
