import { call } from '@veilleuse/client/call'
import { people } from '@veilleuse/contract/account'
import { appendStatement, directory, publishEpoch } from '@veilleuse/contract/keys'
import { may } from '@veilleuse/domain/access'
import { addStaff, appointAuthority, publishEpoch as makeEpoch } from '@veilleuse/sealing/authority'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { type Directory, verifyChain } from '@veilleuse/sealing/directory'
import type { SealedFor } from '@veilleuse/sealing/epoch-key'
import type { SigningPair } from '@veilleuse/sealing/keys'
import type { Session } from './enrol.ts'

type Reader = { readonly nearby: string; readonly token: string; readonly pin: Uint8Array }

/** The log, checked from the root on. */
export async function readDirectory({ nearby, token, pin }: Reader): Promise<Directory> {
  const { statements } = await call(nearby, directory, { token })
  return verifyChain(statements.map(fromBase64url), pin)
}

/** Makes the supervisor the line's authority, by the root key. */
export async function ensureAuthority(
  reader: Reader,
  { supervisor, root }: { supervisor: Session; root: () => Promise<SigningPair> },
): Promise<void> {
  const { authorities, head } = await readDirectory(reader)
  const { id, signatureKey } = supervisor.me
  if (authorities.some((one) => one.staff === id)) return
  const authority = { staff: id, key: fromBase64url(signatureKey) }
  await append(reader, await appointAuthority([await root()], authority, head))
}

/** Signs for everybody who answers and is not in the directory yet. */
export async function ensureInDirectory(
  reader: Reader,
  { authority, team }: { authority: SigningPair; team: readonly Session[] },
): Promise<void> {
  for (const { me } of team.filter((one) => may(one.me.role, 'take_conversations'))) {
    const { staff, head } = await readDirectory(reader)
    if (staff.has(me.id)) continue
    const keys = { signingKey: fromBase64url(me.signatureKey), boxKey: fromBase64url(me.boxKey) }
    await append(reader, await addStaff(authority, { staff: me.id, ...keys }, head))
  }
}

// A week, and what a visitor's slow clock may be off: keys of the future would be refused.
const lasting = { days: 7 }
const slack = { minutes: 5 }

/** New keys of every line where they are due. */
export async function publishDue(reader: Reader, authority: SigningPair): Promise<void> {
  const { lines } = await call(reader.nearby, directory, { token: reader.token })
  for (const { id: line, rotationDue } of lines)
    if (rotationDue) await publishKeys(reader, { authority, line })
}

/** New keys of a line, sealed to everybody the signed directory knows and who answers on it. */
async function publishKeys(
  reader: Reader,
  { authority, line }: { authority: SigningPair; line: string },
): Promise<void> {
  const { nearby, token } = reader
  const known = await readDirectory(reader)
  const present = (await call(nearby, people, { token })).people.flatMap((person) => {
    const staff = known.staff.get(person.id)
    const answers = person.state === 'in_directory' && person.lines.some(({ id }) => id === line)
    return staff && answers ? [{ person, boxKey: staff.boxKey }] : []
  })
  const membersWho = (verb: 'take_conversations' | 'give_keys') =>
    present
      .filter(({ person }) => may(person.role, verb))
      .map(({ person, boxKey }) => ({ staff: person.id, boxKey }))
  const numbers = known.epochs.filter((one) => one.line === line).map((one) => one.number)
  const from = Date.now() - slack.minutes * 60_000
  const published = await makeEpoch(authority, {
    line,
    number: Math.max(0, ...numbers) + 1,
    validFrom: new Date(from),
    validTo: new Date(from + lasting.days * 86_400_000),
    roster: membersWho('take_conversations'),
    supervisors: membersWho('give_keys'),
    previousHead: known.head,
  })
  await call(nearby, publishEpoch, {
    token,
    body: {
      statement: toBase64url(published.statement),
      intake: onWire(published.intakeKeys),
      archive: onWire(published.archiveKeys),
    },
  })
}

async function append({ nearby, token }: Reader, statement: Uint8Array): Promise<void> {
  await call(nearby, appendStatement, { token, body: { statement: toBase64url(statement) } })
}

function onWire(copies: readonly SealedFor[]) {
  return copies.map(({ staff, sealed }) => ({ staff, sealed: toBase64url(sealed) }))
}
