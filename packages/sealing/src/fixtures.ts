import { appointAuthority, addStaff, makeRoot, publishEpoch } from './authority.ts'
import { copyOf } from './bytes.ts'
import { currentEpoch, rootFingerprint, verifyChain } from './directory.ts'
import { openArchiveKey, openEpochKey, sealedFor } from './epoch-key.ts'
import { makeBoxPair, makeSigningPair } from './keys.ts'

/** A line with its directory, one counsellor (mina) and one supervisor (sam); for tests. */
export async function aLine(now = new Date('2030-01-02T20:00:00Z')) {
  const holders = await Promise.all([1, 2, 3].map(() => makeSigningPair({ extractable: false })))
  const instanceSalt = new Uint8Array(16).fill(7)
  const root = await makeRoot({ instance: 'lune', instanceSalt, threshold: 2 }, holders)
  const pin = await rootFingerprint(root)
  const statements = [root]
  const headNow = async () => (await verifyChain(statements, pin)).head

  const authority = await makeSigningPair({ extractable: false })
  const appointed = { staff: 'sam', key: copyOf(authority.publicKey) }
  statements.push(await appointAuthority(holders.slice(0, 2), appointed, await headNow()))

  const mina = await aPerson('mina')
  const sam = await aPerson('sam')
  for (const person of [mina, sam]) {
    statements.push(await addStaff(authority, person.statement, await headNow()))
  }

  const published = await publishEpoch(authority, {
    line: 'nuit',
    number: 1,
    validFrom: new Date(now.getTime() - 1000),
    validTo: new Date(now.getTime() + 24 * 3600 * 1000),
    roster: [mina.member, sam.member],
    supervisors: [sam.member],
    previousHead: await headNow(),
  })
  statements.push(published.statement)

  const directory = await verifyChain(statements, pin)
  const epoch = currentEpoch(directory, { line: 'nuit', now })
  const own = sealedFor(published.intakeKeys, 'mina')
  const archived = sealedFor(published.archiveKeys, 'sam')
  return {
    holders,
    authority,
    mina,
    sam,
    statements,
    pin,
    directory,
    epoch,
    published,
    now,
    keys: await openEpochKey(own, mina.box, { epoch, staff: 'mina' }),
    archive: await openArchiveKey(archived, sam.box, { epoch, staff: 'sam' }),
    start: { instance: 'lune', line: 'nuit', now },
  }
}

export async function aPerson(staff: string) {
  const signing = await makeSigningPair({ extractable: false })
  const box = await makeBoxPair({ extractable: false })
  return {
    staff,
    signing,
    box,
    statement: { staff, signingKey: signing.publicKey, boxKey: box.publicKey },
    member: { staff, boxKey: box.publicKey },
  }
}
