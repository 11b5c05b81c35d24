import { Problem } from '../platform/problem.ts'
import type { Tx } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import type { StaffSession } from '../platform/session.ts'
import { openSecondFactor, stepOfCode } from './second-factor.ts'
import { type Account, lockAccount, saveStep } from './store.ts'

/**
 * Locks the person and takes a fresh code of their second factor, once. Throws
 * `second_factor_needed` when there is none, or not a right one: a session alone may be stolen.
 */
export async function stepUp(
  tx: Tx,
  house: House,
  { session, code }: { session: StaffSession; code: string | undefined },
): Promise<Account> {
  house.limits.spend('signIn', `code ${session.staff}`)
  const account = await lockAccount(tx, session.staff)
  if (!account) throw new Problem('signed_out')
  const step = code === undefined ? undefined : stepFor(house, account, code)
  if (step === undefined) throw new Problem('second_factor_needed')
  await saveStep(tx, account.id, step)
  return account
}

/** The half minute of a right code; does the same work for somebody who has no second factor. */
export function stepFor(
  { secrets, clock }: House,
  account: Account | undefined,
  code: string,
): number | undefined {
  const sealed = account?.totpSecret
  const secret =
    account && sealed
      ? openSecondFactor(secrets, account.id, sealed)
      : secrets.hash('nobody', code).subarray(0, 20)
  const lastStep = account?.lastTotpStep ?? 0
  const step = stepOfCode(code, { secret, lastStep, now: clock.now() })
  return sealed ? step : undefined
}
