import type { Urgency } from '@veilleuse/domain/triage'
import type { Day } from './day.ts'
import type { Contact } from './people.ts'

/** What waiting was like for those of one class, in minutes. */
export type Class = {
  readonly came: number
  /** The share who left before anybody answered. */
  readonly left: number
  /** Of those answered: half waited less than this, and one in twenty more than that. */
  readonly p50: number
  readonly p95: number
  /** Of everybody, those included who left. */
  readonly longest: number
}

/** Of those who came after the warm-up, all or of one class. */
export function classOf(
  { contacts }: Pick<Day, 'contacts'>,
  { warmUp = 0, urgency }: { warmUp?: number; urgency?: Urgency } = {},
): Class {
  const all = contacts.filter(
    (one) => one.arrived >= warmUp && (urgency === undefined || one.urgency === urgency),
  )
  const answered = all.flatMap(({ answered: at, arrived }) =>
    at === undefined ? [] : [at - arrived],
  )
  const sorted = answered.toSorted((a, b) => a - b)
  return {
    came: all.length,
    left: all.length === 0 ? 0 : all.filter((one) => hasLeft(one)).length / all.length,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    longest: all.reduce((most, one) => Math.max(most, waited(one)), 0),
  }
}

function hasLeft({ answered, left }: Contact): boolean {
  return answered === undefined && left !== undefined
}

function waited({ answered, left, arrived }: Contact): number {
  return (answered ?? left ?? arrived) - arrived
}

/** The smallest value that so large a share does not exceed; 0 of nothing. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

/** An estimate with half of the interval that holds the truth 99 times out of 100. */
export type Estimate = { readonly value: number; readonly within: number }

/** From a long run cut into so many pieces that hardly depend on each other: batch means. */
export function batchMeans(values: readonly number[], batches = 30): Estimate {
  const each = Math.floor(values.length / batches)
  const means = Array.from({ length: batches }, (_, n) =>
    mean(values.slice(n * each, (n + 1) * each)),
  )
  const value = mean(means)
  const variance = means.reduce((sum, one) => sum + (one - value) ** 2, 0) / (batches - 1)
  return { value, within: student99 * Math.sqrt(variance / batches) }
}

// Student's t with 29 degrees of freedom, 99 %.
const student99 = 2.756

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length
}
