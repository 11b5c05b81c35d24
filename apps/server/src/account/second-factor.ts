import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { StaffId } from '@veilleuse/domain/ids'
import type { Secrets } from '../platform/secrets.ts'

/** The second factor: six digits of a time-based code (RFC 6238), as every authenticator app has. */
const period = { seconds: 30 }
// One half minute to either side, for clocks that are a little off and people who type slowly.
const window = 1
// RFC 4226 asks for at least 16 bytes and recommends 20.
const secretBytes = 20

export function newSecondFactor(): Buffer {
  return randomBytes(secretBytes)
}

/** What a phone scans. The helpline's name tells it from other entries in the app. */
export function secondFactorAddress(
  secret: Uint8Array,
  { login, helpline }: { login: string; helpline: string },
): string {
  return totp(secret, { label: login, issuer: helpline.replaceAll(':', ' ') }).toString()
}

/**
 * The half minute this code belongs to, or undefined when it is wrong. A code already taken, or an
 * older one, is wrong: somebody who looked over a shoulder has no use for it.
 */
export function stepOfCode(
  code: string,
  { secret, lastStep, now }: { secret: Uint8Array; lastStep: number; now: Date },
): number | undefined {
  const timestamp = now.getTime()
  const delta = totp(secret).validate({ token: code, timestamp, window })
  if (delta === null) return undefined
  const step = Math.floor(timestamp / (period.seconds * 1000)) + delta
  return step > lastStep ? step : undefined
}

/** How the secret rests in the database: under a key that is not in it, one for each person. */
export function sealSecondFactor(secrets: Secrets, staff: StaffId, secret: Uint8Array): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secrets, staff), iv)
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

/** Throws when the row was made under another key: then the pepper is not the one it was. */
export function openSecondFactor(secrets: Secrets, staff: StaffId, sealed: Uint8Array): Buffer {
  const iv = sealed.subarray(0, ivBytes)
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secrets, staff), iv)
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
}

const ivBytes = 12
const tagBytes = 16

function keyFor(secrets: Secrets, staff: StaffId) {
  return secrets.hash('second factor', staff)
}

function totp(secret: Uint8Array, names: { label?: string; issuer?: string } = {}) {
  const own = new Secret({ buffer: new Uint8Array(secret).buffer })
  return new TOTP({ ...names, secret: own, period: period.seconds, digits: 6, algorithm: 'SHA1' })
}
