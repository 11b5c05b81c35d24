import { call } from '@veilleuse/client/call'
import { beginSignIn, type Me } from '@veilleuse/contract/account'
import { fromBase64url, utf8 } from '@veilleuse/sealing/bytes'
import { passphraseKeys, passphraseSecret } from '@veilleuse/sealing/phrase-keys'
import { readPhrase } from '@veilleuse/sealing/phrase'
import { stretch } from '@veilleuse/sealing/stretch'
import { openVault, type Way } from '@veilleuse/sealing/vault'
import type { VaultContents } from '@veilleuse/sealing/vault-contents'
import { french } from '@veilleuse/sealing/words/french'
import type { Person } from './notebook.ts'

/** What a passphrase is good for. Takes the better part of a second, on purpose. */
export async function wayOfPassphrase({ passphrase }: Person, salt: string) {
  const stretched = await stretch(passphraseSecret(passphrase), fromBase64url(salt))
  const { auth, kek } = await passphraseKeys(stretched)
  const way: Way = { kind: 'passphrase', id: utf8('passphrase'), secret: kek }
  return { auth, way }
}

export async function wayOfRecovery({ recovery }: Person): Promise<Way> {
  const read = await readPhrase(recovery, french)
  if (read.state !== 'read') throw new Error('The recovery words in demo.json do not read')
  return { kind: 'recovery', id: utf8('recovery'), secret: read.entropy }
}

export type Unlocked = { readonly contents: VaultContents; readonly way: Way }

/** Opens a person's vault by the passphrase, as their browser would. */
export async function unlock(nearby: string, person: Person, me: Me): Promise<Unlocked> {
  const { salt } = await call(nearby, beginSignIn, { body: { login: person.login } })
  const { way } = await wayOfPassphrase(person, salt)
  return { contents: await openVault(fromBase64url(me.vault), way), way }
}
