import { languages } from '@veilleuse/domain/language'
import type { House } from '../platform/house.ts'
import { newStaffId, newToken } from '../platform/ids.ts'
import { change } from '../platform/outbox.ts'
import { saltFor } from '../account/passphrase.ts'
import { lockDirectory } from '../keys/store.ts'
import { invitationLasts, knownLines } from './invite.ts'
import { anybodyEnrolled, saveInvitation, savePerson } from './store.ts'

/**
 * The code of the link by which the very first administrator enrols, `/desk/enrol#<code>`, or
 * undefined once somebody has. A new code at each start: the one before stops working, and only a
 * hash of it is kept.
 */
export function firstInvitation(
  house: Pick<House, 'db' | 'clock' | 'secrets'>,
): Promise<string | undefined> {
  const { db, clock, secrets } = house
  return change(db, async (tx) => {
    // Several servers may start at once; the last one's code is the one that works.
    await lockDirectory(tx)
    if (await anybodyEnrolled(tx)) return undefined
    const now = clock.now()
    const { login, alias } = placeholder
    const person = await savePerson(tx, {
      id: newStaffId(),
      login,
      alias,
      role: 'administrator',
      lines: await knownLines(tx, undefined),
      languages: [...languages],
      now,
      salt: saltFor(secrets, login),
    })
    if (!person) throw new Error('Nobody has enrolled, yet a login is taken')
    const code = newToken()
    const expiresAt = new Date(now.getTime() + invitationLasts.days * 86_400_000)
    await saveInvitation(tx, { code, staff: person.id, first: true, expiresAt })
    return code
  })
}

/** What the enrolment form begins with; the first administrator may choose other names there. */
const placeholder = { login: 'administrator', alias: 'Administration' } as const
