import { utf8 } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { purposes, read, write } from './codec.ts'
import type { Purpose } from './codec.ts'
import { sign } from './keys.ts'
import type { SigningPair } from './keys.ts'
import { refuseUnless } from './refusal.ts'
import type { Epoch } from './statement.ts'
import { hashBytes, publicKeyBytes, signatureBytes } from './suite.ts'
import { keyId, verifySigned } from './verify.ts'
import { maxNameBytes } from './wire.ts'

/** What a visitor is told of who answers: one of the team, under an alias. */
export interface Speaker {
  readonly conversation: string
  /** Raw public half of the counsellor's key for this conversation alone. */
  readonly speakerKey: Bytes
  readonly line: string
  readonly epoch: number
  readonly alias: string
  /** Of the team's own key in this conversation, so that a false one is noticed later. */
  readonly staffKeyCommit: Bytes
}

export interface CertifiedSpeaker extends Speaker {
  readonly keyId: Bytes
}

const maxAliasBytes = 128
const maxBytes = 1024

/** Signed by the voice the whole team shares: it proves a member of the team, not which one. */
export async function certifySpeaker(voice: SigningPair, speaker: Speaker): Promise<Bytes> {
  refuseUnless(speaker.alias !== '', 'malformed')
  refuseUnless(utf8(speaker.alias).length <= maxAliasBytes, 'too_large')
  const body = write(purposes.speaker)
    .uuid(speaker.conversation)
    .bytes(speaker.speakerKey)
    .text(speaker.line)
    .u32(speaker.epoch)
    .text(speaker.alias)
    .bytes(speaker.staffKeyCommit)
    .done()
  const signature = await sign(voice, 'speaker', body)
  return write(purposes.speakerCertificate).bytes(body).bytes(signature).done()
}

/** The epoch is the one the certificate was made in, out of a verified directory. */
export async function readCertificate(
  certificate: Uint8Array,
  epoch: Pick<Epoch, 'line' | 'number' | 'voiceKey'>,
  conversation: string,
): Promise<CertifiedSpeaker> {
  const { body, signature } = readSigned(certificate, purposes.speakerCertificate)
  refuseUnless(
    await verifySigned(epoch.voiceKey, { label: 'speaker', data: body }, signature),
    'not_genuine',
  )
  const reader = read(body, purposes.speaker, maxBytes)
  const speaker: Speaker = {
    conversation: reader.uuid(),
    speakerKey: reader.fixed(publicKeyBytes),
    line: reader.text(maxNameBytes),
    epoch: reader.u32(),
    alias: reader.text(maxAliasBytes),
    staffKeyCommit: reader.fixed(hashBytes),
  }
  reader.done()
  refuseUnless(speaker.conversation === conversation, 'wrong_conversation')
  refuseUnless(speaker.line === epoch.line, 'wrong_line')
  refuseUnless(speaker.epoch === epoch.number, 'not_genuine')
  return { ...speaker, keyId: await keyId(speaker.speakerKey) }
}

/** Which epoch a certificate says it was made in: to fetch that epoch, not to believe it. */
export function certificateEpoch(certificate: Uint8Array): { line: string; number: number } {
  const { body } = readSigned(certificate, purposes.speakerCertificate)
  const reader = read(body, purposes.speaker, maxBytes)
  reader.uuid()
  reader.fixed(publicKeyBytes)
  return { line: reader.text(maxNameBytes), number: reader.u32() }
}

/** What colleagues are told, inside the staff channel: whose key that is. */
export interface StaffSpeaker {
  readonly conversation: string
  readonly speakerKey: Bytes
  readonly staff: string
}

/** Signed by the person's own key from the directory. Travels inside staff messages only. */
export async function certifyStaff(own: SigningPair, speaker: StaffSpeaker): Promise<Bytes> {
  const body = write(purposes.staffSpeaker)
    .uuid(speaker.conversation)
    .bytes(speaker.speakerKey)
    .text(speaker.staff)
    .done()
  const signature = await sign(own, 'staff-speaker', body)
  return write(purposes.staffCertificate).bytes(body).bytes(signature).done()
}

/** `staff` is the person as the directory knows them; refuses a certificate of anybody else. */
export async function readStaffCertificate(
  certificate: Uint8Array,
  staff: { readonly staff: string; readonly signingKey: Uint8Array },
  conversation: string,
): Promise<StaffSpeaker & { readonly keyId: Bytes }> {
  const { body, signature } = readSigned(certificate, purposes.staffCertificate)
  const genuine = await verifySigned(
    staff.signingKey,
    { label: 'staff-speaker', data: body },
    signature,
  )
  refuseUnless(genuine, 'not_genuine')
  const speaker = readStaffSpeaker(body)
  refuseUnless(speaker.conversation === conversation, 'wrong_conversation')
  refuseUnless(speaker.staff === staff.staff, 'unknown_sender')
  return { ...speaker, keyId: await keyId(speaker.speakerKey) }
}

/** Whose certificate it says it is: to look the person up, not to believe it. */
export function certificateStaff(certificate: Uint8Array): string {
  return readStaffSpeaker(readSigned(certificate, purposes.staffCertificate).body).staff
}

function readStaffSpeaker(body: Uint8Array): StaffSpeaker {
  const reader = read(body, purposes.staffSpeaker, maxBytes)
  const speaker = {
    conversation: reader.uuid(),
    speakerKey: reader.fixed(publicKeyBytes),
    staff: reader.text(maxNameBytes),
  }
  reader.done()
  return speaker
}

function readSigned(certificate: Uint8Array, purpose: Purpose) {
  const reader = read(certificate, purpose, maxBytes)
  const body = reader.upTo(maxBytes)
  const signature = reader.fixed(signatureBytes)
  reader.done()
  return { body, signature }
}
