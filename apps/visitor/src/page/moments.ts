import type { Language } from '@veilleuse/domain/language'

/** A moment of today or of the days ahead, as people say it: «à minuit», «demain à 9 h 30». */
export function untilWords(language: Language, { at, zone }: Moment): string {
  return clockWords[language](clockOf(at, zone))
}

/** The day as well, when it is not today. */
export function opensWords(language: Language, { at, now, zone }: Moment & { now: Date }): string {
  const days = daysBetween(now, at, zone)
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: zone }).format(at)
  const day = days < 2 ? nearDays[language][days === 1 ? 1 : 0] : dayWords[language](weekday)
  return `${day} ${clockWords[language](clockOf(at, zone))}`
}

type Moment = { readonly at: Date; readonly zone: string }
type ClockTime = { readonly hour: number; readonly minute: number }

const clockWords: Readonly<Record<Language, (time: ClockTime) => string>> = {
  fr({ hour, minute }) {
    if (minute === 0 && hour === 0) return 'à minuit'
    if (minute === 0 && hour === 12) return 'à midi'
    // No-break spaces: a time must not be cut in two at the end of a line.
    return minute === 0 ? `à ${hour}\u00a0h` : `à ${hour}\u00a0h\u00a0${two(minute)}`
  },
  en({ hour, minute }) {
    if (minute === 0 && hour === 0) return 'midnight'
    if (minute === 0 && hour === 12) return 'noon'
    const half = hour < 12 ? 'a.m.' : 'p.m.'
    const shown = hour % 12 === 0 ? 12 : hour % 12
    return minute === 0 ? `${shown}\u00a0${half}` : `${shown}:${two(minute)}\u00a0${half}`
  },
}

const nearDays: Readonly<Record<Language, readonly [today: string, tomorrow: string]>> = {
  fr: ['aujourd’hui', 'demain'],
  en: ['today at', 'tomorrow at'],
}

const dayWords: Readonly<Record<Language, (weekday: string) => string>> = {
  fr: (weekday) => weekday,
  en: (weekday) => `on ${weekday} at`,
}

function clockOf(at: Date, zone: string): ClockTime {
  const { hour, minute } = partsOf(at, zone)
  return { hour, minute }
}

/** Midnights between two moments, by the zone's own calendar. */
function daysBetween(from: Date, to: Date, zone: string): number {
  return Math.round((partsOf(to, zone).dayMs - partsOf(from, zone).dayMs) / 86_400_000)
}

function partsOf(at: Date, zone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
  const part = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part
  return { hour, minute, dayMs: Date.UTC(year, month - 1, day) }
}

function two(minute: number): string {
  return String(minute).padStart(2, '0')
}
