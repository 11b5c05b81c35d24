import { concat, copyOf, hex, randomBytes, u32, utf8 } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { decryptOnce, encryptOnce } from './cipher.ts'
import { purposes, write } from './codec.ts'
import { sign } from './keys.ts'
import type { SigningPair } from './keys.ts'
import { Refusal, refuseUnless } from './refusal.ts'
import { derive, labelled, noHash, saltBytes, sha256 } from './suite.ts'
import { keyId, verifySigned } from './verify.ts'
import { paddedSizes, readEnvelope, writeHeader } from './wire.ts'
import type { Channel, MessageHeader } from './wire.ts'

/** One author's place in one channel of one conversation. Never changed: sealing gives the next. */
export interface Voice {
  readonly conversation: string
  readonly session: number
  readonly channel: Channel
  readonly channelKey: Bytes
  readonly signing: SigningPair
  /** Key id of `signing`. */
  readonly sender: Bytes
  /** Number of the author's last message; 0 before the first. */
  readonly number: number
  /** Hash of the author's last message. */
  readonly previous: Bytes
  /** Hash of the last message of somebody else on this author's screen. */
  readonly seen: Bytes
}

export type Place = Pick<Voice, 'conversation' | 'session' | 'channel' | 'channelKey'>

export interface Said {
  /** One of `kinds`. */
  readonly kind: number
  readonly body: Uint8Array | string
  /** The message's UUID, from `uuidv7`. */
  readonly id: string
}

/** Public signing keys that may speak here, by key id in hex; made by `speakersOf`. */
export type Speakers = ReadonlyMap<string, Uint8Array>

export interface Opened {
  readonly header: MessageHeader
  /** The envelope's hash, for the chains. */
  readonly hash: Bytes
  /** Written by a peer: to be parsed before it is believed. */
  readonly plaintext: Bytes
}

export async function findVoice(place: Place, signing: SigningPair): Promise<Voice> {
  const sender = await keyId(signing.publicKey)
  return { ...place, signing, sender, number: 0, previous: noHash, seen: noHash }
}

export async function speakersOf(publicKeys: readonly Uint8Array[]): Promise<Speakers> {
  const speakers = new Map<string, Uint8Array>()
  for (const key of publicKeys) speakers.set(hex(await keyId(key)), key)
  return speakers
}

/** The body may be 16 380 bytes long; beyond that it is refused as too large. */
export async function sealMessage(
  voice: Voice,
  { kind, body, id }: Said,
): Promise<{ readonly envelope: Bytes; readonly hash: Bytes; readonly voice: Voice }> {
  const number = voice.number + 1
  const { conversation, session, channel, sender, previous, seen } = voice
  const salt = randomBytes(saltBytes)
  const place = { conversation, session, channel }
  const header = writeHeader({ ...place, id, sender, number, previous, seen, kind, salt })
  const plaintext = pad(typeof body === 'string' ? utf8(body) : body)
  const key = await messageKey(voice.channelKey, header, salt)
  const ciphertext = await encryptOnce(key, header, plaintext)
  const signature = await sign(voice.signing, 'msg', await signedPart(header, ciphertext))
  const envelope = write(purposes.message).bytes(header).bytes(ciphertext).bytes(signature).done()
  const hash = await sha256(header, ciphertext)
  return { envelope, hash, voice: { ...voice, number, previous: hash } }
}

/** Notes that a message of somebody else is on the screen; the next one sealed says so. */
export function sawMessage(voice: Voice, hash: Uint8Array): Voice {
  return { ...voice, seen: copyOf(hash) }
}

/** Nothing of the message is given out before place, author, signature and tag are right. */
export async function openMessage(
  envelope: Uint8Array,
  place: Place & { readonly speakers: Speakers },
): Promise<Opened> {
  const { header, headerBytes, ciphertext, signature } = readEnvelope(envelope)
  const here =
    header.conversation === place.conversation &&
    header.session === place.session &&
    header.channel === place.channel
  refuseUnless(here, 'wrong_conversation')
  const speaker = place.speakers.get(hex(header.sender))
  if (!speaker) throw new Refusal('unknown_sender')

  const signed = await signedPart(headerBytes, ciphertext)
  refuseUnless(
    await verifySigned(speaker, { label: 'msg', data: signed }, signature),
    'not_genuine',
  )
  const key = await messageKey(place.channelKey, headerBytes, header.salt)
  const plaintext = unpad(await decryptOnce(key, headerBytes, ciphertext))
  return { header, hash: await sha256(headerBytes, ciphertext), plaintext }
}

/**
 * A voice after a reload, from the author's own messages as the server gives them back. If the
 * server keeps some back, the next number is used twice, and the other side hears a fork; no key
 * is used twice, because every message has its own salt.
 */
export async function resume(voice: Voice, ownEnvelopes: readonly Uint8Array[]): Promise<Voice> {
  const speakers = await speakersOf([voice.signing.publicKey])
  let { number, previous, seen } = voice
  for (const envelope of ownEnvelopes) {
    const { header, hash } = await openMessage(envelope, { ...voice, speakers })
    if (header.number > number) ({ number, seen, previous } = { ...header, previous: hash })
  }
  return { ...voice, number, previous, seen }
}

/** Fresh for each message by its salt, and tied to every field of its header. */
function messageKey(channelKey: Uint8Array, header: Uint8Array, salt: Uint8Array) {
  return derive(channelKey, { salt, info: labelled('msg', header) })
}

async function signedPart(header: Uint8Array, ciphertext: Uint8Array) {
  return concat(header, await sha256(ciphertext))
}

function pad(body: Uint8Array): Bytes {
  const size = paddedSizes.find((padded) => padded >= body.length + 4)
  if (size === undefined) throw new Refusal('too_large')
  return concat(u32(body.length), body, new Uint8Array(size - body.length - 4))
}

function unpad(padded: Bytes): Bytes {
  const length = new DataView(padded.buffer).getUint32(0)
  refuseUnless(length <= padded.length - 4, 'malformed')
  const rest = padded.subarray(4 + length)
  refuseUnless(
    rest.every((byte) => byte === 0),
    'malformed',
  )
  return padded.slice(4, 4 + length)
}
