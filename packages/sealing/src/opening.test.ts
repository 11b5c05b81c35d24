import assert from 'node:assert/strict'
import { test } from 'node:test'
import { equal, hex, randomBytes, uuidToBytes } from './bytes.ts'
import { certifySpeaker, certifyStaff } from './certificate.ts'
import { certificateEpoch, certificateStaff } from './certificate.ts'
import { readCertificate, readStaffCertificate } from './certificate.ts'
import { framed, purposes, write } from './codec.ts'
import { aConversation, aLine, aPerson, refusalOf } from './fixtures.ts'
import { makeBoxPair, makeSigningPair, openSealed, sign } from './keys.ts'
import { makeStaffKey, openResealed, resealConversation } from './opening.ts'
import { startConversation, takeConversation } from './opening.ts'
import { sealTo } from './seal-to.ts'
import { labelled, sha256 } from './suite.ts'
import { verifyOpening, withoutWrap } from './verify.ts'
import { readOpening, readOpeningHeader, readOpeningRest, writeOpeningHeader } from './wire.ts'

test('the server can check an opening without being able to open it', async () => {
  const { opening, keys } = await aConversation()
  const header = await verifyOpening(opening)
  assert.deepEqual(header, readOpeningHeader(opening))
  assert.equal(header.conversation, keys.conversation)
  assert.equal(header.instance, 'lune')
  assert.ok(!hex(opening).includes(hex(keys.ck)))
})

test('every session has keys of its own', async () => {
  const { epoch, start } = await aLine()
  const first = await startConversation(epoch, start)
  const second = await startConversation(epoch, { ...start, session: 2 })
  assert.notEqual(first.keys.conversation, second.keys.conversation)
  assert.ok(!equal(first.keys.ck, second.keys.ck))
  assert.ok(!equal(first.keys.visitorKey, second.keys.visitorKey))
  assert.equal(second.keys.session, 2)
})

test('nothing is sealed to an epoch that is over, not begun, or of another line', async () => {
  const { epoch, start } = await aLine()
  const at = (now: Date) => refusalOf(() => startConversation(epoch, { ...start, now }))
  assert.equal(await at(epoch.validTo), 'expired')
  assert.equal(await at(new Date(epoch.validTo.getTime() - 1)), undefined)
  assert.equal(await at(epoch.validFrom), undefined)
  assert.equal(await at(new Date(epoch.validFrom.getTime() - 1)), 'not_yet_valid')
  const jour = () => startConversation(epoch, { ...start, line: 'jour' })
  assert.equal(await refusalOf(jour), 'wrong_line')
})

test('a visitor who commits to one key and seals another is turned away', async () => {
  const { line, opening, signing } = await aConversation()
  const header = { ...readOpening(opening).header, commit: randomBytes(32) }
  const headerBytes = writeOpeningHeader(header)
  const info = labelled('intake', await sha256(headerBytes))
  const wrap = await sealTo(line.epoch.intakeKey, { info, aad: headerBytes }, randomBytes(32))
  const signature = await sign(signing, 'open', framed(headerBytes, await sha256(wrap)))
  const false_ = write(purposes.opening).bytes(headerBytes).bytes(wrap).bytes(signature).done()
  assert.equal(
    await refusalOf(() => takeConversation(false_, line.keys.intake)),
    'wrong_commitment',
  )
})

test('an opening is taken only with the key it was sealed to', async () => {
  const { opening } = await aConversation()
  const stranger = await makeBoxPair({ extractable: false })
  assert.equal(await refusalOf(() => takeConversation(opening, stranger)), 'not_genuine')
})

test('at closing the supervisors get the very key the visitor made', async () => {
  const { line, keys } = await aConversation()
  const to = { ...keys, of: 'content', to: 'archive' } as const
  const sealed = await resealConversation(keys.ck, line.epoch.archiveKey, to)
  assert.deepEqual(await openResealed(sealed, line.archive, to), keys.ck)

  const false_ = await resealConversation(randomBytes(32), line.epoch.archiveKey, to)
  const opening = () => openResealed(false_, line.archive, to)
  assert.equal(await refusalOf(opening), 'wrong_commitment')

  const others = [
    { conversation: crypto.randomUUID() },
    { session: 9 },
    { line: 'jour' },
    { epoch: 9 },
    { of: 'staff' as const },
    { to: 'intake' as const },
  ]
  for (const other of others) {
    const swapped = () => openResealed(sealed, line.archive, { ...to, ...other })
    assert.equal(await refusalOf(swapped), 'not_genuine', JSON.stringify(other))
  }
})

test('the team has a key of its own, and the certificate tells which', async () => {
  const { line, keys } = await aConversation()
  const staffKey = await makeStaffKey(keys.conversation)
  const speaker = await makeSigningPair({ extractable: false })
  const certificate = await certifySpeaker(line.keys.voice, {
    conversation: keys.conversation,
    speakerKey: speaker.publicKey,
    line: 'nuit',
    epoch: line.epoch.number,
    alias: 'Camille',
    staffKeyCommit: staffKey.commit,
  })
  const read = await readCertificate(certificate, line.epoch, keys.conversation)
  assert.equal(read.alias, 'Camille')
  assert.deepEqual(read.speakerKey, speaker.publicKey)
  assert.deepEqual(certificateEpoch(certificate), { line: 'nuit', number: 1 })

  const { conversation, session } = keys
  const to = { conversation, session, line: 'nuit', epoch: 1, of: 'staff', to: 'archive' } as const
  const commit = read.staffKeyCommit
  const sealed = await resealConversation(staffKey.sk, line.epoch.archiveKey, to)
  assert.deepEqual(await openResealed(sealed, line.archive, { ...to, commit }), staffKey.sk)
  const false_ = await resealConversation(keys.ck, line.epoch.archiveKey, to)
  const opening = () => openResealed(false_, line.archive, { ...to, commit })
  assert.equal(await refusalOf(opening), 'wrong_commitment')
})

test('a certificate is for one conversation, one line and one epoch', async () => {
  const { line, keys } = await aConversation()
  const speaker = {
    conversation: keys.conversation,
    speakerKey: keys.visitorKey,
    line: 'nuit',
    epoch: 1,
    alias: 'Camille',
    staffKeyCommit: randomBytes(32),
  }
  const certificate = await certifySpeaker(line.keys.voice, speaker)
  const readAs = (epoch: typeof line.epoch, conversation = keys.conversation) =>
    refusalOf(() => readCertificate(certificate, epoch, conversation))
  assert.equal(await readAs(line.epoch), undefined)
  assert.equal(await readAs(line.epoch, crypto.randomUUID()), 'wrong_conversation')
  assert.equal(await readAs({ ...line.epoch, line: 'jour' }), 'wrong_line')
  assert.equal(await readAs({ ...line.epoch, number: 2 }), 'not_genuine')
  assert.equal(await readAs({ ...line.epoch, voiceKey: keys.visitorKey }), 'not_genuine')
  const long = { ...speaker, alias: 'é'.repeat(65) }
  assert.equal(await refusalOf(() => certifySpeaker(line.keys.voice, long)), 'too_large')
})

test('colleagues know who speaks, and nobody speaks for another', async () => {
  const { line, keys } = await aConversation()
  const { conversation } = keys
  const speaker = await makeSigningPair({ extractable: false })
  const said = { conversation, speakerKey: speaker.publicKey, staff: 'mina' }
  const certificate = await certifyStaff(line.mina.signing, said)
  assert.equal(certificateStaff(certificate), 'mina')

  const mina = line.directory.staff.get('mina')
  const sam = line.directory.staff.get('sam')
  assert.ok(mina && sam)
  const read = await readStaffCertificate(certificate, mina, conversation)
  assert.deepEqual(read.speakerKey, speaker.publicKey)
  assert.equal(
    await refusalOf(() => readStaffCertificate(certificate, sam, conversation)),
    'not_genuine',
  )
  const borrowed = await certifyStaff(line.sam.signing, said)
  assert.equal(
    await refusalOf(() => readStaffCertificate(borrowed, sam, conversation)),
    'unknown_sender',
  )
  assert.equal(
    await refusalOf(() => readStaffCertificate(certificate, mina, crypto.randomUUID())),
    'wrong_conversation',
  )
})

test('seals made at the same moment have nothing in common', async () => {
  const { box } = await aPerson('mina')
  const context = { info: labelled('test'), aad: uuidToBytes(crypto.randomUUID()) }
  const secret = randomBytes(32)
  const seals = await Promise.all(
    Array.from({ length: 50 }, () => sealTo(box.publicKey, context, secret)),
  )
  assert.equal(new Set(seals.map((seal) => hex(seal.subarray(7, 72)))).size, 50)
  assert.equal(new Set(seals.map((seal) => hex(seal.subarray(76)))).size, 50)
  for (const seal of seals) assert.deepEqual(await openSealed(box, context, seal), secret)
})

test('a public key that is zero, infinite, compressed or off the curve is refused', async () => {
  const { box } = await aPerson('mina')
  const context = { info: labelled('test'), aad: new Uint8Array() }
  const good = box.publicKey
  const bad = [
    new Uint8Array(65),
    new Uint8Array(65).with(0, 4),
    new Uint8Array(1),
    new Uint8Array(32),
    good.subarray(0, 33).with(0, 2),
    good.with(64, (good[64] ?? 0) ^ 1),
    good.with(0, 6),
  ]
  for (const key of bad) {
    assert.equal(await refusalOf(() => sealTo(key, context, good)), 'malformed', hex(key))
  }
  const sealed = await sealTo(good, context, good)
  const swapped = new Uint8Array(sealed)
  swapped.set(new Uint8Array(65).with(0, 4), 7)
  assert.equal(await refusalOf(() => openSealed(box, context, swapped)), 'not_genuine')
})

test('an opening whose wrap is deleted still proves who began, and opens nothing', async () => {
  const { line, opening } = await aConversation()
  const rest = await withoutWrap(opening)
  const { wrap } = readOpening(opening)
  assert.ok(!hex(rest).includes(hex(wrap)))
  assert.deepEqual(await verifyOpening(rest), readOpeningHeader(opening))
  assert.deepEqual(readOpeningHeader(rest), readOpeningHeader(opening))
  assert.deepEqual(await withoutWrap(rest), rest)
  assert.equal(await refusalOf(() => takeConversation(rest, line.keys.intake)), 'wrong_purpose')
})

test('the rest of an opening under another header is noticed', async () => {
  const { opening } = await aConversation()
  const other = await aConversation()
  const { wrapHash, signature } = readOpeningRest(await withoutWrap(opening))
  const { headerBytes } = readOpening(other.opening)
  const false_ = write(purposes.openingRest)
    .bytes(headerBytes)
    .bytes(wrapHash)
    .bytes(signature)
    .done()
  assert.equal(await refusalOf(() => verifyOpening(false_)), 'not_genuine')
})
