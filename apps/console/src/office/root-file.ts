import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { importSigningPair, pairBytes, type SigningPair } from '@veilleuse/sealing/keys'
import { Refusal } from '@veilleuse/sealing/refusal'

/**
 * A root key as a text file, to be kept on paper or a stick and never on a server. The words above
 * the keys are for the person who finds it in a drawer in three years.
 */
export type RootFile = {
  readonly holder: number
  readonly holders: number
  readonly instance: string
  readonly words: readonly string[]
}

const first = 'Veilleuse root key 1'

export async function writeRootFile(
  pair: SigningPair,
  { holder, holders, instance, words }: RootFile,
): Promise<string> {
  const { pkcs8, publicKey } = await pairBytes(pair)
  return [
    first,
    `holder ${holder} of ${holders}`,
    `helpline ${instance}`,
    `fingerprint ${words.join(' ')}`,
    '',
    'Gardez ce fichier hors ligne, chez une personne de confiance. Qui le possède peut nommer',
    'une autorité de la ligne. Ne l’envoyez jamais, ni par courriel ni autrement.',
    'Keep this file offline, with a trusted person. Whoever has it can appoint an authority of',
    'the line. Never send it, by mail or otherwise.',
    '',
    `public ${toBase64url(publicKey)}`,
    `private ${toBase64url(pkcs8)}`,
    '',
  ].join('\n')
}

/** Refuses what is not such a file, or whose halves do not belong together. */
export async function readRootFile(text: string): Promise<SigningPair> {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  if (lines[0] !== first) throw new Refusal('malformed')
  const field = (name: string) =>
    lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? ''
  const publicKey = fromBase64url(field('public'))
  const pkcs8 = fromBase64url(field('private'))
  return importSigningPair({ pkcs8, publicKey }, { extractable: false })
}
