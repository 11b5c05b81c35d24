import * as contract from '@veilleuse/contract/account'
import type { House } from '../platform/house.ts'
import { change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import { route } from '../platform/route.ts'
import { toWire } from '../platform/wire.ts'
import { dismiss } from '../queue/actions.ts'
import { demoPeople, signInAsDemo } from './demo.ts'
import { beginEnrolment, finishEnrolment } from './enrolment.ts'
import { addPasskey, beginNewPasskey, beginPasskey, signInByPasskey } from './passkey.ts'
import { meFor } from './present.ts'
import { endSession, isSignedIn } from './session.ts'
import { beginSignIn, signInByPassphrase } from './sign-in.ts'
import { accountById } from './store.ts'
import { replaceVault } from './vault.ts'

/** Signing in and out, the vault, passkeys, enrolling. */
export function accountRoutes(house: House): void {
  const { db, clock } = house

  route(house, contract.beginSignIn, async ({ body, household }) => {
    const salt = await beginSignIn(house, { login: body.login, household })
    return { salt: toWire(salt) }
  })
  route(house, contract.signInByPassphrase, (asked) => signInByPassphrase(house, asked))
  route(house, contract.beginPasskey, ({ household }) => beginPasskey(house, household))
  route(house, contract.signInByPasskey, (asked) => signInByPasskey(house, asked))
  route(house, contract.demoPeople, async ({ request }) => ({
    people: [...(await demoPeople(house, request))],
  }))
  route(house, contract.signInAsDemo, ({ body, request }) =>
    signInAsDemo(house, { login: body.login, request }),
  )
  route(house, contract.signOut, async ({ session }) => {
    await change(db, (tx) => endSession(tx, session, clock.now()))
    // Nothing rings at a desk that was left, and nobody waits there for an answer.
    if (!(await isSignedIn(db, session.staff, clock.now()))) await dismiss(house, session.staff)
    return {}
  })
  route(house, contract.me, async ({ session }) => {
    const account = await accountById(db, session.staff)
    if (!account?.vault) throw new Problem('signed_out')
    return meFor(db, account)
  })
  route(house, contract.saveVault, async (asked) => {
    await replaceVault(house, asked)
    return {}
  })
  route(house, contract.beginNewPasskey, ({ session, body }) =>
    beginNewPasskey(house, { session, code: body.code }),
  )
  route(house, contract.addPasskey, (asked) => addPasskey(house, asked))
  route(house, contract.beginEnrolment, (asked) => beginEnrolment(house, asked))
  route(house, contract.finishEnrolment, (asked) => finishEnrolment(house, asked))
}
