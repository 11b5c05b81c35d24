import type { DeskConversation, KeyWrap } from '@veilleuse/contract/desk'
import { fromBase64url, toBase64url, type Bytes } from '@veilleuse/sealing/bytes'
import {
  certificateEpoch,
  certifySpeaker,
  readCertificate,
  type CertifiedSpeaker,
} from '@veilleuse/sealing/certificate'
import { makeSigningPair, type SigningPair } from '@veilleuse/sealing/keys'
import {
  makeStaffKey,
  openResealed,
  resealConversation,
  takeConversation,
  type ConversationKeys,
  type Resealing,
  type StaffKey,
} from '@veilleuse/sealing/opening'
import { Refusal } from '@veilleuse/sealing/refusal'
import { verifyOpening } from '@veilleuse/sealing/verify'
import { isOpeningRest } from '@veilleuse/sealing/wire'
import { epochInHand, epochOf, keysOf, type Keyring } from '../session/keyring.ts'

/** The keys of one conversation: taken from wraps, made for a new voice, sealed for the archive. */

/** What a counsellor speaks with: a key for this conversation alone, and the team's own key. */
export type Mouth = { readonly signing: SigningPair; readonly staffKey: StaffKey }

export type Accepting = {
  readonly mouth: Mouth
  /** For `acceptOffer`. */
  readonly certificate: string
  readonly staffKeyWrap: string
}

type Offered = Pick<DeskConversation, 'session' | 'epoch'> & {
  readonly conversation: string
  readonly line: string
}

/** Made before accepting, so that no conversation is ever open without them. */
export async function prepareToAccept(keyring: Keyring, offer: Offered): Promise<Accepting> {
  const { conversation, line, session, epoch: number } = offer
  const keys = keysOf(keyring, { line, number })
  const epoch = keyring.directory && epochOf(keyring.directory, line, number)
  if (!keys || !epoch) throw new Refusal('key_missing')

  const signing = await makeSigningPair({ extractable: false })
  const staffKey = await makeStaffKey(conversation)
  const certificate = await certifySpeaker(keys.voice, {
    conversation,
    line,
    epoch: number,
    alias: keyring.me.alias,
    speakerKey: signing.publicKey,
    staffKeyCommit: staffKey.commit,
  })
  const resealing: Resealing = {
    conversation,
    session,
    line,
    epoch: number,
    of: 'staff',
    to: 'intake',
  }
  const wrap = await resealConversation(staffKey.sk, epoch.intakeKey, resealing)
  return {
    mouth: { signing, staffKey },
    certificate: toBase64url(certificate),
    staffKeyWrap: toBase64url(wrap),
  }
}

/** A new speaker's key for a conversation that goes on, after a reload or an unlocking. */
export async function speakAnew(
  keyring: Keyring,
  wanted: {
    readonly conversation: string
    readonly line: string
    readonly staffKey: StaffKey
    readonly now: Date
  },
): Promise<{ readonly mouth: Mouth; readonly certificate: string }> {
  const { conversation, line, staffKey, now } = wanted
  const epoch = epochInHand(keyring, line, now)
  const keys = epoch && keysOf(keyring, epoch)
  if (!keys) throw new Refusal('key_missing')
  const signing = await makeSigningPair({ extractable: false })
  const certificate = await certifySpeaker(keys.voice, {
    conversation,
    line: epoch.line,
    epoch: epoch.number,
    alias: keyring.me.alias,
    speakerKey: signing.publicKey,
    staffKeyCommit: staffKey.commit,
  })
  return { mouth: { signing, staffKey }, certificate: toBase64url(certificate) }
}

type Opening = {
  readonly conversation: string
  readonly session: number
  readonly opening: string
}

/**
 * The content key: out of the opening while its wrap is there and its epoch at hand, else out of a
 * later wrap. An opening of a closed conversation has lost its own; one of another conversation or
 * session is refused, so that nobody writes to one person under another's key.
 */
export async function takeContentKey(
  keyring: Keyring,
  { opening, ...wanted }: Opening,
  wraps: readonly KeyWrap[],
): Promise<ConversationKeys> {
  const bytes = fromBase64url(opening)
  const header = await verifyOpening(bytes)
  const same = header.conversation === wanted.conversation && header.session === wanted.session
  if (!same) throw new Refusal('wrong_conversation')
  const first = keysOf(keyring, { line: header.line, number: header.epoch })
  if (first && !isOpeningRest(bytes)) return takeConversation(bytes, first.intake)

  const { conversation, session, line, commit, visitorKey, epoch } = header
  for (const { wrap, epoch: number } of toIntake(wraps, conversation, 'content')) {
    const keys = keysOf(keyring, { line, number })
    if (!keys) continue
    const resealing: Resealing = {
      conversation,
      session,
      line,
      epoch: number,
      of: 'content',
      to: 'intake',
    }
    const ck = await openResealed(fromBase64url(wrap), keys.intake, { ...resealing, commit })
    return { conversation, session, line, epoch, ck, commit, visitorKey }
  }
  throw new Refusal('key_missing')
}

/** Everybody who has spoken for the line here, as far as the directory vouches for their epoch. */
export async function readSpeakers(
  { directory }: Keyring,
  { conversation, line }: { readonly conversation: string; readonly line: string },
  certificates: readonly string[],
): Promise<readonly CertifiedSpeaker[]> {
  const read = certificates.map(async (certificate) => {
    const bytes = fromBase64url(certificate)
    const epoch = directory && epochOf(directory, line, certificateEpoch(bytes).number)
    return epoch ? readCertificate(bytes, epoch, conversation) : undefined
  })
  const settled = await Promise.allSettled(read)
  // Whoever has no valid certificate is not a speaker: their messages will be turned away.
  return settled.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []))
}

/** The team's own key, if it is one that a certified speaker has committed to. */
export async function takeStaffKey(
  keyring: Keyring,
  keys: ConversationKeys,
  given: {
    readonly wraps: readonly KeyWrap[]
    readonly speakers: readonly CertifiedSpeaker[]
  },
): Promise<StaffKey | undefined> {
  const { conversation, session, line } = keys
  for (const { wrap, epoch } of toIntake(given.wraps, conversation, 'staff')) {
    const held = keysOf(keyring, { line, number: epoch })
    if (!held) continue
    const resealing = { conversation, session, line, epoch, of: 'staff', to: 'intake' } as const
    for (const { staffKeyCommit: commit } of given.speakers) {
      const sk = await openResealed(fromBase64url(wrap), held.intake, {
        ...resealing,
        commit,
      }).catch(() => undefined)
      if (sk) return { sk, commit }
    }
  }
  return undefined
}

/**
 * Both keys sealed to the supervisors, for the closing: to the newest archive key of the line, which
 * is one that nobody who has left holds. `now` is the server's word, and chooses no older one.
 */
export async function sealForArchive(
  { directory }: Keyring,
  keys: ConversationKeys,
  given: { readonly staffKey: StaffKey | undefined; readonly now: Date },
): Promise<KeyWrap[]> {
  const { line, conversation, session, ck } = keys
  if (!directory) throw new Refusal('key_missing')
  const epoch = directory.epochs.findLast((one) => one.line === line)
  if (!epoch) throw new Refusal('key_missing')
  if (epoch.validTo <= given.now) throw new Refusal('expired')
  const seal = async (of: 'content' | 'staff', key: Bytes): Promise<KeyWrap> => {
    const resealing = {
      conversation,
      session,
      line,
      epoch: epoch.number,
      of,
      to: 'archive',
    } as const
    const wrap = toBase64url(await resealConversation(key, epoch.archiveKey, resealing))
    const id = conversation as KeyWrap['conversation']
    return { conversation: id, key: of, to: 'archive', epoch: epoch.number, wrap }
  }
  const content = await seal('content', ck)
  return given.staffKey ? [content, await seal('staff', given.staffKey.sk)] : [content]
}

function toIntake(wraps: readonly KeyWrap[], conversation: string, key: KeyWrap['key']) {
  return wraps
    .filter((one) => one.conversation === conversation && one.key === key && one.to === 'intake')
    .toSorted((a, b) => b.epoch - a.epoch)
}
