import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import * as v from 'valibot'
import type { Config } from '../platform/config.ts'
import { Problem } from '../platform/problem.ts'

/** What is kept of a passkey. */
export type Credential = {
  readonly id: string
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly transports: readonly string[]
}

// ES256, Ed25519 and RS256: what authenticators have. Nothing else is parsed.
const algorithms = [-7, -8, -257]
// No attestation is asked for. Some authenticators vouch for themselves all the same (`packed`);
// formats that speak of a maker are turned away.
const formats = new Set(['none', 'packed'])

/** The question to an authenticator that shall hold a new passkey for this person. */
export async function registrationOptions(
  config: Config,
  asked: {
    readonly challenge: string
    readonly helpline: string
    readonly person: { readonly id: string; readonly login: string; readonly alias: string }
    readonly known: readonly string[]
  },
): Promise<Record<string, unknown>> {
  const { challenge, helpline, person, known } = asked
  const options = await generateRegistrationOptions({
    rpName: helpline,
    rpID: relyingParty(config),
    userID: Buffer.from(person.id),
    userName: person.login,
    userDisplayName: person.alias,
    challenge: Buffer.from(challenge, 'base64url'),
    timeout: timeout.milliseconds,
    attestationType: 'none',
    excludeCredentials: known.map((id) => ({ id })),
    // Discoverable, so that signing in needs no login; verified, so that a found key is no use.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    // What is derived by `prf` opens the vault. Its inputs are the browser's own.
    extensions: { prf: {}, credProps: true },
    supportedAlgorithmIDs: algorithms,
  })
  return { ...options }
}

/** The question to whichever passkey of ours the person picks. */
export async function authenticationOptions(
  config: Config,
  challenge: string,
): Promise<Record<string, unknown>> {
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(config),
    challenge: Buffer.from(challenge, 'base64url'),
    timeout: timeout.milliseconds,
    userVerification: 'required',
    extensions: { prf: {} },
  })
  return { ...options }
}

/** The new passkey, if this authenticator answers just this question. Throws `wrong_secret`. */
export async function readRegistration(
  config: Config,
  { challenge, response }: { challenge: string; response: Record<string, unknown> },
): Promise<Credential> {
  const given = v.safeParse(Registration, response)
  if (!given.success) throw new Problem('wrong_secret')
  const read = await orWrongSecret(() =>
    verifyRegistrationResponse({
      response: registrationOf(given.output),
      expectedChallenge: challenge,
      expectedOrigin: config.publicOrigin,
      expectedRPID: relyingParty(config),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  )
  if (!read.verified || !formats.has(read.registrationInfo.fmt)) throw new Problem('wrong_secret')
  const { credential } = read.registrationInfo
  return {
    id: credential.id,
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: given.output.response.transports ?? [],
  }
}

/** What an answer says of itself, before anything of it is believed. Throws `wrong_secret`. */
export function readAssertion(response: Record<string, unknown>): Assertion {
  const given = v.safeParse(Assertion, response)
  if (!given.success) throw new Problem('wrong_secret')
  return given.output
}

/** The passkey's new counter, if it answers just this question. Throws `wrong_secret`. */
export async function verifyAssertion(
  config: Config,
  {
    challenge,
    assertion,
    credential,
  }: { challenge: string; assertion: Assertion; credential: Credential },
): Promise<number> {
  const read = await orWrongSecret(() =>
    verifyAuthenticationResponse({
      response: assertionOf(assertion),
      expectedChallenge: challenge,
      expectedOrigin: config.publicOrigin,
      expectedRPID: relyingParty(config),
      requireUserVerification: true,
      credential: {
        id: credential.id,
        publicKey: new Uint8Array(credential.publicKey),
        counter: credential.counter,
      },
    }),
  )
  if (!read.verified) throw new Problem('wrong_secret')
  return read.authenticationInfo.newCounter
}

const timeout = { milliseconds: 5 * 60_000 }
const coded = v.pipe(v.string(), v.maxLength(16 * 1024), v.regex(/^[A-Za-z0-9_-]+$/))
const credentialId = v.pipe(coded, v.maxLength(1364))

const Registration = v.object({
  id: credentialId,
  type: v.literal('public-key'),
  response: v.object({
    clientDataJSON: coded,
    attestationObject: coded,
    transports: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(32))), v.maxLength(8))),
  }),
})
type Registration = v.InferOutput<typeof Registration>

const Assertion = v.object({
  id: credentialId,
  type: v.literal('public-key'),
  response: v.object({
    clientDataJSON: coded,
    authenticatorData: coded,
    signature: coded,
    userHandle: v.nullish(coded),
  }),
})
export type Assertion = v.InferOutput<typeof Assertion>

// Just the fields that prove something; what extensions answered is the browser's affair.
function registrationOf({ id, response }: Registration): RegistrationResponseJSON {
  const { clientDataJSON, attestationObject } = response
  return { ...named(id), response: { clientDataJSON, attestationObject } }
}

function assertionOf({ id, response }: Assertion): AuthenticationResponseJSON {
  const { clientDataJSON, authenticatorData, signature } = response
  return { ...named(id), response: { clientDataJSON, authenticatorData, signature } }
}

function named(id: string) {
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {} } as const
}

function relyingParty(config: Config): string {
  return new URL(config.publicOrigin).hostname
}

// The library tells refusals by messages alone. Whatever it finds wrong, the answer is the same.
async function orWrongSecret<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw Object.assign(new Problem('wrong_secret'), { cause })
  }
}
