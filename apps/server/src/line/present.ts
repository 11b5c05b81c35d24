import type { Line, LineSettings } from '@veilleuse/contract/line'
import { may } from '@veilleuse/domain/access'
import type { Worded } from '@veilleuse/domain/language'
import type { Role } from '@veilleuse/domain/staff'
import type { LineRow, SettingsRow } from './store.ts'

type Around = {
  readonly rules: { version: number; text: Worded; published_at: Date } | undefined
  /** The roles of those who answer on it. */
  readonly roles: readonly Role[]
}

/** A line as an administrator sets it up. */
export function forOffice(row: LineRow, { rules, roles }: Around): Line {
  return {
    id: row.id,
    slug: row.slug,
    place: row.place,
    settings: settingsOf(row),
    ...(rules && {
      rules: {
        version: rules.version,
        text: rules.text,
        publishedAt: rules.published_at.toISOString(),
      },
    }),
    answering: roles.filter((role) => may(role, 'take_conversations')).length,
    supervising: roles.filter((role) => may(role, 'give_keys')).length,
  }
}

function settingsOf(row: LineRow): LineSettings {
  return {
    name: row.name,
    purpose: row.purpose,
    audience: row.audience,
    ...(row.age_from !== null && { ageFrom: row.age_from }),
    ...(row.age_to !== null && { ageTo: row.age_to }),
    languages: row.languages,
    skill: row.skill,
    channels: row.channels,
    anonymity: row.anonymity,
    country: row.country,
    ...(row.promised_minutes !== null && { promisedMinutes: row.promised_minutes }),
    ...(row.most_waiting !== null && { mostWaiting: row.most_waiting }),
    ...(row.overflow_line_id !== null && { overflow: row.overflow_line_id }),
    triage: { ...row.triage, about: [...row.triage.about] },
    emergency: row.emergency,
    silence: { ...row.silence },
    earlySeconds: row.early_seconds,
  }
}

export function rowOf(settings: LineSettings): SettingsRow {
  return {
    name: JSON.stringify(settings.name),
    purpose: JSON.stringify(settings.purpose),
    audience: JSON.stringify(settings.audience),
    age_from: settings.ageFrom ?? null,
    age_to: settings.ageTo ?? null,
    languages: settings.languages,
    skill: settings.skill,
    channels: settings.channels,
    anonymity: settings.anonymity,
    country: settings.country,
    promised_minutes: settings.promisedMinutes ?? null,
    most_waiting: settings.mostWaiting ?? null,
    overflow_line_id: settings.overflow ?? null,
    triage: JSON.stringify(settings.triage),
    emergency: JSON.stringify(settings.emergency),
    ...(settings.silence && { silence: JSON.stringify(settings.silence) }),
    ...(settings.earlySeconds !== undefined && { early_seconds: settings.earlySeconds }),
  }
}
