import type { Bytes } from './bytes.ts'
import { purposes, read, write } from './codec.ts'
import type { Head } from './directory.ts'
import {
  importBoxPair,
  importSigningPair,
  makeBoxPair,
  makeSigningPair,
  pairBytes,
} from './keys.ts'
import type { BoxPair, PairBytes, SigningPair } from './keys.ts'
import { refuseUnless } from './refusal.ts'
import { hashBytes, publicKeyBytes } from './suite.ts'

export interface VaultContents {
  readonly signing: PairBytes
  readonly box: PairBytes
  /** Only for whoever may speak for lines. */
  readonly authority: PairBytes | undefined
  /** Root fingerprint, compared on paper at enrolment. */
  readonly root: Bytes
  /** Where the directory ended when it was last read: it may grow from here, not change. */
  readonly head: Head | undefined
}

export interface StaffKeys {
  readonly signing: SigningPair
  readonly box: BoxPair
  readonly authority: SigningPair | undefined
}

/** New keys for a person, as bytes for the vault and public halves for the directory. */
export async function makeStaffKeys(): Promise<Pick<VaultContents, 'signing' | 'box'>> {
  return {
    signing: await pairBytes(await makeSigningPair({ extractable: true })),
    box: await pairBytes(await makeBoxPair({ extractable: true })),
  }
}

/** A supervisor's second signing key, for statements about lines. */
export async function makeAuthorityKey(): Promise<PairBytes> {
  return pairBytes(await makeSigningPair({ extractable: true }))
}

/** The keys to work with, not extractable any more; drop the contents once this is done. */
export async function staffKeys(contents: VaultContents): Promise<StaffKeys> {
  const { signing, box, authority } = contents
  return {
    signing: await importSigningPair(signing, { extractable: false }),
    box: await importBoxPair(box, { extractable: false }),
    authority: authority && (await importSigningPair(authority, { extractable: false })),
  }
}

const maxPkcs8Bytes = 256
const nothing = new Uint8Array()

export function writeContents({ signing, box, authority, root, head }: VaultContents): Bytes {
  refuseUnless(root.length === hashBytes, 'malformed')
  return write(purposes.vaultContents)
    .bytes(signing.pkcs8)
    .bytes(signing.publicKey)
    .bytes(box.pkcs8)
    .bytes(box.publicKey)
    .bytes(authority?.pkcs8 ?? nothing)
    .bytes(authority?.publicKey ?? nothing)
    .bytes(root)
    .u32(head?.seq ?? 0)
    .bytes(head?.hash ?? nothing)
    .done()
}

export function readContents(bytes: Uint8Array): VaultContents {
  const reader = read(bytes, purposes.vaultContents, 4096)
  const pair = () => ({ pkcs8: reader.upTo(maxPkcs8Bytes), publicKey: reader.fixed(65) })
  const signing = pair()
  const box = pair()
  const authorityPkcs8 = reader.upTo(maxPkcs8Bytes)
  const authorityKey = reader.upTo(publicKeyBytes)
  const root = reader.fixed(hashBytes)
  const seq = reader.u32()
  const hash = reader.upTo(hashBytes)
  reader.done()
  refuseUnless(authorityKey.length === (authorityPkcs8.length > 0 ? 65 : 0), 'malformed')
  refuseUnless(hash.length === hashBytes || (hash.length === 0 && seq === 0), 'malformed')
  return {
    signing,
    box,
    authority:
      authorityPkcs8.length > 0 ? { pkcs8: authorityPkcs8, publicKey: authorityKey } : undefined,
    root,
    head: hash.length > 0 ? { seq, hash } : undefined,
  }
}
