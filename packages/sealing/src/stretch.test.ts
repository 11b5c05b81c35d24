import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import { test } from 'node:test'
import { equal, fromUtf8, hex, randomBytes } from './bytes.ts'
import { refusalOf } from './fixtures.ts'
import { passphraseKeys, passphraseSalt, passphraseSecret } from './phrase-keys.ts'
import { phraseKeys, phraseKeysWithoutStretch } from './phrase-keys.ts'
import { keysOfPhrase, stretch, stretching } from './stretch.ts'

test('stretching is Argon2id with the promised cost', async () => {
  const message = randomBytes(10)
  const nonce = randomBytes(16)
  assert.deepEqual(stretching, { memoryKibibytes: 65_536, passes: 3, lanes: 1 })
  const cost = { memory: 65_536, passes: 3, parallelism: 1, tagLength: 32 }
  const expected = argon2Sync('argon2id', { message, nonce, ...cost })
  const prk = await stretch(message, nonce)
  assert.equal(hex(prk), expected.toString('hex'))

  const keys = await keysOfPhrase(message, nonce)
  assert.deepEqual(keys, await phraseKeys(prk))
  assert.ok(!equal(keys.lookup, keys.wrap))
})

test('twelve words go without stretching, and eight never do', async () => {
  const salt = randomBytes(16)
  const twelve = randomBytes(16)
  assert.deepEqual(await keysOfPhrase(twelve, salt), await phraseKeysWithoutStretch(twelve, salt))
  const other = await phraseKeysWithoutStretch(twelve, randomBytes(16))
  assert.ok(!equal(other.lookup, (await keysOfPhrase(twelve, salt)).lookup))
  const eight = () => phraseKeysWithoutStretch(randomBytes(10), salt)
  assert.equal(await refusalOf(eight), 'malformed')
  assert.equal(await refusalOf(() => keysOfPhrase(randomBytes(12), salt)), 'malformed')
})

test('what signs in and what unlocks have nothing in common', async () => {
  const prk = randomBytes(32)
  const { auth, kek } = await passphraseKeys(prk)
  const { lookup, wrap } = await phraseKeys(prk)
  assert.equal(new Set([auth, kek, lookup, wrap].map(hex)).size, 4)
})

test('a passphrase typed on another keyboard is the same', async () => {
  assert.equal(fromUtf8(passphraseSecret(' e\u0301te\u0301   a la mer ')), 'été a la mer')
  const salt = randomBytes(16)
  assert.equal((await passphraseSalt(salt, 'mina')).length, 16)
  assert.ok(!equal(await passphraseSalt(salt, 'mina'), await passphraseSalt(salt, 'sam')))
})
