import { randomBytes } from 'node:crypto'
import { people } from '@veilleuse/contract/account'
import { appendStatement, directory, openDirectory, publishEpoch } from '@veilleuse/contract/keys'
import { addStaff, appointAuthority, makeRoot } from '@veilleuse/sealing/authority'
import * as sealing from '@veilleuse/sealing/authority'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { type Head, rootFingerprint, verifyChain } from '@veilleuse/sealing/directory'
import { makeSigningPair, type SigningPair } from '@veilleuse/sealing/keys'
import { granted } from './ask.ts'
import { aMember, type Desk, enrols, type Member } from './member.ts'

/** The root key of a helpline, as an administrator keeps it, and the pin made from it. */
export type RootHolder = { readonly key: SigningPair; readonly pin: Uint8Array }

export type Team = {
  readonly desk: Desk
  readonly root: RootHolder
  readonly administrator: Member
  /** Supervisor and authority. */
  readonly sam: Member
  readonly mina: Member
  readonly noor: Member
  readonly coordinator: Member
}

/** A whole team by the real doors: directory, an authority, two counsellors, a first epoch. */
export async function aTeam(desk: Desk, firstCode: string): Promise<Team> {
  const administrator = await enrols(desk, firstCode, { login: 'agathe', alias: 'Agathe' })
  const root = await opensDirectory(desk, administrator)
  const sam = await aMember(desk, administrator, { login: 'sam', role: 'supervisor' })
  const mina = await aMember(desk, administrator, { login: 'mina' })
  const noor = await aMember(desk, administrator, { login: 'noor' })
  const coordinator = await aMember(desk, administrator, { login: 'cleo', role: 'coordinator' })
  const team = { desk, root, administrator, sam, mina, noor, coordinator }
  await append(team, administrator, await anAppointment(team, sam))
  for (const member of [sam, mina, noor]) {
    await append(team, sam, await anAddition(team, member))
  }
  await granted(desk.ask(publishEpoch, { token: sam.token, body: await anEpoch(team) }))
  return team
}

/** Makes a root key and opens the directory with it. */
export async function opensDirectory(desk: Desk, by: Member): Promise<RootHolder> {
  const { root, key } = await aRoot(by.me.instance)
  const body = { statement: toBase64url(root) }
  await granted(desk.ask(openDirectory, { token: by.token, body }))
  return { key, pin: await rootFingerprint(root) }
}

export async function aRoot(instance: string) {
  const key = await makeSigningPair({ extractable: false })
  const instanceSalt = new Uint8Array(randomBytes(16))
  return { key, root: await makeRoot({ instance, instanceSalt, threshold: 1 }, [key]) }
}

export async function append(
  { desk }: Pick<Team, 'desk'>,
  by: Member,
  statement: Uint8Array,
): Promise<void> {
  const body = { statement: toBase64url(statement) }
  await granted(desk.ask(appendStatement, { token: by.token, body }))
}

type Signers = Pick<Team, 'desk' | 'root' | 'administrator' | 'sam'>

/** The statement that makes somebody an authority, signed by the root, for the head of now. */
export async function anAppointment(
  team: Signers,
  of: Member,
  by: SigningPair = team.root.key,
): Promise<Uint8Array> {
  const authority = { staff: of.me.id, key: of.signing.publicKey }
  return appointAuthority([by], authority, await headOf(team))
}

/** The statement that adds somebody to the directory, signed by the authority. */
export async function anAddition(
  team: Signers,
  of: Member,
  by: SigningPair = team.sam.signing,
): Promise<Uint8Array> {
  const keys = { signingKey: of.signing.publicKey, boxKey: of.box.publicKey }
  return addStaff(by, { staff: of.me.id, ...keys }, await headOf(team))
}

export type EpochTraits = {
  readonly number?: number
  readonly line?: string
  readonly days?: number
  readonly by?: SigningPair
}

/** What an authority's browser sends to publish new keys to everybody who must have them. */
export async function anEpoch(team: Signers, traits: EpochTraits = {}) {
  const { desk, sam } = team
  const { number = 1, line = sam.me.line.id, days = 7, by = sam.signing } = traits
  const asked = await granted(desk.ask(people, { token: sam.token }))
  const present = asked.people.filter((person) => person.state === 'in_directory')
  const member = (person: (typeof present)[number]) => ({
    staff: person.id,
    boxKey: fromBase64url(person.boxKey ?? ''),
  })
  const now = desk.clock.now()
  const made = await sealing.publishEpoch(by, {
    line,
    number,
    validFrom: now,
    validTo: new Date(now.getTime() + days * 86_400_000),
    roster: present.map(member),
    supervisors: present.filter((person) => person.role === 'supervisor').map(member),
    previousHead: await headOf(team),
  })
  const wired = (keys: typeof made.intakeKeys) =>
    keys.map(({ staff, sealed }) => ({ staff, sealed: toBase64url(sealed) }))
  return {
    statement: toBase64url(made.statement),
    intake: wired(made.intakeKeys),
    archive: wired(made.archiveKeys),
  }
}

/** Where the directory ends now. */
export async function headOf({ desk, root, administrator }: Signers): Promise<Head> {
  const { token } = administrator
  const { statements } = await granted(desk.ask(directory, { token }))
  return (await verifyChain(statements.map(fromBase64url), root.pin)).head
}
