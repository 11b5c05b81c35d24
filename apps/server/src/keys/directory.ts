import type {
  appendStatement as appendContract,
  openDirectory as openContract,
} from '@veilleuse/contract/keys'
import { may } from '@veilleuse/domain/access'
import type { StaffId } from '@veilleuse/domain/ids'
import { equal } from '@veilleuse/sealing/bytes'
import { rootFingerprint, verifyChain } from '@veilleuse/sealing/directory'
import { type Content, readStatement } from '@veilleuse/sealing/statement'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import { change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import type { Asked } from '../platform/route.ts'
import type { StaffSession } from '../platform/session.ts'
import { fromWire, orProblem, toWire } from '../platform/wire.ts'
import { everybody, type PersonRow } from '../people/store.ts'
import { type Verified, verifyNext } from './chain.ts'
import { enterDirectory, lockDirectory, pinRoot, saveStatement } from './store.ts'

/** Opens the directory with its root, once. The fingerprint is pinned from here on. */
export async function openDirectory(
  { db, clock }: House,
  { session, body }: Pick<Asked<typeof openContract>, 'session' | 'body'>,
): Promise<void> {
  const bytes = fromWire(body.statement)
  const { statement, fingerprint } = await orProblem(async () => {
    const pin = await rootFingerprint(bytes)
    await verifyChain([bytes], pin)
    return { statement: await readStatement(bytes), fingerprint: Buffer.from(pin) }
  })
  const now = clock.now()
  await change(db, async (tx) => {
    const { instance, root_fingerprint } = await lockDirectory(tx)
    if (root_fingerprint) throw new Problem('already_there')
    const { content } = statement
    // A root made for another installation would carry its phrases and pins over to this one.
    if (content.type !== 'root' || content.instance !== toWire(instance))
      throw new Problem('malformed')
    await saveStatement(tx, { seq: 0, type: 'root', body: bytes, at: now })
    await pinRoot(tx, fingerprint)
    const entry = { who: session.staff, what: 'directory.opened', about: toWire(fingerprint) }
    await audit(tx, entry, now)
  })
}

/** Appoints an authority, or adds a person of the team to the directory. */
export async function appendStatement(
  { db, clock }: House,
  { session, body }: Pick<Asked<typeof appendContract>, 'session' | 'body'>,
): Promise<void> {
  const bytes = fromWire(body.statement)
  const now = clock.now()
  await change(db, async (tx) => {
    const verified = await verifyNext(tx, bytes)
    const { seq, content } = verified.statement
    const about = await admit(tx, session, verified)
    await saveStatement(tx, { seq, type: content.type, body: bytes, at: now })
    await audit(tx, { who: session.staff, what: whatIsDone[content.type], about }, now)
  })
}

/**
 * What the signatures cannot say: that the statement is about somebody we know, with the keys they
 * made when they enrolled, of a role that goes with it. Gives whom it is about.
 */
async function admit(
  tx: Tx,
  session: StaffSession,
  { statement, directory }: Verified,
): Promise<StaffId> {
  const { content } = statement
  switch (content.type) {
    case 'authority-add': {
      if (!may(session.role, 'invite_people')) throw new Problem('not_allowed')
      const person = await personIn(tx, content.staff)
      if (!may(person.role, 'give_keys')) throw new Problem('not_allowed')
      return person.id
    }
    case 'staff-add': {
      const isAuthority = directory.authorities.some((one) => one.staff === session.staff)
      if (!isAuthority || !may(session.role, 'give_keys')) throw new Problem('not_allowed')
      const person = await personIn(tx, content.staff)
      if (!may(person.role, 'take_conversations')) throw new Problem('not_allowed')
      if (!hasKeys(person, content)) throw new Problem('malformed')
      await enterDirectory(tx, person.id)
      return person.id
    }
    case 'root':
    case 'line-epoch':
      // Each has a door of its own, where what belongs to it lands together with it.
      throw new Problem('malformed')
  }
}

const whatIsDone = {
  root: 'directory.opened',
  'authority-add': 'authority.appointed',
  'staff-add': 'person.added_to_directory',
  'line-epoch': 'epoch.published',
} as const satisfies Record<Content['type'], string>

// Looked for among all, because a name in a statement is any text and not always an id of ours.
async function personIn(tx: Tx, staff: string): Promise<PersonRow> {
  const person = (await everybody(tx)).find((one) => one.id === staff)
  if (!person || person.state === 'invited' || person.state === 'removed')
    throw new Problem('malformed')
  return person
}

function hasKeys(person: PersonRow, keys: { signingKey: Uint8Array; boxKey: Uint8Array }) {
  return (
    person.signature_key !== null &&
    person.box_key !== null &&
    equal(person.signature_key, keys.signingKey) &&
    equal(person.box_key, keys.boxKey)
  )
}
