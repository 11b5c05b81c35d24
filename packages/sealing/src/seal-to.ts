import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { copyOf } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { purposes, write } from './codec.ts'
import { orRefuse, refuseUnless } from './refusal.ts'
import { importPublic, maxSealedBytes, sealedOverhead } from './suite.ts'

export interface SealContext {
  /** Made by `labelled`: says what this is sealed for. */
  readonly info: Uint8Array
  /** Who and what it belongs to; whoever opens it must say the same. */
  readonly aad: Uint8Array
}

/**
 * Seals to the holder of a private key: HPKE, base mode, one seal a context. A second seal in
 * one context is never made, so a counter that goes wrong cannot repeat a nonce.
 */
export async function sealTo(
  publicKeyRaw: Uint8Array,
  { info, aad }: SealContext,
  plaintext: Uint8Array,
): Promise<Bytes> {
  refuseUnless(plaintext.length + sealedOverhead <= maxSealedBytes, 'too_large')
  const recipientPublicKey = await importPublic(publicKeyRaw, 'ECDH')
  return orRefuse('malformed', async () => {
    const { enc, ct } = await hpke().seal(
      { recipientPublicKey, info: copyOf(info) },
      copyOf(plaintext),
      copyOf(aad),
    )
    return write(purposes.sealed).bytes(new Uint8Array(enc)).bytes(new Uint8Array(ct)).done()
  })
}

export function hpke() {
  return new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  })
}
