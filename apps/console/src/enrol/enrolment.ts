import * as account from '@veilleuse/contract/account'
import type { Me } from '@veilleuse/contract/account'
import { fromBase64url, randomBytes, toBase64url, type Bytes } from '@veilleuse/sealing/bytes'
import { makePhrase } from '@veilleuse/sealing/phrase'
import { makeVault, type Way } from '@veilleuse/sealing/vault'
import { makeStaffKeys } from '@veilleuse/sealing/vault-contents'
import type { InferOutput } from 'valibot'
import type { Ask } from '../session/ask.ts'
import { noPin } from '../session/keyring.ts'
import type { Keysmith } from '../session/keysmith.ts'
import type { PasskeyAnswer } from '../session/passkey.ts'
import { wayOfPassphrase, wayOfRecovery } from '../session/ways.ts'

export type Begun = InferOutput<(typeof account.beginEnrolment)['reply']>

/** Everything a person has made by the last step. */
export type Enrolment = {
  readonly code: string
  readonly begun: Begun
  readonly login: string
  readonly alias: string
  readonly passphrase: string
  readonly secondFactorCode: string
  readonly recovery: readonly string[]
  readonly passkey: PasskeyAnswer | undefined
}

/** The very first administrator, whom nobody invited: there is no root yet that could tell. */
export function isFirst({ role, rootFingerprint }: Begun): boolean {
  return role === 'administrator' && rootFingerprint === undefined
}

/** Five words, or sixteen characters for those who have their own way of making them. */
export function whyNotPassphrase(passphrase: string) {
  const words = passphrase.trim().split(/[\s-]+/)
  const long = words.filter((word) => word.length >= 3)
  if (new Set(long).size >= 5 || passphrase.trim().length >= 16)
    return new Set(passphrase).size < 6 ? 'too_simple' : undefined
  return 'too_short'
}

/** A passphrase nobody has thought up: six words, chosen by the machine. 66 bits. */
export function suggestPassphrase(list: readonly string[]): string {
  // 2,048 words divide 65,536 evenly, so each is as likely as the others.
  const chosen = new Uint16Array(randomBytes(12).buffer)
  return Array.from(chosen, (number) => list[number % list.length]).join(' ')
}

/** The twelve words to print: 128 bits of chance. */
export function makeRecovery(list: readonly string[]): Promise<readonly string[]> {
  return makePhrase(list, randomBytes(16))
}

/** Which two of the twelve are asked for, counted from 0: never neighbours, one from each half. */
export function wordsToRepeat(): readonly [number, number] {
  const [a = 0, b = 0] = randomBytes(2)
  return [a % 5, 6 + (b % 6)]
}

/** The code after `#`, where no server and no log sees it; undefined when there is none. */
export function codeIn(fragment: string): string | undefined {
  return /^#?([\w-]{43})$/.exec(fragment)?.[1]
}

/** Secret of an `otpauth` address in groups of four, for those who type it. */
export function secretOf(address: string): string {
  const secret = new URL(address).searchParams.get('secret') ?? ''
  return secret.replaceAll(/(.{4})(?=.)/g, '$1 ')
}

/** Makes keys and vault in this browser, and hands in what the server may have of them. */
export async function finishEnrolment(
  ask: Ask,
  smith: Keysmith,
  enrolment: Enrolment,
): Promise<{ token: string; me: Me; way: Way }> {
  const { code, begun, passkey, recovery, secondFactorCode } = enrolment
  const { auth, way } = await wayOfPassphrase(smith, enrolment.passphrase, begun.salt)
  const printed = await wayOfRecovery(recovery.join(' '))
  if (!('kind' in printed)) throw new Error('the recovery words do not read')
  const keys = await makeStaffKeys()
  const root: Bytes = begun.rootFingerprint ? fromBase64url(begun.rootFingerprint) : noPin
  const ways = [way, printed, ...(passkey?.way ? [passkey.way] : [])]
  const vault = await makeVault({ ...keys, authority: undefined, root, head: undefined }, ways)
  const signedIn = await ask(account.finishEnrolment, {
    body: {
      code,
      login: enrolment.login,
      alias: enrolment.alias,
      auth,
      secondFactorCode,
      ...(passkey && {
        passkey: { challenge: begun.passkey.challenge, response: passkey.response },
      }),
      signatureKey: toBase64url(keys.signing.publicKey),
      boxKey: toBase64url(keys.box.publicKey),
      vault: toBase64url(vault),
    },
  })
  return { ...signedIn, way }
}
