import assert from 'node:assert/strict'
import { test } from 'node:test'
import { equal, hex, randomBytes } from './bytes.ts'
import { aConversation, refusalOf } from './fixtures.ts'
import { maxKeptSessions, openKeep, packKeep, proveReturn } from './keep.ts'
import { makeSigningPair } from './keys.ts'
import { verifyReturn } from './verify.ts'
import { decoyKeep, keepBytes } from './wire.ts'

test('a visitor comes back with every session and the key to answer with', async () => {
  const { keys, signing } = await aConversation()
  const { conversation, session, ck } = keys
  const wrap = randomBytes(32)
  const earlier = { conversation: crypto.randomUUID(), session: 1, ck: randomBytes(32) }
  const sessions = [earlier, { conversation, session: session + 1, ck }]
  const kept = await openKeep(await packKeep({ sessions, signing }, wrap), wrap)
  assert.deepEqual(kept.sessions, sessions)
  const challenge = { origin: 'https://lune.example', nonce: randomBytes(32) }
  const proof = await proveReturn(kept.signing, challenge)
  assert.equal(await verifyReturn(keys.visitorKey, challenge, proof), true)
  assert.ok(await packKeep(kept, wrap))
})

test('a blob says nothing by its length, and is never the same twice', async () => {
  const { signing } = await aConversation()
  const wrap = randomBytes(32)
  const session = { conversation: crypto.randomUUID(), session: 1, ck: randomBytes(32) }
  const full = { sessions: Array.from({ length: maxKeptSessions }, () => session), signing }
  const blobs = [
    await packKeep({ sessions: [], signing }, wrap),
    await packKeep({ sessions: [], signing }, wrap),
    await packKeep(full, wrap),
  ]
  for (const blob of blobs) assert.equal(blob.length, keepBytes)
  assert.equal(new Set(blobs.map(hex)).size, 3)
  assert.deepEqual((await openKeep(blobs[2] ?? wrap, wrap)).sessions, full.sessions)
  const over = { ...full, sessions: [...full.sessions, session] }
  assert.equal(await refusalOf(() => packKeep(over, wrap)), 'too_large')
})

test('what the server answers to an unknown phrase looks like a blob and opens for nobody', async () => {
  const { signing } = await aConversation()
  const decoy = decoyKeep(randomBytes(keepBytes))
  const blob = await packKeep({ sessions: [], signing }, randomBytes(32))
  assert.equal(decoy.length, blob.length)
  const frame = (bytes: Uint8Array) => hex(bytes.subarray(0, 7)) + hex(bytes.subarray(23, 27))
  assert.ok(equal(decoy.subarray(0, 7), blob.subarray(0, 7)))
  assert.equal(frame(decoy), frame(blob))
  assert.equal(await refusalOf(() => openKeep(decoy, randomBytes(32))), 'not_genuine')
  assert.equal(await refusalOf(() => openKeep(blob, randomBytes(32))), 'not_genuine')
})

test('a key that may not leave the browser does not get into a blob', async () => {
  const signing = await makeSigningPair({ extractable: false })
  const packing = () => packKeep({ sessions: [], signing }, randomBytes(32))
  assert.equal(await refusalOf(packing), 'key_missing')
})
