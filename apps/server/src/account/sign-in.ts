import type { Me, signInByPassphrase as contract } from '@veilleuse/contract/account'
import type { House } from '../platform/house.ts'
import { change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import type { Asked } from '../platform/route.ts'
import { fromWire } from '../platform/wire.ts'
import { sameAuth, saltFor } from './passphrase.ts'
import { meFor } from './present.ts'
import { stepFor } from './proof.ts'
import { openSession } from './session.ts'
import { type Account, accountByLogin, lockAccount, saltOf, saveStep } from './store.ts'

export type SignedIn = { readonly token: string; readonly me: Me }

/** The salt of a login, or what looks like one: nobody learns here who is of the team. */
export async function beginSignIn(
  house: House,
  { login, household }: { login: string; household: string },
): Promise<Buffer> {
  house.limits.spend('beginSignIn', household)
  const kept = await saltOf(house.db, login)
  const made = saltFor(house.secrets, login)
  return kept ?? made
}

/**
 * A login that nobody has, a wrong passphrase, a wrong code and a code used before get the same
 * answer after the same work: nothing is locked or written until all is right. A code is used up
 * only by a sign-in that succeeds, so that nobody can spend somebody else's.
 */
export async function signInByPassphrase(
  house: House,
  { body, household }: Pick<Asked<typeof contract>, 'body' | 'household'>,
): Promise<SignedIn> {
  house.limits.spend('beginSignIn', household)
  house.limits.spend('signIn', `login ${body.login}`)
  const given = { auth: fromWire(body.auth), code: body.code }
  const { id } = proven(house, await accountByLogin(house.db, body.login), given).account
  return change(house.db, async (tx) => {
    // Once more under the lock: the code may have been used, or the person removed, meanwhile.
    const { account, step } = proven(house, await lockAccount(tx, id), given)
    await saveStep(tx, account.id, step)
    const token = await openSession(tx, account.id, house.clock.now())
    return { token, me: await meFor(tx, account) }
  })
}

/** Throws `wrong_secret` unless both the passphrase and the code are this person's. */
function proven(
  house: House,
  account: Account | undefined,
  { auth, code }: { auth: Uint8Array; code: string },
): { account: Account; step: number } {
  const right = sameAuth(auth, account?.authHash)
  const step = stepFor(house, account, code)
  if (!account || !right || step === undefined) throw new Problem('wrong_secret')
  return { account, step }
}
