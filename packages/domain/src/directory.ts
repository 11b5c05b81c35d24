import { weekIn } from './directory-hours.ts'
import { closesAt, isOpen, opensAt } from './hours.ts'
import type { Hours } from './hours.ts'

/** A helpline of somebody else, as the directory holds it. Facts, each with where it was read. */
export type Listed = {
  readonly id: string
  /** Emergency numbers are kept apart: they are never shown among the helplines. */
  readonly kind: 'helpline' | 'emergency'
  readonly name: string
  /** ISO 3166-1 alpha-2, and `EU`. Its numbers work inside these alone. */
  readonly countries: readonly string[]
  readonly region?: string | undefined
  readonly languages: readonly string[]
  /** Whom it is for: young people, anyone, or others than those (parents, a profession). */
  readonly public: 'young' | 'anyone' | 'others'
  readonly topics: readonly string[]
  readonly channels: readonly string[]
  /** As its own country writes and dials them. */
  readonly numbers: readonly string[]
  /** As its page writes them. */
  readonly hours: string
  readonly url: string
  readonly confidence: 'high' | 'medium' | 'low'
  /** Days, as `2026-11-21`: when it was read at its source, and when it must be read again. */
  readonly verifiedOn: string
  readonly reviewDue: string
}

export type WhyHidden = 'emergency' | 'low_confidence' | 'elsewhere' | 'stale' | 'not_for_the_young'

/** Why a row is not shown on the page of a line of this country on this day. */
export function whyNotShown(
  row: Listed,
  at: { country: string; day: string },
): WhyHidden | undefined {
  if (row.kind === 'emergency') return 'emergency'
  if (row.confidence === 'low') return 'low_confidence'
  // A short code dialled elsewhere reaches somebody else, or nobody.
  if (!row.countries.includes(at.country)) return 'elsewhere'
  if (at.day > row.reviewDue) return 'stale'
  return row.public === 'others' ? 'not_for_the_young' : undefined
}

/** What a telephone dials: the digits as they stand, never with the code of a country before them. */
export function dialOf(number: string): string {
  return number.replaceAll(/\D/g, '')
}

/** `unknown` where the source does not say, or the country has several time zones. */
export type OpenNow =
  | { readonly state: 'open'; readonly always: boolean; readonly until?: Date }
  | { readonly state: 'closed'; readonly opensAt?: Date }
  | { readonly state: 'unknown' }

/** Whether it answers now, by telephone, or by chat where it has no number. */
export function openNow(row: Listed, now: Date): OpenNow {
  const week = weekIn(row.hours, row.numbers.length > 0 ? 'phone' : 'chat')
  if (!week) return { state: 'unknown' }
  const always = week.length === 7 && week.every(({ from, to }) => from === 0 && to === 0)
  if (always) return { state: 'open', always }
  const zone = zoneOf(row)
  if (zone === undefined) return { state: 'unknown' }
  const hours: Hours = { zone, week }
  if (isOpen(hours, now)) {
    const until = closesAt(hours, now)
    return { state: 'open', always, ...(until && { until }) }
  }
  const opens = opensAt(hours, now)
  return { state: 'closed', ...(opens && { opensAt: opens }) }
}

/** Undefined for several countries, and for those with more than one time zone. */
export function zoneOf({ countries }: Pick<Listed, 'countries'>): string | undefined {
  const [country = '', ...more] = countries
  return more.length > 0 ? undefined : zones[country]
}

const zones: Readonly<Record<string, string>> = {
  AL: 'Europe/Tirane',
  AT: 'Europe/Vienna',
  BE: 'Europe/Brussels',
  BG: 'Europe/Sofia',
  CH: 'Europe/Zurich',
  CZ: 'Europe/Prague',
  DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen',
  DZ: 'Africa/Algiers',
  EE: 'Europe/Tallinn',
  FI: 'Europe/Helsinki',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
  GR: 'Europe/Athens',
  HR: 'Europe/Zagreb',
  HU: 'Europe/Budapest',
  IE: 'Europe/Dublin',
  IS: 'Atlantic/Reykjavik',
  IT: 'Europe/Rome',
  LT: 'Europe/Vilnius',
  LU: 'Europe/Luxembourg',
  LV: 'Europe/Riga',
  MT: 'Europe/Malta',
  NL: 'Europe/Amsterdam',
  NO: 'Europe/Oslo',
  PL: 'Europe/Warsaw',
  RO: 'Europe/Bucharest',
  SE: 'Europe/Stockholm',
  SI: 'Europe/Ljubljana',
  SK: 'Europe/Bratislava',
  TG: 'Africa/Lome',
}

type Placed = { readonly row: Listed; readonly now: OpenNow }

/** Open before closed, closed before unknown; in the reader's language, and for the young, first. */
export function byHelp(language: string): (one: Placed, other: Placed) => number {
  const rank = ({ row, now }: Placed) =>
    ['open', 'closed', 'unknown'].indexOf(now.state) * 4 +
    (row.languages.includes(language) ? 0 : 2) +
    (row.public === 'young' ? 0 : 1)
  return (one, other) => rank(one) - rank(other)
}
