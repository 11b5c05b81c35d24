import { randomBytes } from 'node:crypto'
import { people } from '@veilleuse/contract/account'
import {
  appendStatement,
  directory,
  myEpochKeys,
  openDirectory,
  publishEpoch,
} from '@veilleuse/contract/keys'
import {
  addStaff,
  appointAuthority,
  makeRoot,
  publishEpoch as makeEpoch,
} from '@veilleuse/sealing/authority'
import { equal, fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import {
  currentEpoch,
  type Directory,
  type Head,
  rootFingerprint,
  verifyChain,
} from '@veilleuse/sealing/directory'
import { openEpochKey, openEpochSecrets, sealEpochTo } from '@veilleuse/sealing/epoch-key'
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
  await publishes(team)
  return team
}

/** The authority publishes new keys. */
export async function publishes(team: Signers, traits: EpochTraits = {}): Promise<void> {
  const body = await anEpoch(team, traits)
  await granted(team.desk.ask(publishEpoch, { token: team.sam.token, body }))
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
  { by = team.sam.signing, as = of.me.id }: { by?: SigningPair; as?: string } = {},
): Promise<Uint8Array> {
  const keys = { signingKey: of.signing.publicKey, boxKey: of.box.publicKey }
  return addStaff(by, { staff: as, ...keys }, await headOf(team))
}

export type EpochTraits = {
  readonly number?: number
  readonly line?: string
  readonly from?: Date
  readonly days?: number
  readonly by?: SigningPair
  /** Just these instead of everybody who is in the directory. */
  readonly rosterOf?: readonly Member[]
}

/** What an authority's browser sends to publish new keys to everybody who must have them. */
export async function anEpoch(team: Signers, traits: EpochTraits = {}) {
  const { desk, sam } = team
  const { number = 1, line = sam.line, days = 7, by = sam.signing } = traits
  const { from = desk.clock.now() } = traits
  const asked = await granted(desk.ask(people, { token: sam.token }))
  const chosen = traits.rosterOf?.map((one) => one.me.id)
  const present = asked.people.filter(
    (person) => person.state === 'in_directory' && (chosen?.includes(person.id) ?? true),
  )
  const member = (person: (typeof present)[number]) => ({
    staff: person.id,
    boxKey: fromBase64url(person.boxKey ?? ''),
  })
  const made = await makeEpoch(by, {
    line,
    number,
    validFrom: from,
    validTo: new Date(from.getTime() + days * 86_400_000),
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

/** Whether this person's copy of the newest intake key opens, and is what the directory says. */
export async function opens(team: Signers, member: Member): Promise<boolean> {
  const { expected, sealed } = await newestKey(team, member)
  const { intake } = await openEpochKey(sealed, member.box, expected)
  return equal(intake.publicKey, expected.epoch.intakeKey)
}

/** The authority's copy of the newest intake key, sealed once more for somebody who came later. */
export async function passedOn(team: Signers, to: Member) {
  const { sam } = team
  const { expected, sealed: own } = await newestKey(team, sam)
  const secrets = await openEpochSecrets(own, sam.box, expected)
  const copy = await sealEpochTo(secrets, { staff: to.me.id, boxKey: to.box.publicKey })
  const { number } = expected.epoch
  const sealed = toBase64url(copy.sealed)
  return { line: sam.line, epoch: number, kind: 'intake', staff: copy.staff, sealed }
}

export function aKey(): Promise<SigningPair> {
  return makeSigningPair({ extractable: false })
}

async function newestKey(team: Signers, member: Member) {
  const { token, line } = member
  const { keys } = await granted(team.desk.ask(myEpochKeys, { token }))
  const newest = keys.find((key) => key.kind === 'intake')
  if (!newest) throw new Error('Nothing is sealed to this person')
  const epoch = currentEpoch(await directoryOf(team), { line, now: team.desk.clock.now() })
  const expected = { epoch, staff: member.me.id }
  return { expected, sealed: fromBase64url(newest.sealed) }
}

/** Where the directory ends now. */
export async function headOf(team: Signers): Promise<Head> {
  return (await directoryOf(team)).head
}

async function directoryOf({ desk, root, administrator }: Signers): Promise<Directory> {
  const { token } = administrator
  const { statements } = await granted(desk.ask(directory, { token }))
  return verifyChain(statements.map(fromBase64url), root.pin)
}
