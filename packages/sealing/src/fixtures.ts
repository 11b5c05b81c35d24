import { addStaff, appointAuthority, makeRoot, publishEpoch } from './authority.ts'
import { copyOf, uuidv7 } from './bytes.ts'
import { currentEpoch, rootFingerprint, verifyChain } from './directory.ts'
import { openArchiveKey, openEpochKey, sealedFor } from './epoch-key.ts'
import { makeBoxPair, makeSigningPair } from './keys.ts'
import { findVoice } from './message.ts'
import type { Place } from './message.ts'
import { pubChannelKey, startConversation } from './opening.ts'
import { Refusal } from './refusal.ts'
import { kinds } from './wire.ts'

const tonight = new Date('2030-01-02T20:00:00Z')

/** A line with its directory, a counsellor (mina) and a supervisor (sam) on it; for tests. */
export async function aLine(now = tonight) {
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

  const plan = {
    line: 'nuit',
    number: 1,
    validFrom: new Date(now.getTime() - 1000),
    validTo: new Date(now.getTime() + 24 * 3600 * 1000),
    roster: [mina.member, sam.member],
    supervisors: [sam.member],
    previousHead: await headNow(),
  }
  const published = await publishEpoch(authority, plan)
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
    plan,
    directory,
    epoch,
    published,
    keys: await openEpochKey(own, mina.box, { epoch, staff: 'mina' }),
    archive: await openArchiveKey(archived, sam.box, { epoch, staff: 'sam' }),
    start: { instance: 'lune', line: 'nuit', session: 1, now },
    wanted: { line: 'nuit', now },
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

/** A session just begun, with the visitor's voice in it. */
export async function aConversation() {
  const line = await aLine()
  const { opening, keys, signing } = await startConversation(line.epoch, line.start)
  const channelKey = await pubChannelKey(keys)
  const { conversation, session } = keys
  const place: Place = { conversation, session, channel: 'pub', channelKey }
  return { line, opening, keys, signing, place, voice: await findVoice(place, signing) }
}

export function text(body: string) {
  return { kind: kinds.text, body, id: uuidv7(tonight) }
}

/** The code of the refusal; throws whatever else is thrown, and fails when nothing is. */
export async function refusalOf(work: () => unknown) {
  try {
    await work()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return undefined
}

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The second valid signature that anybody can compute from a first: s becomes n − s. */
export function otherSignature(signature: Uint8Array) {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`)
  const other = (order - s).toString(16).padStart(64, '0')
  return new Uint8Array([...signature.subarray(0, 32), ...Buffer.from(other, 'hex')])
}
