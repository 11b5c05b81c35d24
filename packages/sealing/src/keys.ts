import { copyOf } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { purposes, read } from './codec.ts'
import { orRefuse, refuseUnless } from './refusal.ts'
import { hpke, sealTo } from './seal-to.ts'
import type { SealContext } from './seal-to.ts'
import type { HeldKey, KeyUse } from './suite.ts'
import { curve, importPublic, labelled, maxSealedBytes, publicKeyBytes } from './suite.ts'
import { verifySigned } from './verify.ts'

/** An ECDSA pair. The public half is raw (65 bytes), as it goes into statements and headers. */
export interface SigningPair {
  readonly use: 'signing'
  readonly secret: HeldKey
  readonly publicKey: Bytes
}

/** An HPKE pair: what is sealed to `publicKey` opens with `secret`. */
export interface BoxPair {
  readonly use: 'box'
  readonly secret: HeldKey
  readonly publicKey: Bytes
}

/** A pair as bytes, for a vault or a sealed object. */
export interface PairBytes {
  readonly pkcs8: Bytes
  readonly publicKey: Bytes
}

/** Extractable only where the private half must go into a blob: the visitor's, an epoch's. */
export interface KeyOptions {
  readonly extractable: boolean
}

export async function makeSigningPair({ extractable }: KeyOptions): Promise<SigningPair> {
  const pair = await crypto.subtle.generateKey(curve('ECDSA'), extractable, ['sign', 'verify'])
  return { use: 'signing', secret: pair.privateKey, publicKey: await rawOf(pair.publicKey) }
}

/** Not by the HPKE library, whose own generator makes extractable keys. */
export async function makeBoxPair({ extractable }: KeyOptions): Promise<BoxPair> {
  const pair = await crypto.subtle.generateKey(curve('ECDH'), extractable, ['deriveBits'])
  return { use: 'box', secret: pair.privateKey, publicKey: await rawOf(pair.publicKey) }
}

/** Signs `data` under the label `hl1/<label>`: r ‖ s, 64 bytes. */
export async function sign(pair: SigningPair, label: string, data: Uint8Array): Promise<Bytes> {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  return new Uint8Array(await crypto.subtle.sign(algorithm, pair.secret, labelled(label, data)))
}

/** Opens what `sealTo` sealed; refuses as not genuine when the key or the context is another. */
export async function openSealed(
  pair: BoxPair,
  { info, aad }: SealContext,
  sealed: Uint8Array,
): Promise<Bytes> {
  const reader = read(sealed, purposes.sealed, maxSealedBytes)
  const enc = reader.fixed(publicKeyBytes)
  const ciphertext = reader.upTo(maxSealedBytes)
  reader.done()
  // The pair, not the lone private key: some browsers cannot compute the public half from it.
  const publicKey = await importPublic(pair.publicKey, 'ECDH')
  const recipientKey = { privateKey: pair.secret, publicKey }
  return orRefuse('not_genuine', async () => {
    const params = { recipientKey, enc, info: copyOf(info) }
    return new Uint8Array(await hpke().open(params, ciphertext, copyOf(aad)))
  })
}

export async function pairBytes(pair: SigningPair | BoxPair): Promise<PairBytes> {
  const pkcs8 = await orRefuse('key_missing', () => crypto.subtle.exportKey('pkcs8', pair.secret))
  return { pkcs8: new Uint8Array(pkcs8), publicKey: copyOf(pair.publicKey) }
}

/** Refuses halves that do not belong together. */
export async function importSigningPair(
  { pkcs8, publicKey }: PairBytes,
  { extractable }: KeyOptions,
): Promise<SigningPair> {
  const secret = await importSecret(pkcs8, 'ECDSA', extractable)
  const pair: SigningPair = { use: 'signing', secret, publicKey: copyOf(publicKey) }
  const proof = await sign(pair, 'pair', publicKey)
  refuseUnless(
    await verifySigned(publicKey, { label: 'pair', data: publicKey }, proof),
    'not_genuine',
  )
  return pair
}

/** Refuses halves that do not belong together. */
export async function importBoxPair(
  { pkcs8, publicKey }: PairBytes,
  { extractable }: KeyOptions,
): Promise<BoxPair> {
  const secret = await importSecret(pkcs8, 'ECDH', extractable)
  const pair: BoxPair = { use: 'box', secret, publicKey: copyOf(publicKey) }
  const context = { info: labelled('pair'), aad: publicKey }
  await openSealed(pair, context, await sealTo(publicKey, context, publicKey))
  return pair
}

function importSecret(pkcs8: Uint8Array, name: 'ECDSA' | 'ECDH', extractable: boolean) {
  const usages: KeyUse[] = name === 'ECDSA' ? ['sign'] : ['deriveBits']
  return orRefuse('malformed', () =>
    crypto.subtle.importKey('pkcs8', copyOf(pkcs8), curve(name), extractable, usages),
  )
}

async function rawOf(key: HeldKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey('raw', key))
}
