import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { call } from '@veilleuse/client/call'
import { saveVault } from '@veilleuse/contract/account'
import { directory, openDirectory } from '@veilleuse/contract/keys'
import { makeRoot } from '@veilleuse/sealing/authority'
import { equal, fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { rootFingerprint } from '@veilleuse/sealing/directory'
import {
  importSigningPair,
  makeSigningPair,
  pairBytes,
  type SigningPair,
} from '@veilleuse/sealing/keys'
import { fingerprintWords } from '@veilleuse/sealing/phrase'
import { changeContents } from '@veilleuse/sealing/vault'
import { french } from '@veilleuse/sealing/words/french'
import { noPin, type Session } from './enrol.ts'
import { type Person, textOf, writePrivately } from './notebook.ts'
import { unlock } from './vault.ts'

type Place = { readonly nearby: string; readonly dataFolder: string }

/** The pin of the directory, which is opened with a new root if there is none yet. */
export async function ensureRoot(
  { nearby, dataFolder }: Place,
  { token, me }: Session,
): Promise<Uint8Array> {
  const { statements } = await call(nearby, directory, { token })
  const [known] = statements
  if (known !== undefined) return rootFingerprint(fromBase64url(known))

  const key = await makeSigningPair({ extractable: true })
  const root = { instance: me.instance, instanceSalt: randomBytes(16), threshold: 1 }
  const statement = await makeRoot(root, [key])
  const pin = await rootFingerprint(statement)
  // On the disk before anything is sent, or a crash would leave a helpline without its root.
  writePrivately(fileIn(dataFolder), await asFile(key, { instance: me.instance, pin }))
  await call(nearby, openDirectory, { token, body: { statement: toBase64url(statement) } })
  return pin
}

/** Pins the root in the vault of somebody who enrolled before there was one. */
export async function ensurePinned(
  nearby: string,
  { person, session, pin }: { person: Person; session: Session; pin: Uint8Array },
): Promise<void> {
  const { token, me } = session
  const { contents, way } = await unlock(nearby, person, me)
  if (!equal(contents.root, noPin)) return
  const root = new Uint8Array(pin)
  const vault = await changeContents(fromBase64url(me.vault), way, { ...contents, root })
  await call(nearby, saveVault, { token, body: { vault: toBase64url(vault) } })
}

/** The root key out of the file an administrator would keep in a drawer. */
export function readRootKey(dataFolder: string): Promise<SigningPair> {
  const lines = (textOf(fileIn(dataFolder)) ?? '').split('\n')
  const field = (name: string) =>
    lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? ''
  const pair = { publicKey: fromBase64url(field('public')), pkcs8: fromBase64url(field('private')) }
  return importSigningPair(pair, { extractable: false })
}

export function fileIn(dataFolder: string): string {
  return join(dataFolder, 'demo-root.txt')
}

/** In the form the desk writes and reads, so that the demo's administrator can appoint with it. */
async function asFile(
  key: SigningPair,
  { instance, pin }: { instance: string; pin: Uint8Array },
): Promise<string> {
  const { pkcs8, publicKey } = await pairBytes(key)
  return [
    'Veilleuse root key 1',
    'holder 1 of 1',
    `helpline ${instance}`,
    `fingerprint ${fingerprintWords(pin, french).join(' ')}`,
    '',
    'The root key of a demo. That of a helpline is kept offline, with a trusted person.',
    '',
    `public ${toBase64url(publicKey)}`,
    `private ${toBase64url(pkcs8)}`,
    '',
  ].join('\n')
}
