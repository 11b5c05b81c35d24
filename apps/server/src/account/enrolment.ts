import type {
  beginEnrolment as beginContract,
  finishEnrolment as finishContract,
} from '@veilleuse/contract/account'
import { importPublic } from '@veilleuse/sealing/suite'
import type { InferOutput } from 'valibot'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import { change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import type { Asked } from '../platform/route.ts'
import { fromWire, orProblem, toWire } from '../platform/wire.ts'
import { newChallenge, useChallenge } from './challenge.ts'
import {
  type Invited,
  lockInvitation,
  loginIsTaken,
  saveEnrolment,
  savePendingSecondFactor,
  useInvitation,
} from './enrolment-store.ts'
import { hashAuth } from './passphrase.ts'
import { savePasskey } from './passkey-store.ts'
import { meFor } from './present.ts'
import { stepFor } from './proof.ts'
import { newSecondFactor, sealSecondFactor, secondFactorAddress } from './second-factor.ts'
import { openSession } from './session.ts'
import type { SignedIn } from './sign-in.ts'
import { accountById, houseOf } from './store.ts'
import { readVault } from './vault.ts'
import { readRegistration, registrationOptions } from './webauthn.ts'

type Begun = InferOutput<(typeof beginContract)['reply']>

/**
 * Opens an invitation. Each time with a new second factor: whoever looked at the link earlier and
 * noted the secret has one that is worth nothing.
 */
export async function beginEnrolment(
  house: House,
  { body, household }: Pick<Asked<typeof beginContract>, 'body' | 'household'>,
): Promise<Begun> {
  house.limits.spend('beginSignIn', household)
  const now = house.clock.now()
  return change(house.db, async (tx) => {
    const invited = await lockInvited(tx, { code: body.code, now })
    const { id, login, alias, role, salt } = invited.account
    const { name, instance, root_fingerprint } = await houseOf(tx)
    const secret = newSecondFactor()
    await savePendingSecondFactor(tx, id, sealSecondFactor(house.secrets, id, secret))
    const challenge = await newChallenge(tx, { purpose: 'enrol', staff: id }, now)
    const person = { id, login, alias }
    const asked = { challenge, helpline: name.fr, person, known: [] }
    return {
      login,
      alias,
      role,
      instance: toWire(instance),
      salt: toWire(salt),
      secondFactor: secondFactorAddress(secret, { login, helpline: name.fr }),
      passkey: { challenge, options: await registrationOptions(house.config, asked) },
      ...(root_fingerprint && { rootFingerprint: toWire(root_fingerprint) }),
    }
  })
}

/**
 * Takes the person in and signs them in. The very first administrator, whom nobody invited, may
 * choose login and alias here; for everybody else they stand as the inviter wrote them.
 */
export async function finishEnrolment(
  house: House,
  { body, household }: Pick<Asked<typeof finishContract>, 'body' | 'household'>,
): Promise<SignedIn> {
  house.limits.spend('beginSignIn', household)
  house.limits.spend('signIn', `enrolment ${body.code}`)
  const now = house.clock.now()
  const given = {
    authHash: hashAuth(fromWire(body.auth)),
    signatureKey: await publicKey(body.signatureKey, 'ECDSA'),
    boxKey: await publicKey(body.boxKey, 'ECDH'),
    vault: fromWire(body.vault),
  }
  readVault(given.vault)
  return change(house.db, async (tx) => {
    const invited = await lockInvited(tx, { code: body.code, now })
    const { account } = invited
    const step = stepFor(house, account, body.secondFactorCode)
    if (step === undefined) throw new Problem('wrong_secret')
    const names = await namesOf(tx, invited, body)
    const saved = await saveEnrolment(tx, { ...given, ...names, id: account.id, step, now })
    if (!saved) throw new Problem('already_there')
    if (body.passkey) await takePasskey(tx, house, { owner: account.id, ...body.passkey })
    await useInvitation(tx, account.id, now)
    const token = await openSession(tx, account.id, now)
    const enrolled = await accountById(tx, account.id)
    if (!enrolled) throw new Error('Enrolled nobody')
    const me = await meFor(tx, enrolled)
    await audit(tx, { who: account.id, what: 'person.enrolled', about: account.id }, now)
    return { token, me }
  })
}

/** Unknown, used and expired invitations are the same to whoever has only a link. */
async function lockInvited(tx: Tx, { code, now }: { code: string; now: Date }): Promise<Invited> {
  const invited = await lockInvitation(tx, code)
  if (!invited || invited.usedAt || invited.expiresAt <= now) throw new Problem('not_found')
  if (invited.account.state !== 'invited') throw new Problem('not_found')
  return invited
}

async function namesOf(
  tx: Tx,
  { first, account }: Invited,
  wanted: { readonly login?: string | undefined; readonly alias?: string | undefined },
) {
  if (!first) return { login: account.login, alias: account.alias }
  const { login = account.login, alias = account.alias } = wanted
  if (login !== account.login && (await loginIsTaken(tx, login))) throw new Problem('already_there')
  return { login, alias }
}

async function takePasskey(
  tx: Tx,
  { config, clock }: House,
  {
    owner,
    challenge,
    response,
  }: { owner: Invited['account']['id']; challenge: string; response: Record<string, unknown> },
): Promise<void> {
  const now = clock.now()
  await useChallenge(tx, { challenge, wanted: { purpose: 'enrol', staff: owner }, now })
  const credential = await readRegistration(config, { challenge, response })
  if (!(await savePasskey(tx, { owner, credential, now }))) throw new Problem('wrong_secret')
}

async function publicKey(wire: string, use: 'ECDSA' | 'ECDH'): Promise<Buffer> {
  const raw = fromWire(wire)
  await orProblem(() => importPublic(raw, use, use === 'ECDSA' ? ['verify'] : []))
  return raw
}
