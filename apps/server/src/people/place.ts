import type { Person, placePerson as contract } from '@veilleuse/contract/account'
import { dropKeysOf, holders, lockDirectory } from '../keys/store.ts'
import { audit } from '../platform/audit.ts'
import type { House } from '../platform/house.ts'
import { announce, change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import type { Asked } from '../platform/route.ts'
import { ringLines } from '../queue/actions.ts'
import { knownLines } from './invite.ts'
import { linesOf, saveLinesOf } from './lines.ts'
import { forTeam } from './present.ts'
import { lockPerson, saveLanguages } from './store.ts'

/**
 * Says on which lines a person answers, and in which languages. The keys of a line they leave are
 * theirs no more, and new ones become due; conversations they hold they keep.
 */
export async function placePerson(
  house: House,
  { session, params, body }: Pick<Asked<typeof contract>, 'session' | 'params' | 'body'>,
): Promise<Person> {
  const { db, clock } = house
  const now = clock.now()
  const { id } = params
  const person = await change(db, async (tx) => {
    // First, so that an epoch being published counts this person on the line or not.
    await lockDirectory(tx)
    const before = await lockPerson(tx, id)
    if (!before || before.state === 'removed') throw new Problem('not_found')
    const lines = await knownLines(tx, body.lines)
    await saveLinesOf(tx, id, lines)
    await saveLanguages(tx, id, body.languages)
    const left = before.lines.filter((line) => !lines.includes(line))
    if (left.length > 0) await dropKeysOf(tx, { staff: id, lines: left, now })
    await audit(tx, { who: session.staff, what: 'person.placed', about: id }, now)
    announce(tx, { type: 'person.placed', staff: id, lines: [...lines, ...left] })
    return { ...before, lines, languages: body.languages }
  })
  await ringLines(house, await linesOf(db, id))
  return forTeam(person, await holders(db))
}
