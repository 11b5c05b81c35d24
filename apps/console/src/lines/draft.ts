import { LineSettings, type Line } from '@veilleuse/contract/line'
import { slug as slugSchema } from '@veilleuse/contract/shapes'
import { emergencyNumbersOf } from '@veilleuse/domain/emergency'
import { languages, type Worded } from '@veilleuse/domain/language'
import { safeParse } from 'valibot'

/** A line while it is being set up: numbers as they are typed, and rules that are not out yet. */
export type Draft = Omit<LineSettings, 'ageFrom' | 'ageTo' | 'promisedMinutes' | 'mostWaiting'> & {
  readonly slug: string
  readonly ageFrom: string
  readonly ageTo: string
  readonly promisedMinutes: string
  readonly mostWaiting: string
  readonly rules: Worded
}

/** The questions of the assistant, in the order they are asked. */
export const steps = ['purpose', 'public', 'support', 'limits', 'before', 'emergency'] as const
export type Step = (typeof steps)[number]

const nothing: Worded = { fr: '', en: '' }

export function freshDraft(): Draft {
  return {
    slug: '',
    name: nothing,
    purpose: nothing,
    audience: nothing,
    ageFrom: '',
    ageTo: '',
    languages: [...languages],
    skill: 'listener',
    channels: ['chat'],
    anonymity: 'anonymous',
    country: 'FR',
    promisedMinutes: '',
    mostWaiting: '',
    triage: { about: [], howBad: false, danger: true },
    emergency: emergencyNumbersOf('FR').map((one) => ({ ...one })),
    rules: nothing,
  }
}

export function draftOf({ slug, settings, rules }: Line): Draft {
  const { ageFrom, ageTo, promisedMinutes, mostWaiting, ...rest } = settings
  return {
    ...rest,
    slug,
    ageFrom: typed(ageFrom),
    ageTo: typed(ageTo),
    promisedMinutes: typed(promisedMinutes),
    mostWaiting: typed(mostWaiting),
    rules: rules?.text ?? nothing,
  }
}

/** What of a draft cannot be kept as it is. */
export type Fault =
  | 'name'
  | 'slug'
  | 'ages'
  | 'promised'
  | 'most'
  | 'languages'
  | 'topics'
  | 'numbers'
  | 'rules'

/** The step at which each is mended. */
const stepOf: Readonly<Record<Fault, Step>> = {
  name: 'purpose',
  slug: 'purpose',
  ages: 'public',
  languages: 'public',
  promised: 'support',
  most: 'support',
  rules: 'limits',
  topics: 'before',
  numbers: 'emergency',
}

export function faultsAt(step: Step, faults: readonly Fault[]): readonly Fault[] {
  return faults.filter((fault) => stepOf[fault] === step)
}

/** The settings as they would be kept, and what is wrong with them. */
export function settingsOf(draft: Draft): {
  readonly settings: LineSettings | undefined
  readonly faults: readonly Fault[]
} {
  const { slug, rules, ageFrom, ageTo, promisedMinutes, mostWaiting, ...rest } = draft
  const numbers = {
    ageFrom: numberIn(ageFrom),
    ageTo: numberIn(ageTo),
    promisedMinutes: numberIn(promisedMinutes),
    mostWaiting: numberIn(mostWaiting),
  }
  const read = safeParse(LineSettings, { ...rest, ...withoutGaps(numbers) })
  const faults = new Set<Fault>(read.success ? [] : read.issues.map(faultIn))
  if (!safeParse(slugSchema, slug).success) faults.add('slug')
  const { ageFrom: from = 0, ageTo: to = Infinity } = numbers
  if (from > to) faults.add('ages')
  const written = languages.filter((one) => rules[one].trim() !== '')
  if (written.length > 0 && written.length < languages.length) faults.add('rules')
  return { settings: read.success ? read.output : undefined, faults: [...faults] }
}

/** A name in an address, out of the line's French name: «Écoute & droit» becomes «ecoute-droit». */
export function slugFrom(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40)
}

function faultIn(issue: {
  readonly path?: readonly { readonly key?: unknown }[] | undefined
}): Fault {
  switch (issue.path?.[0]?.key) {
    case 'ageFrom':
    case 'ageTo':
    case 'audience':
      return 'ages'
    case 'promisedMinutes':
      return 'promised'
    case 'mostWaiting':
      return 'most'
    case 'languages':
      return 'languages'
    case 'triage':
      return 'topics'
    case 'emergency':
    case 'country':
      return 'numbers'
    default:
      return 'name'
  }
}

function typed(number: number | undefined): string {
  return number === undefined ? '' : String(number)
}

/** What is no number is kept as one that no schema takes, so that it is told and not dropped. */
function numberIn(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text.replace(',', '.'))
}

function withoutGaps(numbers: Readonly<Record<string, number | undefined>>) {
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined))
}
