import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as v from './vector-file.ts'
import { concat, fromHex, hex } from './bytes.ts'
import { Refusal } from './refusal.ts'
import { curve, derive, importPublic } from './suite.ts'

test('HKDF gives what Wycheproof expects', async () => {
  for (const { fields } of cases('hkdf_sha256_test.json')) {
    // Ours gives 32 bytes and no other length; longer ones begin with the same 32.
    if (v.text(fields, 'result') !== 'valid' || v.number(fields, 'size') < 32) continue
    const [secret, salt, info] = ['ikm', 'salt', 'info'].map((name) => v.bytes(fields, name))
    if (!secret || !salt || !info) throw new Error('a vector without its fields')
    const okm = await derive(secret, { salt, info })
    assert.equal(hex(okm), v.text(fields, 'okm').slice(0, 64), v.text(fields, 'comment'))
  }
})

test('AES-256-GCM opens what Wycheproof says is valid, and nothing else', async () => {
  let opened = 0
  for (const { group, fields } of cases('aes_gcm_test.json')) {
    if (v.number(group, 'keySize') !== 256 || v.number(group, 'ivSize') !== 96) continue
    const key = await crypto.subtle.importKey('raw', v.bytes(fields, 'key'), 'AES-GCM', false, [
      'decrypt',
    ])
    const sealed = concat(v.bytes(fields, 'ct'), v.bytes(fields, 'tag'))
    const algorithm = {
      name: 'AES-GCM',
      iv: v.bytes(fields, 'iv'),
      additionalData: v.bytes(fields, 'aad'),
    }
    const opening = crypto.subtle.decrypt(algorithm, key, sealed)
    if (v.text(fields, 'result') === 'valid') {
      assert.equal(hex(new Uint8Array(await opening)), v.text(fields, 'msg'))
      opened++
    } else await assert.rejects(opening)
  }
  assert.ok(opened > 30)
})

test('a signature holds where Wycheproof says so', async () => {
  for (const { group, fields } of cases('ecdsa_secp256r1_sha256_p1363_test.json')) {
    const publicKey = fromHex(v.text(v.object(group, 'publicKey'), 'uncompressed'))
    const key = await importPublic(publicKey, 'ECDSA', ['verify'])
    const [signature, message] = [v.bytes(fields, 'sig'), v.bytes(fields, 'msg')]
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
    const holds = await crypto.subtle.verify(algorithm, key, signature, message)
    assert.equal(holds, v.text(fields, 'result') === 'valid', v.text(fields, 'comment'))
  }
})

test('a public key off the curve is refused, and a good one agrees as Wycheproof says', async () => {
  let refused = 0
  for (const { fields } of cases('ecdh_secp256r1_webcrypto_test.json')) {
    const point = v.object(fields, 'public')
    const [x, y] = [coordinate(point, 'x'), coordinate(point, 'y')]
    const fits = x?.length === 32 && y?.length === 32 && v.text(point, 'crv') === 'P-256'
    const importing = fits ? importPublic(concat(Uint8Array.of(4), x, y), 'ECDH') : undefined
    if (v.text(fields, 'result') !== 'valid') {
      if (importing) {
        await assert.rejects(importing, Refusal)
        refused++
      }
      continue
    }
    assert.ok(importing)
    const own = v.object(fields, 'private')
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: v.text(own, 'x'),
      y: v.text(own, 'y'),
      d: v.text(own, 'd'),
    }
    const secret = await crypto.subtle.importKey('jwk', jwk, curve('ECDH'), false, ['deriveBits'])
    const algorithm = { name: 'ECDH', public: await importing }
    const shared = await crypto.subtle.deriveBits(algorithm, secret, 256)
    assert.equal(hex(new Uint8Array(shared)), v.text(fields, 'shared'))
  }
  assert.ok(refused > 0)
})

function coordinate(point: v.Fields, name: string) {
  const text = point[name]
  return typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64url')) : undefined
}

function* cases(file: string) {
  const path = new URL(`../vectors/wycheproof/${file}`, import.meta.url)
  const whole = v.parse(readFileSync(path, 'utf8'))
  for (const group of v.list(whole, 'testGroups')) {
    for (const fields of v.list(group, 'tests')) yield { group, fields }
  }
}
