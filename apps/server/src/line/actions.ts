import { randomBytes } from 'node:crypto'
import { emergencyNumbersOf } from '@veilleuse/domain/emergency'
import type { Hours } from '@veilleuse/domain/hours'
import type { Line, LineSettings } from '@veilleuse/contract/line'
import type { LineId } from '@veilleuse/domain/ids'
import type { Worded } from '@veilleuse/domain/language'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import { newLineId } from '../platform/ids.ts'
import { announce, change } from '../platform/outbox.ts'
import { Problem, refuse } from '../platform/problem.ts'
import type { StaffSession } from '../platform/session.ts'
import { forOffice, rowOf } from './present.ts'
import {
  addLine,
  addRules,
  allLines,
  helplineOf,
  lineBySlug,
  type LineRow,
  lockLine,
  lockLines,
  newestRules,
  retire,
  rolesOn,
  saveHelpline,
  saveHours,
  saveLine,
  savePhrases,
  saveSettings,
} from './store.ts'
import { firstPhrases } from './first-phrases.ts'

/** Round the clock; a helpline sets its own with `npm run veilleuse -- hours`. */
const allDay: Hours = {
  zone: 'Europe/Paris',
  week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 0, to: 0 })),
}

/** Makes the helpline and its first line in an empty database; does nothing in one that has them. */
export async function furnish(db: Db): Promise<void> {
  await change(db, async (tx) => {
    await saveHelpline(tx, {
      instance: randomBytes(16),
      name: JSON.stringify({ fr: 'La Veilleuse', en: 'La Veilleuse' }),
      root_fingerprint: null,
      // An everyday page that says nothing about whoever opens it.
      exit_address: 'https://meteofrance.com/',
    })
    // Of two servers that start at once, the first one's row stays; the second one finds it.
    if (!(await helplineOf(tx)) || (await lineBySlug(tx, 'ecoute'))) return
    const id = newLineId()
    await saveLine(tx, {
      id,
      slug: 'ecoute',
      name: JSON.stringify({ fr: 'Écoute', en: 'Listening' }),
      hours: JSON.stringify(allDay),
      emergency: JSON.stringify(emergencyNumbersOf('FR')),
    })
    await savePhrases(tx, id, firstPhrases)
  })
}

/** New opening hours, seen by every open page within a second. */
export async function setHours(db: Db, slug: string, hours: Hours): Promise<boolean> {
  return change(db, async (tx) => {
    const line = await lineBySlug(tx, slug)
    if (!line) return false
    await saveHours(tx, line.id, hours)
    announce(tx, { type: 'line.changed', line: line.id })
    return true
  })
}

type Inside = Pick<House, 'db' | 'clock'>

/** Every line that is offered, as the office sees it. */
export async function linesForOffice({ db }: Inside): Promise<Line[]> {
  const found = []
  for (const row of await allLines(db)) found.push(await lineForOffice(db, row))
  return found
}

/** A new line, at the end of the others. */
export async function makeLine(
  house: Inside,
  session: StaffSession,
  { slug, settings }: { readonly slug: string; readonly settings: LineSettings },
): Promise<Line> {
  const id = newLineId()
  return change(house.db, async (tx) => {
    const there = await allLines(tx)
    refuse(whyNotSettings(settings, there))
    // Like the first line, until somebody says otherwise. It opens once people sit there.
    const hours = there[0]?.hours ?? allDay
    if (!(await addLine(tx, { id, slug, hours, ...rowOf(settings) })))
      throw new Problem('already_there')
    await savePhrases(tx, id, firstPhrases)
    announce(tx, { type: 'line.changed', line: id })
    await audit(tx, { who: session.staff, what: 'line.made', about: id }, house.clock.now())
    return lineForOffice(tx, await locked(tx, id))
  })
}

/** Other settings, in the place of all it had. */
export async function saveLineSettings(
  house: Inside,
  session: StaffSession,
  { id, settings }: { readonly id: LineId; readonly settings: LineSettings },
): Promise<Line> {
  return change(house.db, async (tx) => {
    await locked(tx, id)
    refuse(
      whyNotSettings(
        settings,
        (await allLines(tx)).filter((line) => line.id !== id),
      ),
    )
    await saveSettings(tx, id, rowOf(settings))
    announce(tx, { type: 'line.changed', line: id })
    await audit(tx, { who: session.staff, what: 'line.changed', about: id }, house.clock.now())
    return lineForOffice(tx, await locked(tx, id))
  })
}

/** A new version of what visitors are told. The older ones stay: conversations name them. */
export async function setRules(
  house: Inside,
  session: StaffSession,
  { id, text }: { readonly id: LineId; readonly text: Worded },
): Promise<Line> {
  return change(house.db, async (tx) => {
    const now = house.clock.now()
    const { rules_version: before } = await locked(tx, id)
    await addRules(tx, { line: id, version: before + 1, text, at: now })
    announce(tx, { type: 'line.changed', line: id })
    const about = `${id} ${before + 1}`
    await audit(tx, { who: session.staff, what: 'rules.published', about }, now)
    return lineForOffice(tx, await locked(tx, id))
  })
}

/** Offers the line no more. Whoever waits or talks on it is served. */
export async function retireLine(house: Inside, session: StaffSession, id: LineId): Promise<void> {
  await change(house.db, async (tx) => {
    const now = house.clock.now()
    // Two administrators must not take the last two at once.
    await lockLines(tx)
    await locked(tx, id)
    if ((await allLines(tx)).length < 2) throw new Problem('not_allowed')
    await retire(tx, id, now)
    announce(tx, { type: 'line.changed', line: id })
    await audit(tx, { who: session.staff, what: 'line.retired', about: id }, now)
  })
}

/** Why these settings cannot be; undefined when they can. `others` are the other lines. */
function whyNotSettings(
  { ageFrom, ageTo, overflow }: LineSettings,
  others: readonly { readonly id: LineId }[],
) {
  if (ageFrom !== undefined && ageTo !== undefined && ageFrom > ageTo) return 'malformed'
  if (overflow !== undefined && !others.some(({ id }) => id === overflow)) return 'not_found'
  return undefined
}

async function locked(tx: Tx, id: LineId): Promise<LineRow> {
  const row = await lockLine(tx, id)
  if (!row) throw new Problem('not_found')
  return row
}

async function lineForOffice(db: Db | Tx, row: LineRow): Promise<Line> {
  const roles = (await rolesOn(db, row.id)).map(({ role }) => role)
  return forOffice(row, { rules: await newestRules(db, row.id), roles })
}
