import { anonymities, channels, skills } from '@veilleuse/domain/line'
import type { SilenceTerms } from '@veilleuse/domain/silence'
import * as v from 'valibot'
import type { Endpoint } from './endpoint.ts'
import { language, lineId, moment, nothing, ordinal, slug } from './shapes.ts'

/** The lines of the helpline, as an administrator sets them up. */

/** A text in every language of the pages, at most so many characters in each. */
function wordedUpTo(limit: number) {
  const text = v.pipe(v.string(), v.trim(), v.maxLength(limit))
  return v.object({ fr: text, en: text })
}

/** The same, and never empty: visitors read it. */
function wordedFully(limit: number) {
  const text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limit))
  return v.object({ fr: text, en: text })
}

const age = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(120))

/** A number as one dials it: digits, a plus, spaces. */
const dialled = v.pipe(v.string(), v.trim(), v.regex(/^\+?[0-9][0-9 ]{1,19}$/))

export const EmergencyNumber = v.object({
  number: dialled,
  label: wordedFully(80),
  /** How it is reached, where a call is no use. */
  by: v.optional(v.literal('text')),
  /** Where it was checked. */
  source: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300)),
})
export type EmergencyNumber = v.InferOutput<typeof EmergencyNumber>

const minutes = v.pipe(v.number(), v.minValue(0.5), v.maxValue(240))
/** In minutes, each after the one before: packages/domain/src/silence.ts. */
const Silence = v.object({
  nudge: minutes,
  softer: minutes,
  warning: minutes,
  /** RGAA 13.1: nobody is ended within 20 seconds of a warning. */
  close: minutes,
  counsellor: minutes,
  transfer: minutes,
} satisfies Record<keyof SilenceTerms, unknown>)

export const LineSettings = v.object({
  name: wordedFully(60),
  purpose: wordedUpTo(400),
  audience: wordedUpTo(200),
  ageFrom: v.optional(age),
  ageTo: v.optional(age),
  languages: v.pipe(v.array(language), v.minLength(1)),
  skill: v.picklist(skills),
  channels: v.pipe(v.array(v.picklist(channels)), v.minLength(1)),
  anonymity: v.picklist(anonymities),
  /** ISO 3166-1 alpha-2: whose emergency numbers and short codes are shown. */
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  promisedMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(240))),
  mostWaiting: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))),
  /** Where whoever finds this line closed or full is pointed to first. */
  overflow: v.optional(lineId),
  triage: v.object({
    about: v.pipe(v.array(wordedFully(40)), v.maxLength(8)),
    howBad: v.boolean(),
    danger: v.boolean(),
  }),
  emergency: v.pipe(v.array(EmergencyNumber), v.minLength(1), v.maxLength(12)),
  /** When a silence is asked about, warned of and ended; as it was when not said. */
  silence: v.optional(Silence),
  /** Whoever leaves the queue sooner is counted apart; as it was when not said. */
  earlySeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600))),
})
export type LineSettings = v.InferOutput<typeof LineSettings>

const RulesText = wordedFully(6000)

/** A line as the office sees it. */
export const Line = v.object({
  id: lineId,
  slug,
  place: v.number(),
  settings: LineSettings,
  /** The newest version of its own rules; absent while it has published none. */
  rules: v.optional(v.object({ version: ordinal, text: RulesText, publishedAt: moment })),
  /** How many of the team answer on it, and how many of these may open the archive. */
  answering: v.number(),
  supervising: v.number(),
})
export type Line = v.InferOutput<typeof Line>

const one = v.object({ id: lineId })

export const lines = {
  method: 'GET',
  url: '/api/desk/lines',
  door: 'desk',
  may: 'configure_lines',
  reply: v.object({ lines: v.array(Line) }),
  problems: [],
} as const satisfies Endpoint

/** A new line, with the hours of the first. It opens once people answer on it and hold its keys. */
export const makeLine = {
  method: 'POST',
  url: '/api/desk/lines',
  door: 'desk',
  may: 'configure_lines',
  body: v.object({ slug, settings: LineSettings }),
  reply: Line,
  problems: ['already_there', 'not_found'],
} as const satisfies Endpoint

/** Seen by every open page within a second. */
export const saveLine = {
  method: 'POST',
  url: '/api/desk/lines/:id',
  door: 'desk',
  may: 'configure_lines',
  params: one,
  body: v.object({ settings: LineSettings }),
  reply: Line,
  problems: ['not_found'],
} as const satisfies Endpoint

/** A new version of what visitors are told. Whoever is in a conversation keeps the one they read. */
export const setRules = {
  method: 'POST',
  url: '/api/desk/lines/:id/rules',
  door: 'desk',
  may: 'configure_lines',
  params: one,
  body: v.object({ text: RulesText }),
  reply: Line,
  problems: ['not_found'],
} as const satisfies Endpoint

/**
 * Offers the line no more. Who waits or talks on it is served; its contacts stay counted. Refused for
 * the last one: a helpline without a line could receive nobody.
 */
export const retireLine = {
  method: 'POST',
  url: '/api/desk/lines/:id/retire',
  door: 'desk',
  may: 'configure_lines',
  params: one,
  reply: nothing,
  problems: ['not_found', 'not_allowed'],
} as const satisfies Endpoint
