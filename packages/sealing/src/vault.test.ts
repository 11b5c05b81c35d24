import assert from 'node:assert/strict'
import { test } from 'node:test'
import { equal, hex, randomBytes, utf8 } from './bytes.ts'
import { aPerson, refusalOf } from './fixtures.ts'
import { openSealed, sign } from './keys.ts'
import { sealTo } from './seal-to.ts'
import { labelled } from './suite.ts'
import { makeAuthorityKey, makeStaffKeys, staffKeys } from './vault-contents.ts'
import type { VaultContents } from './vault-contents.ts'
import { addWay, changeContents, makeVault, openVault, removeWay, waysOf } from './vault.ts'
import type { Way } from './vault.ts'
import { verifySigned } from './verify.ts'

const passkey: Way = { kind: 'passkey', id: randomBytes(40), secret: randomBytes(32) }
const recovery: Way = { kind: 'recovery', id: utf8('2030-01-02'), secret: randomBytes(16) }
const passphrase: Way = { kind: 'passphrase', id: utf8('mina'), secret: randomBytes(32) }

test('a vault opens by each of its ways, and by nothing else', async () => {
  const contents = await someContents()
  const vault = await makeVault(contents, [passkey, recovery])
  assert.deepEqual(await openVault(vault, passkey), contents)
  assert.deepEqual(await openVault(vault, recovery), contents)
  const openBy = (way: Way) => refusalOf(() => openVault(vault, way))
  assert.equal(await openBy({ ...passkey, secret: randomBytes(32) }), 'not_genuine')
  assert.equal(await openBy({ ...passkey, id: randomBytes(40) }), 'key_missing')
  assert.equal(await openBy(passphrase), 'key_missing')
  assert.ok(!hex(vault).includes(hex(contents.signing.pkcs8.subarray(-80, -70))))
})

test('a vault with a single way in is not made', async () => {
  const contents = await someContents()
  for (const ways of [[], [passkey], [passkey, passkey]]) {
    assert.equal(await refusalOf(() => makeVault(contents, ways)), 'too_few_ways')
  }
  const weak = { ...recovery, secret: randomBytes(8) }
  assert.equal(await refusalOf(() => makeVault(contents, [passkey, weak])), 'malformed')
})

test('ways are added, replaced and taken away', async () => {
  const contents = await someContents()
  const two = await makeVault(contents, [passkey, recovery])
  const three = await addWay(two, passkey, passphrase)
  assert.equal(waysOf(three).length, 3)
  assert.deepEqual(await openVault(three, passphrase), contents)
  assert.deepEqual(await openVault(three, recovery), contents)

  const renewed = { ...recovery, secret: randomBytes(16) }
  const replaced = await addWay(three, passkey, renewed)
  assert.equal(waysOf(replaced).length, 3)
  assert.deepEqual(await openVault(replaced, renewed), contents)
  assert.equal(await refusalOf(() => openVault(replaced, recovery)), 'not_genuine')

  const lost = await removeWay(replaced, passkey, [renewed, passphrase])
  assert.deepEqual(await openVault(lost, passphrase), contents)
  assert.equal(await refusalOf(() => openVault(lost, passkey)), 'key_missing')
  const onlyOne = () => removeWay(lost, passphrase, [renewed])
  assert.equal(await refusalOf(onlyOne), 'too_few_ways')
  const forgotten = () => removeWay(replaced, passkey, [renewed])
  assert.equal(await refusalOf(forgotten), 'key_missing')
})

test('new contents keep the ways', async () => {
  const contents = await someContents()
  const vault = await makeVault(contents, [passkey, recovery])
  const head = { seq: 12, hash: randomBytes(32) }
  const changed = { ...contents, head, authority: await makeAuthorityKey() }
  const next = await changeContents(vault, passkey, changed)
  assert.deepEqual(await openVault(next, recovery), changed)
  assert.equal(await refusalOf(() => changeContents(vault, passphrase, changed)), 'key_missing')
})

test('keys out of a vault work, and cannot be taken out of the browser', async () => {
  const contents = { ...(await someContents()), authority: await makeAuthorityKey() }
  const keys = await staffKeys(contents)
  const signature = await sign(keys.signing, 'test', utf8('oui'))
  assert.ok(
    await verifySigned(contents.signing.publicKey, { label: 'test', data: utf8('oui') }, signature),
  )
  const context = { info: labelled('test'), aad: utf8('') }
  const sealed = await sealTo(contents.box.publicKey, context, utf8('oui'))
  assert.ok(equal(await openSealed(keys.box, context, sealed), utf8('oui')))
  assert.equal(keys.signing.secret.extractable, false)
  assert.equal(keys.box.secret.extractable, false)
  assert.equal(keys.authority?.secret.extractable, false)
})

test('halves of two different pairs are not taken for one', async () => {
  const contents = await someContents()
  const other = await aPerson('sam')
  const mixed = [
    { ...contents, signing: { ...contents.signing, publicKey: other.statement.signingKey } },
    { ...contents, box: { ...contents.box, publicKey: other.statement.boxKey } },
  ]
  for (const one of mixed) assert.equal(await refusalOf(() => staffKeys(one)), 'not_genuine')
})

async function someContents(): Promise<VaultContents> {
  const keys = await makeStaffKeys()
  return { ...keys, authority: undefined, root: randomBytes(32), head: undefined }
}
