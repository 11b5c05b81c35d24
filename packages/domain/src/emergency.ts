import type { Worded } from './language.ts'

/** A number that brings help at once, shown on every page of a line. */
export type EmergencyNumber = {
  readonly number: string
  readonly label: Worded
  /** How it is reached, where a call is no use. */
  readonly by?: 'text'
  /** Where it was checked. */
  readonly source: string
}

const danger = { fr: 'Danger immédiat', en: 'Immediate danger' }

/** Free and reachable in every member state. */
const inTheUnion: EmergencyNumber = {
  number: '112',
  label: danger,
  source: 'Directive (EU) 2018/1972, article 109',
}

/** Checked at their sources on 2026-11-21. */
const inFrance: readonly EmergencyNumber[] = [
  inTheUnion,
  {
    number: '114',
    by: 'text',
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

/** The member states of the European Union, by ISO 3166-1 alpha-2. */
const union = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'

/**
 * The numbers a new line of this country begins with. Empty where we have checked none: then the
 * administrator enters them, each with its source.
 */
export function emergencyNumbersOf(country: string): readonly EmergencyNumber[] {
  if (country === 'FR') return inFrance
  return union.split(' ').includes(country) ? [inTheUnion] : []
}
