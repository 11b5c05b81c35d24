import type {
  addPasskey as addContract,
  Me,
  signInByPasskey as signInContract,
} from '@veilleuse/contract/account'
import { audit } from '../platform/audit.ts'
import type { House } from '../platform/house.ts'
import { change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import type { Asked } from '../platform/route.ts'
import type { StaffSession } from '../platform/session.ts'
import { fromWire } from '../platform/wire.ts'
import { newChallenge, useChallenge } from './challenge.ts'
import { lockPasskey, ownerOfPasskey, saveCounter, savePasskey } from './passkey-store.ts'
import { meFor } from './present.ts'
import { stepUp } from './proof.ts'
import { openSession } from './session.ts'
import type { SignedIn } from './sign-in.ts'
import { houseOf, lockAccount, passkeysOf, saveVault } from './store.ts'
import { readVault } from './vault.ts'
import {
  authenticationOptions,
  readAssertion,
  readRegistration,
  registrationOptions,
  verifyAssertion,
} from './webauthn.ts'

export type PasskeyQuestion = {
  readonly challenge: string
  readonly options: Record<string, unknown>
}

export async function beginPasskey(house: House, household: string): Promise<PasskeyQuestion> {
  house.limits.spend('beginSignIn', household)
  const challenge = await newChallenge(house.db, { purpose: 'sign_in' }, house.clock.now())
  return { challenge, options: await authenticationOptions(house.config, challenge) }
}

/** The challenge is used up by any answer, right or wrong, so it is not given back by a rollback. */
export async function signInByPasskey(
  house: House,
  { body, household }: Pick<Asked<typeof signInContract>, 'body' | 'household'>,
): Promise<SignedIn> {
  const { db, clock, config, limits } = house
  limits.spend('beginSignIn', household)
  const { challenge } = body
  await useChallenge(db, { challenge, wanted: { purpose: 'sign_in' }, now: clock.now() })
  const assertion = readAssertion(body.response)
  const owner = await ownerOfPasskey(db, assertion.id)
  return change(db, async (tx) => {
    const account = owner && (await lockAccount(tx, owner))
    const credential = account && (await lockPasskey(tx, { id: assertion.id, owner: account.id }))
    // An authenticator that says whose key it is must say what we know.
    const handle = assertion.response.userHandle
    const same = !handle || (owner && handle === userHandleOf(owner))
    if (!credential || !same) throw new Problem('wrong_secret')
    const counter = await verifyAssertion(config, { challenge, assertion, credential })
    await saveCounter(tx, { id: credential.id, counter, now: clock.now() })
    const token = await openSession(tx, account.id, clock.now())
    return { token, me: await meFor(tx, account) }
  })
}

/** Asks for a fresh code first: whoever has only a session cannot settle in with a key of theirs. */
export async function beginNewPasskey(
  house: House,
  { session, code }: { session: StaffSession; code: string },
): Promise<PasskeyQuestion> {
  return change(house.db, async (tx) => {
    const account = await stepUp(tx, house, { session, code })
    const known = await passkeysOf(tx, account.id)
    const { name } = await houseOf(tx)
    const wanted = { purpose: 'add', staff: account.id } as const
    const challenge = await newChallenge(tx, wanted, house.clock.now())
    const options = await registrationOptions(house.config, {
      challenge,
      helpline: name.fr,
      person: account,
      known: known.map((passkey) => passkey.credential_id),
    })
    return { challenge, options }
  })
}

/** The passkey and the vault that it opens land together: one without the other is of no use. */
export async function addPasskey(
  house: House,
  { session, body }: Pick<Asked<typeof addContract>, 'session' | 'body'>,
): Promise<Me> {
  const { db, clock, config } = house
  const { challenge, response } = body
  const wanted = { purpose: 'add', staff: session.staff } as const
  await useChallenge(db, { challenge, wanted, now: clock.now() })
  const credential = await readRegistration(config, { challenge, response })
  const vault = fromWire(body.vault)
  readVault(vault)
  return change(db, async (tx) => {
    const account = await lockAccount(tx, session.staff)
    if (!account) throw new Problem('signed_out')
    const kept = await savePasskey(tx, { owner: account.id, credential, now: clock.now() })
    if (!kept) throw new Problem('wrong_secret')
    await saveVault(tx, account.id, vault)
    const entry = { who: account.id, what: 'passkey.added', about: account.id }
    await audit(tx, entry, clock.now())
    return meFor(tx, { ...account, vault })
  })
}

function userHandleOf(staff: string): string {
  return Buffer.from(staff).toString('base64url')
}
