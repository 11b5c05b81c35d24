import { argon2id } from 'hash-wasm'
import { copyOf } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { phraseKeys, phraseKeysWithoutStretch } from './phrase-keys.ts'
import type { PhraseKeys } from './phrase-keys.ts'
import { orRefuse, refuseUnless } from './refusal.ts'
import { keyBytes, saltBytes } from './suite.ts'

/** Argon2id. Constants of the client: nobody is asked, so nobody can lower them. */
export const stretching = { memoryKibibytes: 64 * 1024, passes: 3, lanes: 1 } as const

/**
 * Makes guessing slow: one to seven seconds, by device. Needs WebAssembly; run it in a worker.
 * Gives 32 bytes, from which `phraseKeys` or `passphraseKeys` take what is used.
 */
export function stretch(secret: Uint8Array, salt: Uint8Array): Promise<Bytes> {
  refuseUnless(secret.length > 0 && salt.length === saltBytes, 'malformed')
  return orRefuse('malformed', async () =>
    copyOf(
      await argon2id({
        password: secret,
        salt,
        memorySize: stretching.memoryKibibytes,
        iterations: stretching.passes,
        parallelism: stretching.lanes,
        hashLength: keyBytes,
        outputType: 'binary',
      }),
    ),
  )
}

/** The keys of a phrase as `readPhrase` gives it: its length alone says whether to stretch. */
export async function keysOfPhrase(
  entropy: Uint8Array,
  instanceSalt: Uint8Array,
): Promise<PhraseKeys> {
  if (entropy.length === 16) return phraseKeysWithoutStretch(entropy, instanceSalt)
  refuseUnless(entropy.length === 10, 'malformed')
  return phraseKeys(await stretch(entropy, instanceSalt))
}
