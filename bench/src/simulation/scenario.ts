import type { Language } from '@veilleuse/domain/language'
import type { Lengths } from './draws.ts'

/** Somebody who answers, and when they are there, in minutes from the beginning. */
export type Colleague = {
  readonly languages: readonly Language[]
  /** How many at once. */
  readonly limit: number
  readonly from: number
  readonly to: number
}

/** A day, or many, of one line. All that chance decides is decided by the seed. */
export type Scenario = {
  readonly seed: number
  /** How long contacts come; those who wait then are still served. */
  readonly minutes: number
  /** Contacts an hour, hour by hour, again and again. */
  readonly perHour: readonly number[]
  /** Shares of visitors whose answers make it pressing. The rest is usual. */
  readonly high: number
  readonly danger: number
  /** The share who need a counsellor who speaks English. */
  readonly english: number
  /** Of one conversation by itself; several at once lengthen each, by domain.md 4.1. */
  readonly handling: Lengths
  /** The mean wait after which visitors leave, exponential; Infinity when nobody does. */
  readonly patienceMinutes: number
  /** The share who never leave: by them it is measured how long a wait would have been. */
  readonly patient: number
  /** Of those who leave, the share who leave without a sign. */
  readonly silent: number
  readonly staff: readonly Colleague[]
  readonly answers: {
    /** Mean time until a ring is answered, exponential. */
    readonly seconds: number
    /** Shares of rings that are declined, and that nobody hears. */
    readonly declined: number
    readonly missed: number
    /** Whoever missed one sits down again after so long. */
    readonly backAfterMinutes: number
  }
  /** Of pressing contacts, the share the counsellor finds to need the whole of them. */
  readonly fullAttention: number
  /** How often an hour a counsellor's desk is gone for good. */
  readonly vanishPerHour: number
}

export const usualScenario: Scenario = {
  seed: 1,
  minutes: 24 * 60,
  perHour: [12],
  high: 0.08,
  danger: 0.01,
  english: 0,
  handling: { minutes: 25, shape: 'lognormal', spread: 0.8 },
  patienceMinutes: 20,
  patient: 0,
  silent: 0.3,
  staff: colleagues(4, { limit: 2 }),
  answers: { seconds: 6, declined: 0.02, missed: 0.01, backAfterMinutes: 5 },
  fullAttention: 0.3,
  vanishPerHour: 0,
}

type Traits = {
  readonly limit: number
  /** The share of them who speak English too. */
  readonly english?: number
  /** How long a shift is, each beginning when the one before ends; all the time when absent. */
  readonly shiftMinutes?: number | undefined
  /** Until when there are shifts. */
  readonly minutes?: number
}

/**
 * So many at any time, all alike but for the languages. When they take turns, not all change at
 * once: each place on the rota changes at a moment of its own.
 */
export function colleagues(many: number, traits: Traits): readonly Colleague[] {
  const { limit, english = 1, shiftMinutes = Infinity, minutes = 0 } = traits
  return Array.from({ length: many }, (_, n) => {
    const languages: readonly Language[] = n < Math.round(many * english) ? ['fr', 'en'] : ['fr']
    const first = shiftMinutes === Infinity ? Infinity : shiftMinutes * (1 - n / many)
    const rota: Colleague[] = [{ limit, languages, from: 0, to: first }]
    for (let from = first; from < minutes; from += shiftMinutes)
      rota.push({ limit, languages, from, to: from + shiftMinutes })
    return rota
  }).flat()
}
