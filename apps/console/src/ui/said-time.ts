import type { Language } from '@veilleuse/domain/language'
import type { Text } from '../text/fr.ts'

// The clock of a helpline counts to twenty-four in both languages.
const locales = { fr: 'fr-FR', en: 'en-GB' } as const satisfies Record<Language, string>

/** «just now», «3 min ago»: when it was. */
export function howLongAgo(fromMs: number, nowMs: number, text: Text['time']): string {
  return nowMs - fromMs < 5000 ? text.now : text.ago(howLong(fromMs, nowMs, text))
}

/** «40 s», «3 min», «1 h 05»: how long it has been. */
export function howLong(fromMs: number, nowMs: number, text: Text['time']): string {
  const seconds = Math.max(0, Math.floor((nowMs - fromMs) / 1000))
  if (seconds < 60) return text.seconds(seconds)
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? text.minutes(minutes) : text.hours(Math.floor(minutes / 60), minutes % 60)
}

/** The time of day, as the clock on the wall says it. */
export function clockTime(at: Date, language: Language): string {
  return at.toLocaleTimeString(locales[language], { hour: '2-digit', minute: '2-digit' })
}

export function dayAndTime(at: Date, language: Language): string {
  return at.toLocaleString(locales[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  })
}
