import { randomBytes } from 'node:crypto'
import {
  beginEnrolment,
  finishEnrolment,
  invite,
  type Me,
  signInByPassphrase,
} from '@veilleuse/contract/account'
import { lineId } from '@veilleuse/contract/shapes'
import type { LineId } from '@veilleuse/domain/ids'
import type { Role } from '@veilleuse/domain/staff'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { importBoxPair, importSigningPair } from '@veilleuse/sealing/keys'
import type { BoxPair, SigningPair } from '@veilleuse/sealing/keys'
import type { Head } from '@veilleuse/sealing/directory'
import { addWay, changeContents, makeVault, type Way } from '@veilleuse/sealing/vault'
import { makeStaffKeys, type VaultContents } from '@veilleuse/sealing/vault-contents'
import { Secret, TOTP } from 'otpauth'
import * as v from 'valibot'
import { type Ask, granted } from './ask.ts'
import type { MovableClock } from './clock.ts'

/** A server to ask, and the clock it goes by. */
export type Desk = { readonly ask: Ask; readonly clock: MovableClock }

/** Somebody of the team who has enrolled, with all their browser knows. */
export type Member = {
  readonly me: Me
  readonly token: string
  readonly login: string
  readonly line: LineId
  /** What the stretched passphrase gives for signing in. Stretching itself is left out here. */
  readonly auth: string
  readonly signing: SigningPair
  readonly box: BoxPair
  readonly contents: VaultContents
  readonly ways: readonly [Way, Way]
  /** The six digits of this half minute. */
  code(): string
}

export type Traits = { readonly login?: string; readonly alias?: string; readonly role?: Role }

let invitedSoFar = 0

/** An invitation's code; whoever it is for has not answered it. */
export async function anInvitation(
  { ask }: Desk,
  by: Member,
  { role = 'counsellor', ...names }: Traits = {},
): Promise<string> {
  invitedSoFar += 1
  const { login = `person-${invitedSoFar}`, alias = login } = names
  const body = { login, alias, role }
  return (await granted(ask(invite, { token: by.token, body }))).code
}

/** Answers an invitation as a browser does: keys, vault with two ways in, second factor. */
export async function enrols(
  desk: Desk,
  code: string,
  names: Pick<Traits, 'login' | 'alias'> = {},
): Promise<Member> {
  const begun = await granted(desk.ask(beginEnrolment, { body: { code } }))
  const digits = authenticatorApp(begun.secondFactor, desk.clock)
  const made = await anAccount()
  const body = { ...made.sent, ...names, code, secondFactorCode: digits() }
  const { token, me } = await granted(desk.ask(finishEnrolment, { body }))
  // A code works once, so the next one is of another half minute.
  desk.clock.pass({ seconds: 30 })
  const { signing, box, contents, ways } = made
  const { auth } = made.sent
  const line = v.parse(lineId, me.lines[0]?.id)
  return { me, token, login: me.login, line, auth, signing, box, contents, ways, code: digits }
}

/** Invited and enrolled in one go. */
export async function aMember(desk: Desk, by: Member, traits: Traits = {}): Promise<Member> {
  return enrols(desk, await anInvitation(desk, by, traits))
}

/** Signs in once more, a half minute later; gives the new session's token. */
export async function signsIn(desk: Desk, member: Member): Promise<string> {
  desk.clock.pass({ seconds: 30 })
  const body = { login: member.login, auth: member.auth, code: member.code() }
  return (await granted(desk.ask(signInByPassphrase, { body }))).token
}

/** What a browser makes when somebody enrols. */
export async function anAccount() {
  const keys = await makeStaffKeys()
  const contents = {
    ...keys,
    authority: keys.signing,
    root: new Uint8Array(32),
    head: undefined,
  } satisfies VaultContents
  const ways: [Way, Way] = [aWay('passphrase', 32), aWay('recovery', 16)]
  const vault = await makeVault(contents, ways)
  const sent = {
    auth: toBase64url(randomBytes(32)),
    signatureKey: toBase64url(keys.signing.publicKey),
    boxKey: toBase64url(keys.box.publicKey),
    vault: toBase64url(vault),
  }
  const signing = await importSigningPair(keys.signing, { extractable: false })
  const box = await importBoxPair(keys.box, { extractable: false })
  return { sent, contents, ways, signing, box }
}

/** The vault after the browser has read the directory further, as it travels. */
export async function newContents(member: Member, head: Head): Promise<string> {
  const contents = { ...member.contents, head }
  const [way] = member.ways
  return toBase64url(await changeContents(fromBase64url(member.me.vault), way, contents))
}

/** The vault with one more way in, as it travels. */
export async function newWay(member: Member): Promise<string> {
  const [way] = member.ways
  const added = aWay('passkey', 32)
  return toBase64url(await addWay(fromBase64url(member.me.vault), way, added))
}

/** The six digits a phone shows that has scanned this address. */
export function authenticatorApp(address: string, clock: MovableClock): () => string {
  const secret = Secret.fromBase32(new URL(address).searchParams.get('secret') ?? '')
  const factor = new TOTP({ secret })
  return () => factor.generate({ timestamp: clock.now().getTime() })
}

function aWay(kind: Way['kind'], length: number): Way {
  return { kind, id: new Uint8Array(), secret: new Uint8Array(randomBytes(length)) }
}
