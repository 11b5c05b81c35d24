import { before, visitorPresent } from './patience.ts'

/** Minutes after which a silence asks for something. Each is a setting of the line. */
export type SilenceTerms = {
  /** A visitor who has not answered for so long is asked softly. */
  readonly nudge: number
  /** So much later once more, more softly, with answers of one tap. */
  readonly softer: number
  /** So much later they are told that the conversation will be closed, with the other ways to help. */
  readonly warning: number
  /** So much after the warning it is closed. */
  readonly close: number
  /** A counsellor who has not answered for so long is told, */
  readonly counsellor: number
  /** and after so long whoever leads the shift is asked to find another. */
  readonly transfer: number
}

// domain.md §6.3, from what helplines do; the warning leaves more than the 20 s of RGAA 13.1.
export const usualSilence: SilenceTerms = {
  nudge: 3,
  softer: 3,
  warning: 5,
  close: 1,
  counsellor: 2,
  transfer: 4,
}

/** For lines on which people write at long intervals (domain.md §6.3: half an hour for messaging). */
export const slowSilence: SilenceTerms = {
  nudge: 10,
  softer: 10,
  warning: 10,
  close: 5,
  counsellor: 5,
  transfer: 10,
}

export const silenceParts = [
  'nudge',
  'softer',
  'warning',
  'close',
  'counsellor',
  'transfer',
] as const satisfies readonly (keyof SilenceTerms)[]

/** What the server knows of a talk's silence: whose word was the last, and when. */
export type SilenceFacts = {
  readonly acceptedAt: Date
  readonly last: { readonly byHelpline: boolean; readonly at: Date } | undefined
  /** «I need more time». */
  readonly timeAskedAt: Date | undefined
  /** A risk was set, or the visitor said they are in danger: nobody but a person ends this. */
  readonly atRisk: boolean
}

export const silenceSteps = ['asked', 'soft', 'warning', 'over'] as const
export type SilenceStep = (typeof silenceSteps)[number]

/** What a page is told of a silence; each page puts it in its own words. */
export const silencesTold = ['asked', 'soft', 'warning'] as const
export type SilenceTold = (typeof silencesTold)[number]

export type Silence =
  | {
      readonly of: 'counsellor'
      readonly since: Date
      readonly late: 'no' | 'told' | 'transfer'
    }
  | {
      readonly of: 'visitor'
      readonly since: Date
      /** Undefined while it is short, and while the visitor has asked for time. */
      readonly step: SilenceStep | undefined
      /** When it will be closed by itself; undefined when it never will. */
      readonly closesAt: Date | undefined
    }

/**
 * Whose turn it is, since when, and what that asks for. Messages are sealed, so that a nudge a
 * counsellor wrote by hand is a word like any other and begins the silence anew.
 */
export function silenceOf(facts: SilenceFacts, terms: SilenceTerms, now: Date): Silence {
  const { acceptedAt, last, timeAskedAt, atRisk } = facts
  if (!last?.byHelpline) {
    const since = last && last.at > acceptedAt ? last.at : acceptedAt
    return { of: 'counsellor', since, late: lateness(minutesFrom(since, now), terms) }
  }
  // Who took over a talk is not to blame the visitor for a silence under somebody else.
  const since = last.at > acceptedAt ? last.at : acceptedAt
  if (timeAskedAt && timeAskedAt >= since)
    return { of: 'visitor', since, step: undefined, closesAt: undefined }
  const closesAt = atRisk ? undefined : after(since, closing(terms))
  return { of: 'visitor', since, step: stepAt(minutesFrom(since, now), terms), closesAt }
}

/**
 * What both pages are told of it now. Where nothing is closed by itself nobody is warned: they are
 * asked softly, for as long as it lasts.
 */
export function toldOf(silence: Silence): {
  readonly told: SilenceTold | undefined
  readonly closesAt: Date | undefined
} {
  if (silence.of !== 'visitor') return { told: undefined, closesAt: undefined }
  const { step, closesAt } = silence
  if (step !== 'warning' && step !== 'over') return { told: step, closesAt: undefined }
  return closesAt ? { told: 'warning', closesAt } : { told: 'soft', closesAt: undefined }
}

/** Whether the talk is to be closed now. */
export function isOver(silence: Silence): boolean {
  return silence.of === 'visitor' && silence.step === 'over' && silence.closesAt !== undefined
}

/**
 * How a talk ends that is closed for silence, from when the page was last heard from: a page that is
 * still there is silent; of one that is gone nobody knows whether somebody meant to leave.
 */
export function endingOfSilence(seenAt: Date, now: Date): 'silence' | 'lost' {
  return seenAt < before(now, visitorPresent) ? 'lost' : 'silence'
}

function stepAt(minutes: number, terms: SilenceTerms): SilenceStep | undefined {
  if (minutes >= closing(terms)) return 'over'
  if (minutes >= terms.nudge + terms.softer + terms.warning) return 'warning'
  if (minutes >= terms.nudge + terms.softer) return 'soft'
  return minutes >= terms.nudge ? 'asked' : undefined
}

function closing(terms: SilenceTerms): number {
  return terms.nudge + terms.softer + terms.warning + terms.close
}

function lateness(minutes: number, terms: SilenceTerms) {
  if (minutes >= terms.transfer) return 'transfer'
  return minutes >= terms.counsellor ? 'told' : 'no'
}

function minutesFrom(since: Date, now: Date): number {
  return (now.getTime() - since.getTime()) / 60_000
}

function after(since: Date, minutes: number): Date {
  return new Date(since.getTime() + minutes * 60_000)
}
