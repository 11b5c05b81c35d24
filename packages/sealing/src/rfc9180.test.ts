import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { fromHex, hex, utf8 } from './bytes.ts'

// RFC 9180, appendix A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode. The
// RFC has no vector with AES-256-GCM for this KEM; that cipher is tested with Wycheproof's.
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes128Gcm(),
})
const info = fromHex('4f6465206f6e2061204772656369616e2055726e')
const ikmE = fromHex('4270e54ffd08d79d5928020af4686d8f6b7d35dbe470265f1f5aa22816ce860e')
const ikmR = fromHex('668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550')
const enc =
  '04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4'
const pkRm =
  '04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0'
const skRm = 'f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2'
const skEm = '4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb'
const sharedSecret = 'c0d26aeab536609a572b07695d933b589dcf363ff9d93c93adea537aeabb8cb8'
const plaintext = '4265617574792069732074727574682c20747275746820626561757479'
const sealed = [
  '5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434',
  'fa6f037b47fc21826b610172ca9637e82d6e5801eb31cbd3748271affd4ecb06646e0329cbdf3c3cd655b28e82',
]
const exported = [
  { context: '', value: '5e9bc3d236e1911d95e65b576a8a86d478fb827e8bdfe77b741b289890490d4d' },
  {
    context: '54657374436f6e74657874',
    value: 'd8f1ea7942adbba7412c6d431c62d01371ea476b823eb697e1f6e6cae1dab85a',
  },
]

test('HPKE derives the key pairs of RFC 9180', async () => {
  for (const [ikm, publicKey, secret] of [
    [ikmE, enc, skEm],
    [ikmR, pkRm, skRm],
  ] as const) {
    const pair = await suite.kem.deriveKeyPair(ikm)
    assert.equal(hexOf(await suite.kem.serializePublicKey(pair.publicKey)), publicKey)
    assert.equal(hexOf(await suite.kem.serializePrivateKey(pair.privateKey)), secret)
  }
})

test('HPKE encapsulates and decapsulates the secret of RFC 9180', async () => {
  const recipientKey = await suite.kem.deriveKeyPair(ikmR)
  const ekm = await suite.kem.deriveKeyPair(ikmE)
  const sent = await suite.kem.encap({ recipientPublicKey: recipientKey.publicKey, ekm })
  assert.equal(hexOf(sent.enc), enc)
  assert.equal(hexOf(sent.sharedSecret), sharedSecret)
  assert.equal(hexOf(await suite.kem.decap({ recipientKey, enc: fromHex(enc) })), sharedSecret)
})

test('HPKE seals, opens and exports as in RFC 9180', async () => {
  const recipientKey = await suite.kem.deriveKeyPair(ikmR)
  const ekm = await suite.kem.deriveKeyPair(ikmE)
  const recipientPublicKey = recipientKey.publicKey
  const sender = await suite.createSenderContext({ recipientPublicKey, info, ekm })
  const recipient = await suite.createRecipientContext({ recipientKey, enc: fromHex(enc), info })

  for (const [i, ciphertext] of sealed.entries()) {
    const aad = utf8(`Count-${i}`)
    assert.equal(hexOf(await sender.seal(fromHex(plaintext), aad)), ciphertext)
    assert.equal(hexOf(await recipient.open(fromHex(ciphertext), aad)), plaintext)
  }
  for (const { context, value } of exported) {
    assert.equal(hexOf(await recipient.export(fromHex(context), 32)), value)
  }
})

function hexOf(buffer: ArrayBuffer) {
  return hex(new Uint8Array(buffer))
}
