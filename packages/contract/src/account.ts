import { roles } from '@veilleuse/domain/staff'
import * as v from 'valibot'
import type { Endpoint } from './endpoint.ts'
import { alias, bytes, exactBytes, language, lineId, moment } from './shapes.ts'
import { nothing, slug, staffId, token, worded } from './shapes.ts'

/** Who a person of the team is: sign-in, vault, enrolment, people. */

export const login = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.regex(/^[a-z0-9._-]{2,40}$/))
const sixDigits = v.pipe(v.string(), v.regex(/^\d{6}$/))
const vault = bytes(16 * 1024)
/** What the browser's WebAuthn answers; checked whole by the server's library. */
const fromAuthenticator = v.record(v.string(), v.unknown())
const forAuthenticator = v.record(v.string(), v.unknown())

export const Me = v.object({
  id: staffId,
  login: v.string(),
  alias,
  role: v.picklist(roles),
  /** The lines this person answers on, in the order the lines stand. */
  lines: v.array(v.object({ id: lineId, slug, name: worded })),
  instance: bytes(32),
  vault,
  signatureKey: exactBytes(65),
  boxKey: exactBytes(65),
  /** Whether an authority has added this person to the directory, so that keys reach them. */
  inDirectory: v.boolean(),
  passkeys: v.array(v.object({ id: v.string(), madeAt: moment })),
})
export type Me = v.InferOutput<typeof Me>

const signedIn = v.object({ token, me: Me })

/** The salt for a login. Unknown logins get one too, always the same for the same login. */
export const beginSignIn = {
  method: 'POST',
  url: '/api/desk/sign-in/begin',
  door: 'anyone',
  body: v.object({ login }),
  reply: v.object({ salt: exactBytes(16) }),
  problems: ['too_fast'],
} as const satisfies Endpoint

/** `auth` is what the stretched passphrase gives for signing in; the passphrase never leaves. */
export const signInByPassphrase = {
  method: 'POST',
  url: '/api/desk/sign-in/passphrase',
  door: 'anyone',
  body: v.object({ login, auth: exactBytes(32), code: sixDigits }),
  reply: signedIn,
  problems: ['wrong_secret', 'too_fast'],
} as const satisfies Endpoint

export const beginPasskey = {
  method: 'POST',
  url: '/api/desk/sign-in/passkey/begin',
  door: 'anyone',
  reply: v.object({ challenge: v.string(), options: forAuthenticator }),
  problems: ['too_fast'],
} as const satisfies Endpoint

export const signInByPasskey = {
  method: 'POST',
  url: '/api/desk/sign-in/passkey',
  door: 'anyone',
  body: v.object({ challenge: v.string(), response: fromAuthenticator }),
  reply: signedIn,
  problems: ['wrong_secret', 'too_fast'],
} as const satisfies Endpoint

/** Exists in the demo alone, on loopback alone. */
export const demoPeople = {
  method: 'GET',
  url: '/api/desk/demo/people',
  door: 'anyone',
  reply: v.object({
    people: v.array(
      v.object({ login: v.string(), alias, role: v.picklist(roles), passphrase: v.string() }),
    ),
  }),
  problems: ['not_found'],
} as const satisfies Endpoint

export const signInAsDemo = {
  method: 'POST',
  url: '/api/desk/demo/sign-in',
  door: 'anyone',
  body: v.object({ login }),
  reply: signedIn,
  problems: ['not_found'],
} as const satisfies Endpoint

export const signOut = {
  method: 'POST',
  url: '/api/desk/sign-out',
  door: 'desk',
  may: 'see_own_page',
  reply: nothing,
  problems: [],
} as const satisfies Endpoint

export const me = {
  method: 'GET',
  url: '/api/desk/me',
  door: 'desk',
  may: 'see_own_page',
  reply: Me,
  problems: [],
} as const satisfies Endpoint

/** Replaces the vault, for a new way of opening it or new contents. */
export const saveVault = {
  method: 'POST',
  url: '/api/desk/vault',
  door: 'desk',
  may: 'see_own_page',
  body: v.object({
    vault,
    /** Proof of the person, not of the session alone: a fresh code of the second factor. */
    code: v.optional(sixDigits),
  }),
  reply: nothing,
  problems: ['second_factor_needed'],
} as const satisfies Endpoint

export const beginNewPasskey = {
  method: 'POST',
  url: '/api/desk/passkeys/begin',
  door: 'desk',
  may: 'see_own_page',
  body: v.object({ code: sixDigits }),
  reply: v.object({ challenge: v.string(), options: forAuthenticator }),
  problems: ['second_factor_needed'],
} as const satisfies Endpoint

export const addPasskey = {
  method: 'POST',
  url: '/api/desk/passkeys',
  door: 'desk',
  may: 'see_own_page',
  body: v.object({ challenge: v.string(), response: fromAuthenticator, vault }),
  reply: Me,
  problems: ['wrong_secret'],
} as const satisfies Endpoint

export const Person = v.object({
  id: staffId,
  alias,
  role: v.picklist(roles),
  state: v.picklist(['invited', 'enrolled', 'in_directory', 'removed']),
  signatureKey: v.optional(exactBytes(65)),
  boxKey: v.optional(exactBytes(65)),
  /**
   * The lines this person answers on, and whether the newest keys of each are sealed to them; an
   * authority gives them to whoever lacks them.
   */
  lines: v.array(v.object({ id: lineId, hasKeys: v.boolean() })),
  languages: v.array(language),
})
export type Person = v.InferOutput<typeof Person>

const someLines = v.pipe(v.array(lineId), v.maxLength(50))
const someLanguages = v.pipe(v.array(language), v.minLength(1), v.maxLength(20))

export const people = {
  method: 'GET',
  url: '/api/desk/people',
  door: 'desk',
  may: 'see_own_page',
  reply: v.object({ people: v.array(Person) }),
  problems: ['not_allowed'],
} as const satisfies Endpoint

/** Invites a person. The link works once, for a week; it is shown to the inviter alone. */
export const invite = {
  method: 'POST',
  url: '/api/desk/people/invite',
  door: 'desk',
  may: 'invite_people',
  /** Without `lines` it is the helpline's first one. */
  body: v.object({
    login,
    alias,
    role: v.picklist(roles),
    lines: v.optional(someLines),
    languages: v.optional(someLanguages),
  }),
  reply: v.object({ person: Person, code: token }),
  problems: ['already_there', 'not_found'],
} as const satisfies Endpoint

/** From now on the person answers on these lines, in these languages. */
export const placePerson = {
  method: 'POST',
  url: '/api/desk/people/:id/lines',
  door: 'desk',
  may: 'invite_people',
  params: v.object({ id: staffId }),
  body: v.object({ lines: someLines, languages: someLanguages }),
  reply: Person,
  problems: ['not_found'],
} as const satisfies Endpoint

/** Signs a person out everywhere and for good. Their sockets close within a second. */
export const removePerson = {
  method: 'POST',
  url: '/api/desk/people/:id/remove',
  door: 'desk',
  may: 'invite_people',
  params: v.object({ id: staffId }),
  reply: nothing,
  problems: ['not_found', 'not_allowed'],
} as const satisfies Endpoint

/** Opens an invitation; `helpline` is absent for the very first administrator. */
export const beginEnrolment = {
  method: 'POST',
  url: '/api/desk/enrol/begin',
  door: 'anyone',
  body: v.object({ code: token }),
  reply: v.object({
    login: v.string(),
    alias: v.string(),
    role: v.picklist(roles),
    instance: bytes(32),
    salt: exactBytes(16),
    /** `otpauth://` address of the second factor, to be scanned. */
    secondFactor: v.string(),
    passkey: v.object({ challenge: v.string(), options: forAuthenticator }),
    /** The pinned root, once there is one. */
    rootFingerprint: v.optional(exactBytes(32)),
  }),
  problems: ['not_found', 'too_fast'],
} as const satisfies Endpoint

/**
 * Ends an enrolment. The browser has made the keys and the vault with at least two ways to open
 * it; `auth` and the code prove the passphrase and the second factor, `passkey` is optional.
 */
export const finishEnrolment = {
  method: 'POST',
  url: '/api/desk/enrol/finish',
  door: 'anyone',
  body: v.object({
    code: token,
    login: v.optional(login),
    alias: v.optional(alias),
    auth: exactBytes(32),
    secondFactorCode: sixDigits,
    passkey: v.optional(v.object({ challenge: v.string(), response: fromAuthenticator })),
    signatureKey: exactBytes(65),
    boxKey: exactBytes(65),
    vault,
  }),
  reply: signedIn,
  problems: ['not_found', 'wrong_secret', 'already_there', 'too_fast'],
} as const satisfies Endpoint
