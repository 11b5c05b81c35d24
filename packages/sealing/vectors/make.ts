// Writes a new generation of vectors: node packages/sealing/vectors/make.ts > vectors.json
// Only for a new version of the protocol. What is frozen must open for ever.
import { certifySpeaker, certifyStaff } from '../src/certificate.ts'
import { hex, randomBytes, utf8, uuidv7 } from '../src/bytes.ts'
import { aLine } from '../src/fixtures.ts'
import { packKeep } from '../src/keep.ts'
import { makeBoxPair, makeSigningPair, pairBytes } from '../src/keys.ts'
import type { BoxPair, SigningPair } from '../src/keys.ts'
import { sealEpochTo } from '../src/epoch-key.ts'
import { findVoice, sealMessage } from '../src/message.ts'
import { makeStaffKey, pubChannelKey, resealConversation } from '../src/opening.ts'
import { startConversation } from '../src/opening.ts'
import { keysOfPhrase, stretch } from '../src/stretch.ts'
import { passphraseKeys } from '../src/phrase-keys.ts'
import { fingerprintWords, makePhrase } from '../src/phrase.ts'
import { makeStaffKeys } from '../src/vault-contents.ts'
import { makeVault } from '../src/vault.ts'
import { envelopeHash } from '../src/wire.ts'
import { english } from '../src/words/english.ts'
import { french } from '../src/words/french.ts'

const line = await aLine()
const reader = await makeBoxPair({ extractable: true })
const { opening, keys, signing } = await startConversation(line.epoch, line.start)
const { conversation, session } = keys
const channelKey = await pubChannelKey(keys)
const voice = await findVoice({ conversation, session, channel: 'pub', channelKey }, signing)
const body = 'bonsoir, c’est moi 🌙'
const first = await sealMessage(voice, { kind: 1, body, id: uuidv7(line.start.now) })
const second = await sealMessage(first.voice, { kind: 4, body: '', id: uuidv7(line.start.now) })

const staffKey = await makeStaffKey(conversation)
const speaker = await makeSigningPair({ extractable: false })
const about = { conversation, speakerKey: speaker.publicKey, line: 'nuit', epoch: 1 }
const named = { ...about, alias: 'Camille', staffKeyCommit: staffKey.commit }
const resealing = { conversation, session, line: 'nuit', epoch: 1, to: 'archive' } as const

const wrap = randomBytes(32)
const kept = { conversation, session, ck: keys.ck }
const salt = randomBytes(16)
const entropy = { eight: randomBytes(10), twelve: randomBytes(16) }
const ways = [
  { kind: 'passkey', id: randomBytes(32), secret: randomBytes(32) },
  { kind: 'recovery', id: utf8('2030-01-02'), secret: randomBytes(16) },
] as const
const staff = await makeStaffKeys()
const contents = { ...staff, authority: undefined, root: line.pin, head: line.directory.head }

const vectors = {
  about: 'Frozen objects of version 1, suite 1. Bytes in hex. They must open for ever.',
  directory: {
    now: line.start.now.toISOString(),
    line: 'nuit',
    statements: line.statements.map(hex),
    pin: hex(line.pin),
    headHash: hex(line.directory.head.hash),
    words: fingerprintWords(line.pin, french),
  },
  epochKey: {
    staff: 'lea',
    reader: await pairOf(reader),
    sealed: hex(
      (await sealEpochTo(line.published.secrets, { staff: 'lea', boxKey: reader.publicKey }))
        .sealed,
    ),
  },
  conversation: {
    opening: hex(opening),
    conversation,
    ck: hex(keys.ck),
    commit: hex(keys.commit),
    visitorKey: hex(keys.visitorKey),
    channelKey: hex(channelKey),
    messages: [
      { envelope: hex(first.envelope), body, hash: hex(await envelopeHash(first.envelope)) },
      { envelope: hex(second.envelope), body: '', hash: hex(await envelopeHash(second.envelope)) },
    ],
    sk: hex(staffKey.sk),
    skCommit: hex(staffKey.commit),
    resealedContent: hex(
      await resealConversation(keys.ck, reader.publicKey, { ...resealing, of: 'content' }),
    ),
    resealedStaff: hex(
      await resealConversation(staffKey.sk, reader.publicKey, { ...resealing, of: 'staff' }),
    ),
    speakerKey: hex(speaker.publicKey),
    certificate: hex(await certifySpeaker(line.keys.voice, named)),
    staffCertificate: hex(await certifyStaff(line.mina.signing, { ...about, staff: 'mina' })),
  },
  keep: {
    wrap: hex(wrap),
    blob: hex(await packKeep({ sessions: [kept], signing }, wrap)),
  },
  phrase: {
    salt: hex(salt),
    eight: await phraseVector(entropy.eight),
    twelve: await phraseVector(entropy.twelve),
    prk: hex(await stretch(entropy.eight, salt)),
    passphrase: hexes(await passphraseKeys(entropy.twelve)),
  },
  vault: {
    ways: ways.map(({ kind, id, secret }) => ({ kind, id: hex(id), secret: hex(secret) })),
    vault: hex(await makeVault(contents, ways)),
    signing: hex(staff.signing.pkcs8),
    box: hex(staff.box.pkcs8),
  },
}

process.stdout.write(`${JSON.stringify(vectors, null, 2)}\n`)

async function phraseVector(random: Uint8Array) {
  return {
    entropy: hex(random),
    french: (await makePhrase(french, random)).join(' '),
    english: (await makePhrase(english, random)).join(' '),
    ...hexes(await keysOfPhrase(random, salt)),
  }
}

async function pairOf(pair: BoxPair | SigningPair) {
  const { pkcs8, publicKey } = await pairBytes(pair)
  return { pkcs8: hex(pkcs8), publicKey: hex(publicKey) }
}

function hexes(values: object) {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value instanceof Uint8Array ? [[name, hex(value)]] : [],
    ),
  )
}
