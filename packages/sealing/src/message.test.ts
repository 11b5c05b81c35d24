import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { concat, equal, fromUtf8, hex, randomBytes } from './bytes.ts'
import { aConversation, otherSignature, refusalOf, text } from './fixtures.ts'
import { encryptOnce } from './cipher.ts'
import { purposes, write } from './codec.ts'
import { makeSigningPair, sign } from './keys.ts'
import type { Voice } from './message.ts'
import { derive, labelled, sha256 } from './suite.ts'
import { findVoice, openMessage, resume, sawMessage, sealMessage, speakersOf } from './message.ts'
import { pubChannelKey, takeConversation } from './opening.ts'
import { envelopeHash, kinds, maxEnvelopeBytes, readMessageHeader, writeHeader } from './wire.ts'

test('what a visitor writes is read by the counsellor who holds the line', async () => {
  const { line, opening, keys, voice, place } = await aConversation()
  const said = text('bonsoir, je ne sais pas par où commencer')
  const { envelope, hash } = await sealMessage(voice, said)

  const taken = await takeConversation(opening, line.keys.intake)
  assert.deepEqual(taken, keys)
  const speakers = await speakersOf([taken.visitorKey])
  const channelKey = await pubChannelKey(taken)
  const opened = await openMessage(envelope, { ...place, channelKey, speakers })
  assert.equal(fromUtf8(opened.plaintext), said.body)
  assert.deepEqual(opened.hash, hash)
  assert.deepEqual(opened.header, readMessageHeader(envelope))
  assert.equal(opened.header.id, said.id)
  assert.equal(opened.header.number, 1)
})

test('any body up to the limit comes back, and its length shows only as a class', async () => {
  const { voice, place, signing } = await aConversation()
  const speakers = await speakersOf([signing.publicKey])
  const bodies = fc.uint8Array({ maxLength: 5000, size: 'max' })
  const envelopes = new Set<number>()
  await fc.assert(
    fc.asyncProperty(bodies, fc.integer({ min: 0, max: 255 }), async (body, kind) => {
      const { envelope } = await sealMessage(voice, { ...text(''), body, kind })
      envelopes.add(envelope.length)
      const { plaintext, header } = await openMessage(envelope, { ...place, speakers })
      assert.ok(equal(plaintext, body))
      assert.equal(header.kind, kind)
    }),
    { numRuns: 60 },
  )
  assert.ok(envelopes.size <= 4)

  const most = new Uint8Array(16_380).fill(1)
  const { envelope } = await sealMessage(voice, { ...text(''), body: most })
  assert.equal(envelope.length, maxEnvelopeBytes)
  const tooLong = () => sealMessage(voice, { ...text(''), body: new Uint8Array(16_381) })
  assert.equal(await refusalOf(tooLong), 'too_large')
})

test('a message belongs to one conversation, one session and one channel', async () => {
  const { voice, place, signing } = await aConversation()
  const speakers = await speakersOf([signing.publicKey])
  const { envelope } = await sealMessage(voice, text('ici'))
  const elsewhere = [
    { conversation: crypto.randomUUID() },
    { session: 2 },
    { channel: 'staff' as const },
  ]
  for (const other of elsewhere) {
    const opening = () => openMessage(envelope, { ...place, ...other, speakers })
    assert.equal(await refusalOf(opening), 'wrong_conversation')
  }
  const channelKey = randomBytes(32)
  const otherKey = () => openMessage(envelope, { ...place, channelKey, speakers })
  assert.equal(await refusalOf(otherKey), 'not_genuine')
})

test('somebody the conversation does not know is not heard', async () => {
  const { voice, place } = await aConversation()
  const stranger = await makeSigningPair({ extractable: false })
  const { envelope } = await sealMessage(voice, text('moi'))
  const speakers = await speakersOf([stranger.publicKey])
  assert.equal(
    await refusalOf(() => openMessage(envelope, { ...place, speakers })),
    'unknown_sender',
  )
  const disguised = new Map([[hex(voice.sender), stranger.publicKey]])
  const opening = () => openMessage(envelope, { ...place, speakers: disguised })
  assert.equal(await refusalOf(opening), 'not_genuine')
})

test('a message with its other valid signature is still the same message', async () => {
  const { voice, place, signing } = await aConversation()
  const speakers = await speakersOf([signing.publicKey])
  const { envelope, hash } = await sealMessage(voice, text('une fois'))
  const twin = concat(envelope.subarray(0, -64), otherSignature(envelope.subarray(-64)))
  assert.ok(!equal(twin, envelope))
  const opened = await openMessage(twin, { ...place, speakers })
  assert.deepEqual(opened.hash, hash)
  assert.deepEqual(await envelopeHash(twin), await envelopeHash(envelope))
})

test('two tabs that write at once never share a key', async () => {
  const { voice } = await aConversation()
  const said = text('pareil')
  const sealed = await Promise.all(Array.from({ length: 300 }, () => sealMessage(voice, said)))
  const salts = sealed.map(({ envelope }) => hex(readMessageHeader(envelope).salt))
  assert.equal(new Set(salts).size, sealed.length)
  const ciphertexts = sealed.map(({ envelope }) => hex(envelope.subarray(208, 480)))
  assert.equal(new Set(ciphertexts).size, sealed.length)
})

test('after a reload the visitor goes on where they were', async () => {
  const { voice } = await aConversation()
  const first = await sealMessage(sawMessage(voice, randomBytes(32)), text('un'))
  const second = await sealMessage(first.voice, text('deux'))
  const again = await findVoice(voice, voice.signing)
  const own = [second.envelope, first.envelope]
  assert.deepEqual(await resume(again, own), second.voice)
  assert.deepEqual(await resume(again, []), again)
  const broken = concat(second.envelope.subarray(0, -64), new Uint8Array(64))
  assert.equal(await refusalOf(() => resume(again, [broken])), 'not_genuine')
})

test('sealing leaves the voice as it was', async () => {
  const { voice } = await aConversation()
  const before = { ...voice }
  const next = await sealMessage(voice, { ...text('un'), kind: kinds.note })
  assert.deepEqual(voice, before)
  assert.equal(next.voice.number, 1)
  assert.deepEqual(next.voice.previous, next.hash)
})

test('padding is zeros up to one of the sizes, and nothing can hide in it', async () => {
  const { voice, place, signing } = await aConversation()
  const speakers = await speakersOf([signing.publicKey])
  const opening = (plaintext: Uint8Array) =>
    refusalOf(async () => openMessage(await sealRaw(voice, plaintext), { ...place, speakers }))
  assert.equal(await opening(new Uint8Array(256)), undefined)
  assert.equal(await opening(new Uint8Array(256).with(255, 1)), 'malformed')
  assert.equal(await opening(new Uint8Array(256).with(2, 1)), 'malformed')
  assert.equal(await opening(new Uint8Array(257)), 'malformed')
  assert.equal(await opening(new Uint8Array(2)), 'malformed')
})

/** A message with this text as it stands, from somebody who knows how but does not keep to it. */
async function sealRaw(voice: Voice, plaintext: Uint8Array) {
  const salt = randomBytes(16)
  const { id, kind } = text('')
  const header = writeHeader({ ...voice, id, kind, salt, number: 1 })
  const key = await derive(voice.channelKey, { salt, info: labelled('msg', header) })
  const ciphertext = await encryptOnce(key, header, plaintext)
  const signed = concat(header, await sha256(ciphertext))
  const signature = await sign(voice.signing, 'msg', signed)
  return write(purposes.message).bytes(header).bytes(ciphertext).bytes(signature).done()
}
