import { copyOf } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { orRefuse } from './refusal.ts'

/**
 * AES-256-GCM with a zero IV. Only for a key derived from a fresh random salt and used for this
 * one text: then no (key, IV) pair occurs twice, whatever tabs, crashes or restored disks do.
 */
export async function encryptOnce(
  key: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Promise<Bytes> {
  const aes = await crypto.subtle.importKey('raw', copyOf(key), 'AES-GCM', false, ['encrypt'])
  return new Uint8Array(await crypto.subtle.encrypt(gcm(aad), aes, copyOf(plaintext)))
}

export function decryptOnce(
  key: Uint8Array,
  aad: Uint8Array,
  ciphertext: Uint8Array,
): Promise<Bytes> {
  return orRefuse('not_genuine', async () => {
    const aes = await crypto.subtle.importKey('raw', copyOf(key), 'AES-GCM', false, ['decrypt'])
    return new Uint8Array(await crypto.subtle.decrypt(gcm(aad), aes, copyOf(ciphertext)))
  })
}

function gcm(aad: Uint8Array) {
  return { name: 'AES-GCM', iv: new Uint8Array(12), additionalData: copyOf(aad) }
}
