import { randomBytes, toBase64url } from '@veilleuse/sealing/bytes'
import { makePhrase } from '@veilleuse/sealing/phrase'
import { passphraseKeys } from '@veilleuse/sealing/phrase-keys'
import { makeVault, openVault } from '@veilleuse/sealing/vault'
import { makeStaffKeys } from '@veilleuse/sealing/vault-contents'
import { english } from '@veilleuse/sealing/words/english'
import { french } from '@veilleuse/sealing/words/french'
import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import { test } from 'node:test'
import { noPin } from './keyring.ts'
import { asNamed, hasWay, wayOfPassphrase, wayOfRecovery } from './ways.ts'

test('passphrase and printed words each open the vault, under whatever name it has for them', async () => {
  const words = await makePhrase(french, randomBytes(16))
  const printed = await wayOfRecovery(words.join(' '))
  ok('kind' in printed)
  const { way } = await wayOfPassphrase(quickSmith, 'cinq mots que personne ne sait', salt)
  const contents = {
    ...(await makeStaffKeys()),
    authority: undefined,
    root: noPin,
    head: undefined,
  }
  const elsewhere = [way, { ...printed, id: new Uint8Array([7]) }]
  const vault = await makeVault(contents, elsewhere)
  for (const given of [way, printed])
    deepEqual((await openVault(vault, asNamed(vault, given))).box.publicKey, contents.box.publicKey)
  ok(hasWay(toBase64url(vault), 'recovery'))
  ok(!hasWay(toBase64url(vault), 'passkey'))
})

test('another passphrase opens nothing', async () => {
  const { way } = await wayOfPassphrase(quickSmith, 'cinq mots que personne ne sait', salt)
  const other = await wayOfPassphrase(quickSmith, 'cinq mots que personne ne dit', salt)
  const spare = { kind: 'recovery', id: new Uint8Array([1]), secret: randomBytes(16) } as const
  const contents = {
    ...(await makeStaffKeys()),
    authority: undefined,
    root: noPin,
    head: undefined,
  }
  const vault = await makeVault(contents, [way, spare])
  await rejects(openVault(vault, other.way))
})

test('what signs in does not open, and what opens does not sign in', async () => {
  const { auth, way } = await wayOfPassphrase(quickSmith, 'cinq mots que personne ne sait', salt)
  const keys = await passphraseKeys(
    await quickSmith.stretch(new TextEncoder().encode(''), new Uint8Array()),
  )
  ok(auth !== toBase64url(way.secret))
  ok(auth !== toBase64url(keys.kek))
})

test('the twelve words are read in either language, and too few are counted', async () => {
  const entropy = randomBytes(16)
  for (const list of [french, english]) {
    const read = await wayOfRecovery((await makePhrase(list, entropy)).join(' '))
    deepEqual('kind' in read && read.secret, entropy)
  }
  const short = await wayOfRecovery('abaisser abandon')
  equal('state' in short && short.state, 'wrong_count')
})

const salt = toBase64url(new Uint8Array(16).fill(3))

/** Stands in for the worker with Argon2, which lies behind a page of its own. */
const quickSmith = {
  stretch: async (secret: Uint8Array, given: Uint8Array) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array([...secret, ...given]))),
}
