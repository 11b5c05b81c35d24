import { rootFingerprint, verifyChain } from '@veilleuse/sealing/directory'
import { fromBase64url } from '@veilleuse/sealing/bytes'
import { makeSigningPair } from '@veilleuse/sealing/keys'
import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import { test } from 'node:test'
import type { Person } from '@veilleuse/contract/account'
import type { Ask } from '../session/ask.ts'
import { readRootFile } from './root-file.ts'
import { appoint, prepareRoot, whyNotAppoint, wordsOf } from './root.ts'

const instance = { instance: 'bHVuZQ' }

test('a root saved to a file appoints an authority years later', async () => {
  const root = await prepareRoot(instance, 1)
  const holders = await Promise.all(root.files.map(readRootFile))
  const directory = await verifyChain([root.statement], root.fingerprint)
  equal(whyNotAppoint(directory, holders), undefined)

  const sacha = await makeSigningPair({ extractable: false })
  const sent: string[] = []
  await appoint(noting(sent), aSupervisor(sacha.publicKey), { directory, holders })
  const log = [root.statement, ...sent.map(fromBase64url)]
  const { authorities } = await verifyChain(log, await rootFingerprint(root.statement))
  deepEqual(
    authorities.map(({ staff, key }) => ({ staff, key })),
    [{ staff: 'sacha', key: sacha.publicKey }],
  )
})

test('of three keys any two will do, and one will not', async () => {
  const root = await prepareRoot(instance, 3)
  const [first, second] = await Promise.all(root.files.map(readRootFile))
  const directory = await verifyChain([root.statement], root.fingerprint)
  ok(first && second)
  equal(whyNotAppoint(directory, [first]), 'too_few_keys')
  equal(whyNotAppoint(directory, [first, second]), undefined)
})

test('the key of another line is told apart before anything is signed', async () => {
  const root = await prepareRoot(instance, 1)
  const other = await prepareRoot(instance, 1)
  const holders = await Promise.all(other.files.map(readRootFile))
  equal(
    whyNotAppoint(await verifyChain([root.statement], root.fingerprint), holders),
    'foreign_key',
  )
})

test('a file says whose root it is in the words on the poster', async () => {
  const { files, fingerprint, words } = await prepareRoot(instance, 1)
  deepEqual(words, wordsOf(fingerprint))
  ok(files[0]?.includes(`fingerprint ${words.join(' ')}`))
})

test('any other text is no root key, and a spoilt one neither', async () => {
  await rejects(readRootFile('bonjour'))
  const [file = ''] = (await prepareRoot(instance, 1)).files
  const [other = ''] = (await prepareRoot(instance, 1)).files
  const mixed = file.replace(/^public .*$/m, /^public .*$/m.exec(other)?.[0] ?? '')
  await rejects(readRootFile(mixed))
})

function noting(sent: string[]): Ask {
  return (async (_endpoint: unknown, given: { body: { statement: string } }) => {
    sent.push(given.body.statement)
    return {}
  }) as unknown as Ask
}

function aSupervisor(key: Uint8Array): Person {
  const signatureKey = Buffer.from(key).toString('base64url')
  const id = 'sacha' as Person['id']
  const rest = { lines: [], languages: ['fr' as const] }
  return { id, alias: 'Sacha', role: 'supervisor', state: 'enrolled', signatureKey, ...rest }
}
