import { call } from '@veilleuse/client/call'
import { keep } from '@veilleuse/contract/visit'
import { randomBytes, toBase64url } from '@veilleuse/sealing/bytes'
import { packKeep } from '@veilleuse/sealing/keep'
import type { Keep } from '@veilleuse/sealing/keep'
import { entropyBytes, makePhrase } from '@veilleuse/sealing/phrase'
import { phraseKeysWithoutStretch } from '@veilleuse/sealing/phrase-keys'
import type { PhraseKeys } from '@veilleuse/sealing/phrase-keys'
import { lineDirectory } from '../visit/line-keys.ts'
import type { Place } from '../visit/place.ts'
import { forge } from './forge.ts'

export type Made = { readonly words: readonly string[]; readonly keys: PhraseKeys }

/** New words: eight, or twelve where this browser cannot make eight slow enough to guess. */
export async function makeWords(place: Place, list: readonly string[]): Promise<Made> {
  const salt = await saltOf(place)
  const entropy = randomBytes(entropyBytes[8])
  const stretched = await forge({ entropy, salt })
  if (stretched) return { words: await makePhrase(list, entropy), keys: stretched }

  const longer = randomBytes(entropyBytes[12])
  const keys = await phraseKeysWithoutStretch(longer, salt)
  return { words: await makePhrase(list, longer), keys }
}

/** The keys of words that were typed; undefined where this browser cannot stretch eight. */
export async function keysOfWords(
  place: Place,
  { entropy, words }: { readonly entropy: Uint8Array; readonly words: 8 | 12 },
): Promise<PhraseKeys | undefined> {
  const salt = await saltOf(place)
  return words === 12 ? phraseKeysWithoutStretch(entropy, salt) : forge({ entropy, salt })
}

export async function putBehind(
  { lookup, wrap }: PhraseKeys,
  { token, kept }: { readonly token: string; readonly kept: Keep },
): Promise<void> {
  const blob = toBase64url(await packKeep(kept, wrap))
  await call('', keep, { token, body: { lookup: toBase64url(lookup), blob } })
}

async function saltOf(place: Place) {
  const { root } = await lineDirectory(place, new Date())
  return root.instanceSalt
}
