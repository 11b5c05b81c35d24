import {
  startAuthentication,
  startRegistration,
  WebAuthnError,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import { copyOf, fromBase64url, randomBytes, toBase64url, utf8 } from '@veilleuse/sealing/bytes'
import type { Way } from '@veilleuse/sealing/vault'

/** What an authenticator answered: for the server, and for the vault. */
export type PasskeyAnswer = {
  readonly response: Record<string, unknown>
  /** Absent where the authenticator gives no PRF output: it signs in and opens no vault. */
  readonly way: Way | undefined
}

export type PasskeyTrouble = 'cancelled' | 'impossible' | 'already_there'

/** Asks for a passkey of this helpline. `options` are the server's. */
export async function askPasskey(options: Record<string, unknown>): Promise<PasskeyAnswer> {
  const optionsJSON = await withPrf(options as unknown as PublicKeyCredentialRequestOptionsJSON)
  const answer = await startAuthentication({ optionsJSON })
  return split({ ...answer })
}

/** Makes a passkey; asks a second time where only an assertion gives the PRF output. */
export async function makePasskey(options: Record<string, unknown>): Promise<PasskeyAnswer> {
  const optionsJSON = await withPrf(options as unknown as PublicKeyCredentialCreationOptionsJSON)
  const made = split({ ...(await startRegistration({ optionsJSON })) })
  if (made.way || !prfPromised(made.response)) return made
  const again = await askPasskey({
    // Nobody checks this answer: it is asked for its PRF output alone.
    challenge: toBase64url(randomBytes(32)),
    rpId: optionsJSON.rp.id,
    allowCredentials: [{ id: made.response['id'], type: 'public-key' }],
    userVerification: 'required',
  }).catch(() => undefined)
  return { ...made, way: again?.way }
}

/** Why there is no passkey, in a word the screen can choose from. */
export function passkeyTrouble(trouble: unknown): PasskeyTrouble {
  if (trouble instanceof WebAuthnError) {
    if (trouble.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return 'already_there'
    if (trouble.code === 'ERROR_CEREMONY_ABORTED') return 'cancelled'
  }
  const name = trouble instanceof Error ? trouble.name : ''
  return name === 'NotAllowedError' || name === 'AbortError' ? 'cancelled' : 'impossible'
}

/** The same for every passkey: the output differs by credential anyway. */
async function prfInput(): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', utf8('hl1/vk/prf'))
}

async function withPrf<O extends { extensions?: object }>(options: O): Promise<O> {
  const prf = { eval: { first: await prfInput() } }
  return { ...options, extensions: { ...options.extensions, prf } }
}

type Answered = { id: string; clientExtensionResults: object }

/** Takes the PRF output out, so that it cannot travel to the server with the rest. */
function split(answer: Answered & Record<string, unknown>): PasskeyAnswer {
  const { prf, ...others } = answer.clientExtensionResults as {
    prf?: { enabled?: boolean; results?: { first?: BufferSource } }
  }
  const first = prf?.results?.first
  const kept = prf?.enabled === undefined ? others : { ...others, prf: { enabled: prf.enabled } }
  return {
    response: { ...answer, clientExtensionResults: kept },
    way: first && { kind: 'passkey', id: fromBase64url(answer.id), secret: bytesOf(first) },
  }
}

function prfPromised(response: Record<string, unknown>): boolean {
  const results = response['clientExtensionResults'] as { prf?: { enabled?: boolean } }
  return results.prf?.enabled === true
}

function bytesOf(source: BufferSource): Uint8Array {
  return copyOf(
    ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source),
  )
}
