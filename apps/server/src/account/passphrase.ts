import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../platform/secrets.ts'

/** How what the browser makes of a passphrase rests here. It has 256 bits; it needs no stretching. */
export function hashAuth(auth: Uint8Array): Buffer {
  return createHash('sha256').update(auth).digest()
}

/** Takes the same time whatever the first difference, and when there is nothing to compare with. */
export function sameAuth(auth: Uint8Array, hash: Uint8Array | undefined): boolean {
  const given = hashAuth(auth)
  const same = timingSafeEqual(given, hash ?? hashAuth(given))
  return same && hash !== undefined
}

/**
 * The salt of a login that has none yet, and of every login nobody has: it looks like any other,
 * and is the same each time somebody asks.
 */
export function saltFor(secrets: Secrets, login: string): Buffer {
  return secrets.hash('salt', login).subarray(0, 16)
}
