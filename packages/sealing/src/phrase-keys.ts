import { utf8 } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { framed } from './codec.ts'
import { refuseUnless } from './refusal.ts'
import { derive, labelled, saltBytes, sha256 } from './suite.ts'

/** What a visitor's phrase is good for; neither half tells anything of the other. */
export interface PhraseKeys {
  /** Sent to the server, which finds the blob by it. */
  readonly lookup: Bytes
  /** Opens the blob, and never leaves the browser. */
  readonly wrap: Bytes
}

/** `prk` comes from `stretch`, with the installation's salt. */
export async function phraseKeys(prk: Uint8Array): Promise<PhraseKeys> {
  const lookup = await derive(prk, { info: labelled('phrase/lookup') })
  return { lookup, wrap: await derive(prk, { info: labelled('phrase/wrap') }) }
}

/**
 * For twelve words, where WebAssembly is off: 128 random bits need no stretching. The number of
 * words chooses, so no server can talk a client into it: eight words are refused.
 */
export async function phraseKeysWithoutStretch(
  entropy: Uint8Array,
  instanceSalt: Uint8Array,
): Promise<PhraseKeys> {
  refuseUnless(entropy.length === 16, 'malformed')
  return phraseKeys(await derive(entropy, { salt: instanceSalt, info: labelled('phrase12') }))
}

/** What a staff passphrase is good for. */
export interface PassphraseKeys {
  /** Sent at sign-in; the server keeps its hash. */
  readonly auth: Bytes
  /** One of the ways into the vault. */
  readonly kek: Bytes
}

/** `prk` comes from `stretch`, with `passphraseSalt`. */
export async function passphraseKeys(prk: Uint8Array): Promise<PassphraseKeys> {
  const auth = await derive(prk, { info: labelled('passphrase/auth') })
  return { auth, kek: await derive(prk, { info: labelled('passphrase/kek') }) }
}

/** The same on every device and out of the server's hands; `account` is what one signs in with. */
export async function passphraseSalt(instanceSalt: Uint8Array, account: string): Promise<Bytes> {
  const hash = await sha256(labelled('passphrase/salt', framed(instanceSalt, utf8(account))))
  return hash.slice(0, saltBytes)
}

/** The same passphrase typed on another keyboard is the same bytes (NFKC, single spaces). */
export function passphraseSecret(passphrase: string): Bytes {
  return utf8(passphrase.normalize('NFKC').trim().replace(/\s+/g, ' '))
}
