import type { Me, Person } from '@veilleuse/contract/account'
import * as keys from '@veilleuse/contract/keys'
import { appointAuthority, makeRoot } from '@veilleuse/sealing/authority'
import {
  equal,
  fromBase64url,
  randomBytes,
  toBase64url,
  type Bytes,
} from '@veilleuse/sealing/bytes'
import { rootFingerprint, type Directory } from '@veilleuse/sealing/directory'
import { makeSigningPair, type SigningPair } from '@veilleuse/sealing/keys'
import { fingerprintWords } from '@veilleuse/sealing/phrase'
import { Refusal } from '@veilleuse/sealing/refusal'
import { french } from '@veilleuse/sealing/words/french'
import type { Ask } from '../session/ask.ts'
import { writeRootFile } from './root-file.ts'

/** One key for a small team; three of which two must sign where three people can keep one each. */
export type Holders = 1 | 3

export type MadeRoot = {
  readonly statement: Bytes
  readonly fingerprint: Bytes
  readonly words: readonly string[]
  /** One text for each holder, to be saved before anything is sent. */
  readonly files: readonly string[]
}

/** Makes the root in this browser. Nothing of it has left when this returns. */
export async function prepareRoot({ instance }: Pick<Me, 'instance'>, holders: Holders) {
  const pairs = await Promise.all(
    Array.from({ length: holders }, () => makeSigningPair({ extractable: true })),
  )
  const threshold = holders === 1 ? 1 : 2
  const statement = await makeRoot({ instance, instanceSalt: randomBytes(16), threshold }, pairs)
  const fingerprint = await rootFingerprint(statement)
  const words = wordsOf(fingerprint)
  const files = await Promise.all(
    pairs.map((pair, i) => writeRootFile(pair, { holder: i + 1, holders, instance, words })),
  )
  return { statement, fingerprint, words, files } satisfies MadeRoot
}

/** Sends the public half: the directory is open from here on. */
export async function openWithRoot(ask: Ask, { statement }: MadeRoot): Promise<void> {
  await ask(keys.openDirectory, { body: { statement: toBase64url(statement) } })
}

/** Whether the keys at hand are enough of the root's own to appoint somebody. */
export function whyNotAppoint(directory: Directory, holders: readonly SigningPair[]) {
  const { root } = directory
  const known = holders.filter((one) => root.keys.some((key) => equal(key, one.publicKey)))
  if (known.length < holders.length) return 'foreign_key'
  return known.length < root.threshold ? 'too_few_keys' : undefined
}

/** Lets a supervisor sign for the line, with the key they made when they enrolled. */
export async function appoint(
  ask: Ask,
  person: Person,
  { directory, holders }: { directory: Directory; holders: readonly SigningPair[] },
): Promise<void> {
  if (!person.signatureKey) throw new Refusal('key_missing')
  const authority = { staff: person.id, key: fromBase64url(person.signatureKey) }
  const statement = await appointAuthority(holders, authority, directory.head)
  await ask(keys.appendStatement, { body: { statement: toBase64url(statement) } })
}

/** The fingerprint in words. In French everywhere, so that the poster on the wall has one text. */
export function wordsOf(fingerprint: Uint8Array): readonly string[] {
  return fingerprintWords(fingerprint, french)
}
