import type {
  giveEpochKeys as giveContract,
  publishEpoch as publishContract,
} from '@veilleuse/contract/keys'
import type { LineId, StaffId } from '@veilleuse/domain/ids'
import { audit } from '../platform/audit.ts'
import type { House } from '../platform/house.ts'
import { announce, change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import type { Asked } from '../platform/route.ts'
import type { EpochKeyKind } from '../platform/tables-people.ts'
import { fromWire } from '../platform/wire.ts'
import { allLines } from '../line/store.ts'
import { everybody, type PersonRow } from '../people/store.ts'
import type { Tx } from '../platform/database.ts'
import { verifyNext } from './chain.ts'
import { keyHolders, sealedToJust } from './roster.ts'
import {
  epochOfNumber,
  lockDirectory,
  saveEpoch,
  saveKeys,
  saveStatement,
  type SealedKey,
} from './store.ts'

/**
 * Publishes new keys of the line: the signed statement and a sealed copy for everybody who must
 * have one land together, so that no visitor ever seals to keys that somebody on shift lacks.
 */
export async function publishEpoch(
  { db, clock }: House,
  { session, body }: Pick<Asked<typeof publishContract>, 'session' | 'body'>,
): Promise<void> {
  const bytes = fromWire(body.statement)
  const now = clock.now()
  await change(db, async (tx) => {
    const { statement, directory } = await verifyNext(tx, bytes)
    const { seq, content } = statement
    if (!directory.authorities.some((one) => one.staff === session.staff))
      throw new Problem('not_allowed')
    if (content.type !== 'line-epoch') throw new Problem('malformed')
    const line = (await allLines(tx)).find(({ id }) => id === content.line)?.id
    // One machine whose clock is years ahead must not shut every visitor out until then.
    const runs = content.validFrom <= now && now < content.validTo
    if (!line || !runs || !isNumberOfEpoch(content.number)) throw new Problem('malformed')

    const { number } = content
    const keys = [
      ...body.intake.map(({ staff, sealed }) =>
        keyOf({ epoch: number, kind: 'intake', staff, sealed }),
      ),
      ...body.archive.map(({ staff, sealed }) =>
        keyOf({ epoch: number, kind: 'archive', staff, sealed }),
      ),
    ]
    const holders = keyHolders(await teamOf(tx, line))
    const complete =
      sealedToJust(holders.intake, staffOf(keys, 'intake')) &&
      sealedToJust(holders.archive, staffOf(keys, 'archive'))
    if (!complete) throw new Problem('malformed')

    await saveStatement(tx, { seq, type: 'line-epoch', body: bytes, at: now })
    await saveEpoch(tx, line, {
      number,
      statementSeq: seq,
      intakePublic: Buffer.from(content.intakeKey),
      archivePublic: Buffer.from(content.archiveKey),
      voicePublic: Buffer.from(content.voiceKey),
      validFrom: content.validFrom,
      validTo: content.validTo,
    })
    await saveKeys(tx, line, keys)
    announce(tx, { type: 'epoch.published', line })
    const entry = { who: session.staff, what: 'epoch.published', about: `${line} ${number}` }
    await audit(tx, entry, now)
  })
}

/** Gives keys of epochs that exist to people of the directory who came after them. */
export async function giveEpochKeys(
  { db, clock }: House,
  { session, body }: Pick<Asked<typeof giveContract>, 'session' | 'body'>,
): Promise<void> {
  const keys = body.keys.map((key) => ({ ...keyOf(key), line: key.line }))
  await change(db, async (tx) => {
    // So that nobody is given a key while they are being removed.
    await lockDirectory(tx)
    for (const line of new Set(keys.map((key) => key.line))) {
      const given = keys.filter((key) => key.line === line)
      const holders = keyHolders(await teamOf(tx, line))
      for (const { epoch, kind, staff } of given) {
        const known = isNumberOfEpoch(epoch) && (await epochOfNumber(tx, line, epoch))
        if (!known || !holders[kind].includes(staff)) throw new Problem('not_found')
      }
      await saveKeys(tx, line, given)
    }
    for (const staff of new Set(keys.map((key) => key.staff))) {
      await audit(tx, { who: session.staff, what: 'keys.given', about: staff }, clock.now())
    }
  })
}

/** Everybody who was ever asked to answer on this line. */
async function teamOf(tx: Tx, line: LineId): Promise<readonly PersonRow[]> {
  return (await everybody(tx)).filter(({ lines }) => lines.includes(line))
}

// What the database counts with; a line with weekly epochs needs forty million years for it.
function isNumberOfEpoch(number: number): boolean {
  return Number.isInteger(number) && number > 0 && number < 2 ** 31
}

type KeyOnTheWire = {
  readonly epoch: number
  readonly kind: EpochKeyKind
  readonly staff: StaffId
  readonly sealed: string
}

function keyOf({ sealed, ...key }: KeyOnTheWire): SealedKey {
  return { ...key, sealed: fromWire(sealed) }
}

function staffOf(keys: readonly SealedKey[], kind: EpochKeyKind): StaffId[] {
  return keys.filter((key) => key.kind === kind).map((key) => key.staff)
}
