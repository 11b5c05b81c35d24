import { equal, randomBytes, uuidToBytes } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { framed, purposes, write } from './codec.ts'
import { makeSigningPair, openSealed, sign } from './keys.ts'
import type { BoxPair, SigningPair } from './keys.ts'
import { Refusal, refuseUnless } from './refusal.ts'
import { sealTo } from './seal-to.ts'
import type { SealContext } from './seal-to.ts'
import type { Epoch } from './statement.ts'
import { derive, keyBytes, labelled, sha256 } from './suite.ts'
import { verifyOpening } from './verify.ts'
import { readOpening, writeOpeningHeader } from './wire.ts'

/** What opens one session of a visitor. `ck` is the content key. */
export interface ConversationKeys {
  readonly conversation: string
  readonly session: number
  readonly line: string
  /** Number of the epoch the content key was sealed to at the opening. */
  readonly epoch: number
  readonly ck: Bytes
  readonly commit: Bytes
  /** Raw public half of the visitor's signing key. */
  readonly visitorKey: Bytes
}

export interface StartOptions {
  readonly instance: string
  readonly line: string
  /** 1 at the first contact, one more at each return. */
  readonly session: number
  readonly now: Date
}

export interface Started {
  /** What travels to the helpline. */
  readonly opening: Bytes
  readonly keys: ConversationKeys
  /** Extractable, because the blob behind a phrase must hold it. */
  readonly signing: SigningPair
}

/**
 * Begins a session: a new conversation id, content key and signing key, whether the visitor is
 * here for the first time or returns. The epoch must come out of a verified directory.
 */
export async function startConversation(epoch: Epoch, options: StartOptions): Promise<Started> {
  const { instance, line, session, now } = options
  refuseUnless(epoch.line === line, 'wrong_line')
  refuseUnless(epoch.validFrom <= now, 'not_yet_valid')
  refuseUnless(now < epoch.validTo, 'expired')

  const conversation = crypto.randomUUID()
  const ck = randomBytes(keyBytes)
  const signing = await makeSigningPair({ extractable: true })
  const commit = await commitment(ck, conversation)
  const visitorKey = signing.publicKey
  const keys = { conversation, session, line, epoch: epoch.number, ck, commit, visitorKey }

  const header = writeOpeningHeader({ ...keys, instance })
  const wrap = await sealTo(epoch.intakeKey, await intakeContext(header), ck)
  const signature = await sign(signing, 'open', framed(header, await sha256(wrap)))
  const opening = write(purposes.opening).bytes(header).bytes(wrap).bytes(signature).done()
  return { opening, keys, signing }
}

/** Opens an opening with the line's intake key: signature, wrap and commitment must all hold. */
export async function takeConversation(
  opening: Uint8Array,
  intake: BoxPair,
): Promise<ConversationKeys> {
  const header = await verifyOpening(opening)
  const { headerBytes, wrap } = readOpening(opening)
  const ck = await openSealed(intake, await intakeContext(headerBytes), wrap)
  refuseUnless(equal(await commitment(ck, header.conversation), header.commit), 'wrong_commitment')
  const { conversation, session, line, epoch, commit, visitorKey } = header
  return { conversation, session, line, epoch, ck, commit, visitorKey }
}

/**
 * Fixes a content key before anybody is asked to believe it. AES-GCM alone does not: one
 * ciphertext can be made to open under two keys, with two texts.
 */
export function commitment(ck: Uint8Array, conversation: string): Promise<Bytes> {
  return derive(ck, { info: labelled('commit', uuidToBytes(conversation)) })
}

/** The key of what visitor and team say to each other. */
export function pubChannelKey({ ck }: Pick<ConversationKeys, 'ck'>): Promise<Bytes> {
  return derive(ck, { info: labelled('pub') })
}

/** The team's own key in a conversation: random, so that nothing the visitor has leads to it. */
export interface StaffKey {
  readonly sk: Bytes
  /** Goes into the certificate of the counsellor who accepts. */
  readonly commit: Bytes
}

export async function makeStaffKey(conversation: string): Promise<StaffKey> {
  const sk = randomBytes(keyBytes)
  return { sk, commit: await staffCommitment(sk, conversation) }
}

export function staffCommitment(sk: Uint8Array, conversation: string): Promise<Bytes> {
  return derive(sk, { info: labelled('staff-commit', uuidToBytes(conversation)) })
}

/** Which key of which conversation is sealed again, and to which key of the line. */
export interface Resealing {
  readonly conversation: string
  readonly session: number
  readonly line: string
  /** Number of the epoch whose key it is now sealed to. */
  readonly epoch: number
  readonly of: 'content' | 'staff'
  readonly to: 'intake' | 'archive'
}

/** Seals a content or staff key to another key: at closing, at rotation, at a visitor's return. */
export function resealConversation(
  key: Uint8Array,
  publicKeyRaw: Uint8Array,
  resealing: Resealing,
): Promise<Bytes> {
  refuseUnless(key.length === keyBytes, 'malformed')
  return sealTo(publicKeyRaw, resealContext(resealing), key)
}

/** The key again, if it is the one that `commit` was made of. */
export async function openResealed(
  sealed: Uint8Array,
  pair: BoxPair,
  resealing: Resealing & { readonly commit: Uint8Array },
): Promise<Bytes> {
  const key = await openSealed(pair, resealContext(resealing), sealed)
  const commit = resealing.of === 'content' ? commitment : staffCommitment
  const found = await commit(key, resealing.conversation)
  if (!equal(found, resealing.commit)) throw new Refusal('wrong_commitment')
  return key
}

async function intakeContext(header: Uint8Array): Promise<SealContext> {
  return { info: labelled('intake', await sha256(header)), aad: header }
}

function resealContext({ conversation, session, line, epoch, of, to }: Resealing): SealContext {
  const aad = write(purposes.rewrap)
    .uuid(conversation)
    .u32(session)
    .text(line)
    .u32(epoch)
    .u8(of === 'content' ? 1 : 2)
    .u8(to === 'intake' ? 1 : 2)
    .done()
  return { info: labelled('reseal'), aad }
}
