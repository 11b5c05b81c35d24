import type { invite as contract, Person } from '@veilleuse/contract/account'
import type { LineId } from '@veilleuse/domain/ids'
import { languages } from '@veilleuse/domain/language'
import { saltFor } from '../account/passphrase.ts'
import { allLines } from '../line/store.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import { newStaffId, newToken } from '../platform/ids.ts'
import { change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import type { Asked } from '../platform/route.ts'
import { forTeam } from './present.ts'
import { saveInvitation, savePerson } from './store.ts'

/** Long enough for somebody who reads their mail at the weekend. */
export const invitationLasts = { days: 7 }

/**
 * Invites a person to lines of the helpline. Inviting a login again whose link was never used makes a
 * new link and closes the old one.
 */
export async function invite(
  { db, clock, secrets }: House,
  { session, body }: Pick<Asked<typeof contract>, 'session' | 'body'>,
): Promise<{ person: Person; code: string }> {
  const now = clock.now()
  return change(db, async (tx) => {
    const person = await savePerson(tx, {
      id: newStaffId(),
      login: body.login,
      alias: body.alias,
      role: body.role,
      lines: await knownLines(tx, body.lines),
      languages: body.languages ?? languages,
      now,
      salt: saltFor(secrets, body.login),
    })
    if (!person) throw new Problem('already_there')
    const code = newToken()
    const expiresAt = new Date(now.getTime() + invitationLasts.days * 86_400_000)
    await saveInvitation(tx, { code, staff: person.id, first: false, expiresAt })
    await audit(tx, { who: session.staff, what: 'person.invited', about: person.id }, now)
    return { person: forTeam(person, new Map()), code }
  })
}

/** These lines, all of which must be there; the helpline's first when none are named. */
export async function knownLines(
  tx: Tx,
  wanted: readonly LineId[] | undefined,
): Promise<readonly LineId[]> {
  const there = (await allLines(tx)).map(({ id }) => id)
  if (wanted?.some((id) => !there.includes(id))) throw new Problem('not_found')
  return wanted ?? there.slice(0, 1)
}
