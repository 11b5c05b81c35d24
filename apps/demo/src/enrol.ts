import { call, Refused } from '@veilleuse/client/call'
import { beginEnrolment, finishEnrolment, type Me, signInAsDemo } from '@veilleuse/contract/account'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { makeVault } from '@veilleuse/sealing/vault'
import { makeStaffKeys } from '@veilleuse/sealing/vault-contents'
import { Secret, TOTP } from 'otpauth'
import type { Notebook, Person } from './notebook.ts'
import { wayOfPassphrase, wayOfRecovery } from './vault.ts'

export type Session = { readonly token: string; readonly me: Me }

/** Signs a person in who has enrolled already; undefined when they have not. */
export async function enter(nearby: string, { login }: Person): Promise<Session | undefined> {
  try {
    return await call(nearby, signInAsDemo, { body: { login } })
  } catch (error) {
    if (error instanceof Refused && error.problem === 'not_found') return undefined
    throw error
  }
}

/** Answers an invitation as a browser does: keys, a vault with two ways in, a second factor. */
export async function enrol(
  nearby: string,
  person: Person,
  { code, notebook }: { code: string; notebook: Notebook },
): Promise<Session> {
  const begun = await call(nearby, beginEnrolment, { body: { code } })
  const totpSecret = new URL(begun.secondFactor).searchParams.get('secret') ?? ''
  // Noted before it counts: nobody could ask for it again.
  notebook.learn(person.login, { totpSecret })
  const keys = await makeStaffKeys()
  const { auth, way } = await wayOfPassphrase(person, begun.salt)
  const root = begun.rootFingerprint ? fromBase64url(begun.rootFingerprint) : noPin
  const contents = { ...keys, authority: undefined, root, head: undefined }
  const vault = await makeVault(contents, [way, await wayOfRecovery(person)])
  return call(nearby, finishEnrolment, {
    body: {
      code,
      login: person.login,
      alias: person.alias,
      auth: toBase64url(auth),
      secondFactorCode: codeOf(totpSecret),
      signatureKey: toBase64url(keys.signing.publicKey),
      boxKey: toBase64url(keys.box.publicKey),
      vault: toBase64url(vault),
    },
  })
}

/** In a vault made before there was a root to pin. */
export const noPin = new Uint8Array(32)

function codeOf(totpSecret: string): string {
  return new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate()
}
