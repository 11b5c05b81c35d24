import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addStaff, appointAuthority, cosign, draftRoot, makeRoot } from './authority.ts'
import { publishEpoch, rosterHash } from './authority.ts'
import { concat } from './bytes.ts'
import { currentEpoch, rootFingerprint, verifyChain, verifyVisitorChain } from './directory.ts'
import { openEpochKey, openEpochSecrets, sealedFor, sealEpochTo } from './epoch-key.ts'
import { openArchiveKey } from './epoch-key.ts'
import { aLine, aPerson, otherSignature, refusalOf } from './fixtures.ts'
import { purposes, write } from './codec.ts'
import { makeSigningPair, sign } from './keys.ts'
import { longestEpoch, statementTypes, writeStatement } from './statement.ts'
import { keyId } from './verify.ts'

const hour = 3600 * 1000

test('staff read the whole log and know everybody in it', async () => {
  const { directory, mina } = await aLine()
  assert.equal(directory.root.instance, 'lune')
  assert.deepEqual([...directory.staff.keys()], ['mina', 'sam'])
  assert.deepEqual(directory.staff.get('mina')?.boxKey, mina.box.publicKey)
  assert.equal(directory.head.seq, 4)
})

test('visitors read three statements and learn nobody on the team', async () => {
  const { statements, pin, wanted, epoch } = await aLine()
  const visitor = await verifyVisitorChain(forVisitor(statements), pin, wanted)
  assert.deepEqual(visitor.epoch, epoch)
  assert.equal(visitor.root.instanceSalt.length, 16)
  const size = forVisitor(statements).reduce((sum, one) => sum + one.length, 0)
  assert.ok(size < 2048, `${size} bytes`)
  const withStaff = () => verifyVisitorChain(statements, pin, wanted)
  assert.equal(await refusalOf(withStaff), 'malformed')
})

test('a directory of another root is refused, however well it is signed', async () => {
  const ours = await aLine()
  const theirs = await aLine()
  const whole = () => verifyChain(theirs.statements, ours.pin)
  const short = () => verifyVisitorChain(forVisitor(theirs.statements), ours.pin, ours.wanted)
  assert.equal(await refusalOf(whole), 'not_genuine')
  assert.equal(await refusalOf(short), 'not_genuine')
  assert.equal(await refusalOf(() => verifyChain([], ours.pin)), 'not_genuine')
  const headless = ours.statements.slice(1)
  assert.equal(await refusalOf(() => verifyChain(headless, ours.pin)), 'not_genuine')
})

test('a swapped intake key does not pass', async () => {
  const ours = await aLine()
  const theirs = await aLine()
  const [root, authority] = ours.statements
  assert.ok(root && authority)
  const mixed = [root, authority, theirs.published.statement]
  const reading = () => verifyVisitorChain(mixed, ours.pin, ours.wanted)
  assert.equal(await refusalOf(reading), 'not_genuine')
})

test('a log that lost, repeated or moved an entry is refused', async () => {
  const { statements, pin } = await aLine()
  const [root, authority, mina, sam, epoch] = statements
  assert.ok(root && authority && mina && sam && epoch)
  const wrong = [
    [root, mina, sam, epoch],
    [root, authority, sam, mina, epoch],
    [root, authority, mina, mina, sam, epoch],
    [root, root, authority],
    [authority, root],
  ]
  for (const log of wrong) {
    assert.equal(await refusalOf(() => verifyChain(log, pin)), 'not_genuine')
  }
})

test('an entry is tied to the one before it by its number and by its hash', async () => {
  const { statements, pin, directory, authority } = await aLine()
  const noor = await aPerson('noor')
  const after = async (head: typeof directory.head) => {
    const statement = await addStaff(authority, noor.statement, head)
    return refusalOf(() => verifyChain([...statements, statement], pin))
  }
  const { seq, hash } = directory.head
  assert.equal(await after({ seq, hash }), undefined)
  assert.equal(await after({ seq: seq + 1, hash }), 'not_genuine')
  assert.equal(await after({ seq, hash: pin }), 'not_genuine')
})

test('a client that has seen more refuses to see less, or something else', async () => {
  const { statements, pin, directory, authority, plan } = await aLine()
  const seen = directory.head
  assert.ok(await verifyChain(statements, pin, seen))
  assert.equal(
    await refusalOf(() => verifyChain(statements.slice(0, -1), pin, seen)),
    'not_genuine',
  )
  const fork = await publishEpoch(authority, { ...plan, number: 2 })
  const forked = [...statements.slice(0, -1), fork.statement]
  assert.ok(await verifyChain(forked, pin))
  assert.equal(await refusalOf(() => verifyChain(forked, pin, seen)), 'not_genuine')

  const longer = await publishEpoch(authority, { ...plan, number: 2, previousHead: seen })
  assert.ok(await verifyChain([...statements, longer.statement], pin, seen))
})

test('an authority needs as many root holders as the root says', async () => {
  const { holders, statements, pin, directory } = await aLine()
  const key = (await makeSigningPair({ extractable: false })).publicKey
  const appoint = async (signers: typeof holders) => {
    const statement = await appointAuthority(signers, { staff: 'zoe', key }, directory.head)
    return refusalOf(() => verifyChain([...statements, statement], pin))
  }
  const [first, second, third] = holders
  assert.ok(first && second && third)
  assert.equal(await appoint([first]), 'not_genuine')
  assert.equal(await appoint([first, first]), 'not_genuine')
  const stranger = await makeSigningPair({ extractable: false })
  assert.equal(await appoint([first, stranger]), 'not_genuine')
  assert.equal(await appoint([third, second]), undefined)
})

test('a ghost on the team needs an authority to call it', async () => {
  const { statements, pin, directory, mina } = await aLine()
  const ghost = await aPerson('ghost')
  const statement = await addStaff(mina.signing, ghost.statement, directory.head)
  const reading = () => verifyChain([...statements, statement], pin)
  assert.equal(await refusalOf(reading), 'not_genuine')
})

test('root holders can sign one after another, each at home', async () => {
  const holders = await Promise.all([1, 2, 3].map(() => makeSigningPair({ extractable: false })))
  const keys = holders.map((holder) => holder.publicKey)
  const [first, second] = holders
  assert.ok(first && second)
  const instanceSalt = new Uint8Array(16)
  const draft = draftRoot({ instance: 'lune', instanceSalt, threshold: 2, keys })
  const pin = await rootFingerprint(draft)
  assert.equal(await refusalOf(() => verifyChain([draft], pin)), 'not_genuine')
  const once = await cosign(await cosign(draft, first), first)
  assert.equal(await refusalOf(() => verifyChain([once], pin)), 'not_genuine')
  const twice = await cosign(once, second)
  assert.equal((await verifyChain([twice], pin)).root.instance, 'lune')
  assert.deepEqual(await rootFingerprint(twice), pin)
  const twin = concat(twice.subarray(0, -64), otherSignature(twice.subarray(-64)))
  assert.deepEqual((await verifyChain([twin], pin)).head.hash, pin)
})

test('a root that asks for more signatures than it has keys is refused', async () => {
  const holder = await makeSigningPair({ extractable: false })
  const instanceSalt = new Uint8Array(16)
  for (const threshold of [0, 2]) {
    const making = () => makeRoot({ instance: 'lune', instanceSalt, threshold }, [holder])
    assert.equal(await refusalOf(making), 'malformed')
  }
  for (const threshold of [1, 2]) {
    const twice = () => makeRoot({ instance: 'lune', instanceSalt, threshold }, [holder, holder])
    assert.equal(await refusalOf(twice), 'malformed')
  }
})

test('an epoch counts from its beginning to its end, and not with an old number', async () => {
  const { directory, epoch, wanted } = await aLine()
  const at = (now: Date, atLeast = 1) =>
    refusalOf(() => currentEpoch(directory, { ...wanted, now, atLeast }))
  assert.equal(await at(epoch.validFrom), undefined)
  assert.equal(await at(new Date(epoch.validTo.getTime() - 1)), undefined)
  assert.equal(await at(epoch.validTo), 'expired')
  assert.equal(await at(new Date(epoch.validFrom.getTime() - 1)), 'not_yet_valid')
  assert.equal(await at(wanted.now, 2), 'expired')
  const jour = () => currentEpoch(directory, { ...wanted, line: 'jour' })
  assert.equal(await refusalOf(jour), 'wrong_line')
})

test('of two epochs that are valid the newer one counts', async () => {
  const { statements, pin, authority, plan, directory, wanted } = await aLine()
  const previousHead = directory.head
  const next = await publishEpoch(authority, { ...plan, number: 2, previousHead })
  const grown = await verifyChain([...statements, next.statement], pin)
  assert.equal(currentEpoch(grown, wanted).number, 2)
  const again = await publishEpoch(authority, { ...plan, number: 2, previousHead: grown.head })
  const backwards = () => verifyChain([...statements, next.statement, again.statement], pin)
  assert.equal(await refusalOf(backwards), 'not_genuine')
})

test('no epoch lasts longer than eight days', async () => {
  const { authority, plan } = await aLine()
  const lasting = (hours: number) => {
    const validTo = new Date(plan.validFrom.getTime() + hours * hour)
    return refusalOf(() => publishEpoch(authority, { ...plan, validTo }))
  }
  assert.equal(await lasting(8 * 24), undefined)
  assert.equal(await lasting(8 * 24 + 1), 'malformed')
  assert.equal(await lasting(0), 'malformed')
})

test('an epoch that lasts longer is not believed either, whoever signed it', async () => {
  const { authority, directory, statements, pin, epoch, published } = await aLine()
  const lasting = async (milliseconds: number) => {
    const body = write(purposes.epoch)
      .text('nuit')
      .u32(2)
      .bytes(epoch.intakeKey)
      .bytes(epoch.archiveKey)
      .bytes(epoch.voiceKey)
      .time(epoch.validFrom)
      .time(new Date(epoch.validFrom.getTime() + milliseconds))
      .bytes(epoch.rosterHash)
      .done()
    const core = write(purposes.statementCore)
      .u32(directory.head.seq + 1)
      .bytes(directory.head.hash)
      .u8(statementTypes['line-epoch'])
      .bytes(body)
      .done()
    const signature = await sign(authority, 'statement', core)
    const statement = writeStatement(core, [{ by: await keyId(authority.publicKey), signature }])
    assert.notDeepEqual(statement, published.statement)
    return refusalOf(() => verifyChain([...statements, statement], pin))
  }
  assert.equal(await lasting(longestEpoch), undefined)
  assert.equal(await lasting(longestEpoch + 1), 'malformed')
  assert.equal(await lasting(0), 'malformed')
})

test('an epoch key opens for the person it was sealed to, as that person', async () => {
  const { published, epoch, mina, sam } = await aLine()
  const own = sealedFor(published.intakeKeys, 'mina')
  const openAs = (staff: string, box = mina.box) =>
    refusalOf(() => openEpochKey(own, box, { epoch, staff }))
  assert.equal(await openAs('mina'), undefined)
  assert.equal(await openAs('sam'), 'not_genuine')
  assert.equal(await openAs('mina', sam.box), 'not_genuine')
  const noCopy = async () => sealedFor(published.archiveKeys, 'mina')
  assert.equal(await refusalOf(noCopy), 'key_missing')

  const otherEpoch = { ...epoch, number: 2 }
  const wrongEpoch = () => openEpochKey(own, mina.box, { epoch: otherEpoch, staff: 'mina' })
  assert.equal(await refusalOf(wrongEpoch), 'not_genuine')
  const otherKey = { ...epoch, intakeKey: sam.box.publicKey }
  const wrongKey = () => openEpochKey(own, mina.box, { epoch: otherKey, staff: 'mina' })
  assert.equal(await refusalOf(wrongKey), 'not_genuine')
  const otherVoice = { ...epoch, voiceKey: mina.signing.publicKey }
  const wrongVoice = () => openEpochKey(own, mina.box, { epoch: otherVoice, staff: 'mina' })
  assert.equal(await refusalOf(wrongVoice), 'not_genuine')
  const archived = sealedFor(published.archiveKeys, 'sam')
  const otherArchive = { ...epoch, archiveKey: mina.box.publicKey }
  const wrongArchive = () =>
    openArchiveKey(archived, sam.box, { epoch: otherArchive, staff: 'sam' })
  assert.equal(await refusalOf(wrongArchive), 'not_genuine')
  const archive = () => openArchiveKey(own, mina.box, { epoch, staff: 'mina' })
  assert.equal(await refusalOf(archive), 'not_genuine')
})

test('a colleague who joins later gets the same keys from one who has them', async () => {
  const { published, epoch, mina, keys } = await aLine()
  const noor = await aPerson('noor')
  const own = sealedFor(published.intakeKeys, 'mina')
  const secrets = await openEpochSecrets(own, mina.box, { epoch, staff: 'mina' })
  const { sealed } = await sealEpochTo(secrets, noor.member)
  const opened = await openEpochKey(sealed, noor.box, { epoch, staff: 'noor' })
  assert.deepEqual(opened.intake.publicKey, keys.intake.publicKey)
  assert.equal(opened.intake.secret.extractable, false)
  assert.equal(opened.voice.secret.extractable, false)
})

test('the roster hash does not depend on the order of the roster', async () => {
  const { mina, sam, epoch } = await aLine()
  assert.deepEqual(await rosterHash([sam.member, mina.member]), epoch.rosterHash)
  assert.notDeepEqual(await rosterHash([mina.member]), epoch.rosterHash)
})

function forVisitor(statements: readonly Uint8Array[]) {
  return statements.filter((_, i) => i !== 2 && i !== 3)
}
