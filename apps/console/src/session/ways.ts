import { fromBase64url, toBase64url, utf8 } from '@veilleuse/sealing/bytes'
import { passphraseKeys, passphraseSecret } from '@veilleuse/sealing/phrase-keys'
import { readPhrase, type PhraseReading } from '@veilleuse/sealing/phrase'
import { Refusal } from '@veilleuse/sealing/refusal'
import { waysOf, type Way, type WayKind } from '@veilleuse/sealing/vault'
import { english } from '@veilleuse/sealing/words/english'
import { french } from '@veilleuse/sealing/words/french'
import type { Keysmith } from './keysmith.ts'

/** The ways into a vault, from what a person types. */

export type FromPassphrase = { readonly auth: string; readonly way: Way }

/** `salt` is the server's, for this login. Takes one to seven seconds. */
export async function wayOfPassphrase(
  smith: Keysmith,
  passphrase: string,
  salt: string,
): Promise<FromPassphrase> {
  const stretched = await smith.stretch(passphraseSecret(passphrase), fromBase64url(salt))
  const { auth, kek } = await passphraseKeys(stretched)
  return { auth: toBase64url(auth), way: { kind: 'passphrase', id: names.passphrase, secret: kek } }
}

/** The twelve printed words, in either language. */
export async function wayOfRecovery(words: string): Promise<Way | PhraseReading> {
  const readings = [await readPhrase(words, french), await readPhrase(words, english)]
  const read = readings.find((one) => one.state === 'read')
  if (read?.state === 'read' && read.words === 12)
    return { kind: 'recovery', id: names.recovery, secret: read.entropy }
  // What is wrong is told about the language in which more of the words are known.
  const [inFrench, inEnglish] = readings.map((one) =>
    one.state === 'unknown_word' ? one.at : Number.POSITIVE_INFINITY,
  )
  const closest = (inEnglish ?? 0) > (inFrench ?? 0) ? readings[1] : readings[0]
  return closest ?? { state: 'mistyped_phrase' }
}

/** The same way under the name this vault has for it. */
export function asNamed(vault: Uint8Array, way: Way): Way {
  if (way.kind === 'passkey') return way
  const named = waysOf(vault).find(({ kind }) => kind === way.kind)
  if (!named) throw new Refusal('key_missing')
  return { ...way, id: named.id }
}

export function hasWay(vault: string, kind: WayKind): boolean {
  return waysOf(fromBase64url(vault)).some((way) => way.kind === kind)
}

const names = { passphrase: utf8('passphrase'), recovery: utf8('recovery') }
