import { randomBytes } from 'node:crypto'
import type { Hours } from '@veilleuse/domain/hours'
import type { Db } from '../platform/database.ts'
import { newLineId } from '../platform/ids.ts'
import { announce, change } from '../platform/outbox.ts'
import type { EmergencyNumber } from '../platform/tables.ts'
import { helplineOf, lineBySlug, saveHelpline, saveHours, saveLine, savePhrases } from './store.ts'
import { firstPhrases } from './first-phrases.ts'

/** Round the clock; a helpline sets its own with `npm run veilleuse -- hours`. */
const allDay: Hours = {
  zone: 'Europe/Paris',
  week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 0, to: 0 })),
}

/** Shown on every page, open or closed. Checked at their sources on 2026-11-21. */
const emergencyInFrance: EmergencyNumber[] = [
  {
    number: '112',
    label: { fr: 'Danger immédiat', en: 'Immediate danger' },
    source: 'Directive (EU) 2018/1972, article 109',
  },
  {
    number: '114',
    label: { fr: 'Par SMS, si tu ne peux pas parler', en: 'By text, if you cannot speak' },
    source: 'https://www.urgence114.fr/',
  },
  {
    number: '3114',
    label: { fr: 'Idées suicidaires, jour et nuit', en: 'Suicidal thoughts, day and night' },
    source: 'https://3114.fr/',
  },
  {
    number: '119',
    label: { fr: 'Enfance en danger, jour et nuit', en: 'Children in danger, day and night' },
    source: 'https://www.allo119.gouv.fr/',
  },
]

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
      emergency: JSON.stringify(emergencyInFrance),
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
