import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fromUtf8, hex } from './bytes.ts'
import { readCertificate, readStaffCertificate } from './certificate.ts'
import { currentEpoch, rootFingerprint, verifyChain, verifyVisitorChain } from './directory.ts'
import { openEpochKey } from './epoch-key.ts'
import { openKeep } from './keep.ts'
import { importBoxPair } from './keys.ts'
import { openMessage, speakersOf } from './message.ts'
import { commitment, openResealed, pubChannelKey, takeConversation } from './opening.ts'
import { passphraseKeys } from './phrase-keys.ts'
import { fingerprintWords, makePhrase, readPhrase } from './phrase.ts'
import { keysOfPhrase, stretch } from './stretch.ts'
import * as v from './vector-file.ts'
import { openVault } from './vault.ts'
import { envelopeHash } from './wire.ts'
import { english } from './words/english.ts'
import { french } from './words/french.ts'

const path = new URL('../vectors/vectors.json', import.meta.url)
const vectors = v.parse(readFileSync(path, 'utf8'))
const frozen = v.object(vectors, 'conversation')

test('the frozen directory still leads from the pin to the epoch', async () => {
  const { statements, pin, wanted } = frozenDirectory()
  const directory = await verifyChain(statements, pin)
  const [root = pin] = statements
  const fields = v.object(vectors, 'directory')
  assert.deepEqual(await rootFingerprint(root), pin)
  assert.equal(hex(directory.head.hash), v.text(fields, 'headHash'))
  assert.deepEqual(fingerprintWords(pin, french), v.texts(fields, 'words'))
  const short = await verifyVisitorChain(
    [0, 1, 4].map((i) => statements[i] ?? pin),
    pin,
    wanted,
  )
  assert.deepEqual(short.epoch, currentEpoch(directory, wanted))
})

test('the frozen conversation still opens', async () => {
  const { epochKeys, directory, epoch } = await frozenTeam()
  const keys = await takeConversation(v.bytes(frozen, 'opening'), epochKeys.intake)
  assert.equal(keys.conversation, v.text(frozen, 'conversation'))
  assert.equal(hex(keys.ck), v.text(frozen, 'ck'))
  assert.equal(hex(keys.visitorKey), v.text(frozen, 'visitorKey'))
  assert.equal(hex(await commitment(keys.ck, keys.conversation)), v.text(frozen, 'commit'))
  assert.equal(hex(await pubChannelKey(keys)), v.text(frozen, 'channelKey'))

  const { conversation, session } = keys
  const channelKey = await pubChannelKey(keys)
  const speakers = await speakersOf([keys.visitorKey])
  const place = { conversation, session, channel: 'pub', channelKey, speakers } as const
  for (const message of v.list(frozen, 'messages')) {
    const envelope = v.bytes(message, 'envelope')
    const { plaintext } = await openMessage(envelope, place)
    assert.equal(fromUtf8(plaintext), v.text(message, 'body'))
    assert.equal(hex(await envelopeHash(envelope)), v.text(message, 'hash'))
  }

  const speaker = await readCertificate(v.bytes(frozen, 'certificate'), epoch, conversation)
  assert.equal(speaker.alias, 'Camille')
  assert.equal(hex(speaker.staffKeyCommit), v.text(frozen, 'skCommit'))
  const mina = directory.staff.get('mina')
  assert.ok(mina)
  const certificate = v.bytes(frozen, 'staffCertificate')
  const colleague = await readStaffCertificate(certificate, mina, conversation)
  assert.equal(hex(colleague.speakerKey), v.text(frozen, 'speakerKey'))
})

test('the frozen keys that were sealed again still open', async () => {
  const { reader } = await frozenTeam()
  const conversation = v.text(frozen, 'conversation')
  const place = { conversation, session: 1, line: 'nuit', epoch: 1, to: 'archive' } as const
  const content = { ...place, of: 'content', commit: v.bytes(frozen, 'commit') } as const
  const staff = { ...place, of: 'staff', commit: v.bytes(frozen, 'skCommit') } as const
  const ck = await openResealed(v.bytes(frozen, 'resealedContent'), reader, content)
  const sk = await openResealed(v.bytes(frozen, 'resealedStaff'), reader, staff)
  assert.equal(hex(ck), v.text(frozen, 'ck'))
  assert.equal(hex(sk), v.text(frozen, 'sk'))
})

test('the frozen blob and vault still open', async () => {
  const keep = v.object(vectors, 'keep')
  const { sessions, signing } = await openKeep(v.bytes(keep, 'blob'), v.bytes(keep, 'wrap'))
  assert.equal(hex(sessions[0]?.ck ?? new Uint8Array()), v.text(frozen, 'ck'))
  assert.equal(hex(signing.publicKey), v.text(frozen, 'visitorKey'))

  const vault = v.object(vectors, 'vault')
  for (const way of v.list(vault, 'ways')) {
    const kind = v.text(way, 'kind') === 'passkey' ? 'passkey' : 'recovery'
    const opened = await openVault(v.bytes(vault, 'vault'), {
      kind,
      id: v.bytes(way, 'id'),
      secret: v.bytes(way, 'secret'),
    })
    assert.equal(hex(opened.signing.pkcs8), v.text(vault, 'signing'))
    assert.equal(hex(opened.box.pkcs8), v.text(vault, 'box'))
  }
})

test('the frozen phrases still lead to the same keys', async () => {
  const phrase = v.object(vectors, 'phrase')
  const salt = v.bytes(phrase, 'salt')
  for (const name of ['eight', 'twelve']) {
    const fields = v.object(phrase, name)
    const entropy = v.bytes(fields, 'entropy')
    for (const [language, list] of Object.entries({ french, english })) {
      assert.equal((await makePhrase(list, entropy)).join(' '), v.text(fields, language))
      const reading = await readPhrase(v.text(fields, language), list)
      assert.ok(reading.state === 'read')
      assert.deepEqual(reading.entropy, entropy)
    }
    const { lookup, wrap } = await keysOfPhrase(entropy, salt)
    assert.equal(hex(lookup), v.text(fields, 'lookup'))
    assert.equal(hex(wrap), v.text(fields, 'wrap'))
  }
  const eight = v.bytes(v.object(phrase, 'eight'), 'entropy')
  assert.equal(hex(await stretch(eight, salt)), v.text(phrase, 'prk'))
  const { auth, kek } = await passphraseKeys(v.bytes(v.object(phrase, 'twelve'), 'entropy'))
  const passphrase = v.object(phrase, 'passphrase')
  assert.deepEqual([hex(auth), hex(kek)], [v.text(passphrase, 'auth'), v.text(passphrase, 'kek')])
})

function frozenDirectory() {
  const fields = v.object(vectors, 'directory')
  const statements = v.texts(fields, 'statements').map((one) => Buffer.from(one, 'hex'))
  const wanted = { line: v.text(fields, 'line'), now: new Date(v.text(fields, 'now')) }
  return { statements, pin: v.bytes(fields, 'pin'), wanted }
}

async function frozenTeam() {
  const { statements, pin, wanted } = frozenDirectory()
  const directory = await verifyChain(statements, pin)
  const epoch = currentEpoch(directory, wanted)
  const fields = v.object(vectors, 'epochKey')
  const pair = v.object(fields, 'reader')
  const bytes = { pkcs8: v.bytes(pair, 'pkcs8'), publicKey: v.bytes(pair, 'publicKey') }
  const reader = await importBoxPair(bytes, { extractable: false })
  const staff = v.text(fields, 'staff')
  const epochKeys = await openEpochKey(v.bytes(fields, 'sealed'), reader, { epoch, staff })
  return { directory, epoch, reader, epochKeys }
}
