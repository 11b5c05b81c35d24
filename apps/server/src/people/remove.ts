import type { StaffId } from '@veilleuse/domain/ids'
import { endSessionsOf } from '../account/session.ts'
import { dropKeysOf, lockDirectory } from '../keys/store.ts'
import { audit } from '../platform/audit.ts'
import type { House } from '../platform/house.ts'
import { change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import { dismiss } from '../queue/actions.ts'
import type { StaffSession } from '../platform/session.ts'
import { openShiftsOf } from '../shift/store.ts'
import { lockPerson, saveRemoval } from './store.ts'

/**
 * Removes a person at once: signed out everywhere, nothing left to sign in with, no key of the line
 * served to them any more. What they had on their own device they still have, so new keys become
 * due for the lines whose keys they held, and their visitors go to the head of the queue. Doing it twice does it once.
 */
export async function removePerson(
  { db, clock }: House,
  { session, id }: { session: StaffSession; id: StaffId },
): Promise<void> {
  // An administrator who removed themself would leave a helpline nobody can administer.
  if (id === session.staff) throw new Problem('not_allowed')
  const now = clock.now()
  const removed = await change(db, async (tx) => {
    // First, so that an epoch being published counts this person either before or after.
    await lockDirectory(tx)
    const person = await lockPerson(tx, id)
    if (!person) throw new Problem('not_found')
    if (person.state === 'removed') return false
    await saveRemoval(tx, id, now)
    await dropKeysOf(tx, { staff: id, now })
    await endSessionsOf(tx, id, now)
    await openShiftsOf(tx, id, now)
    await audit(tx, { who: session.staff, what: 'person.removed', about: id }, now)
    return true
  })
  if (removed) await dismiss({ db, clock }, id)
}
