import { usualConversation } from './patience.ts'
import type { Pace } from './wait.ts'

/** What a line remembers of its last contacts. */
export type Recent = {
  /** Minutes of its last conversations, wrap-up included. */
  readonly lengths: readonly number[]
  /** The waits, in minutes, of the last contacts that wait no more, and whether they left. */
  readonly waits: readonly { readonly minutes: number; readonly left: boolean }[]
  /** How many with a pressing answer came within the last hour. */
  readonly pressing: { readonly high: number; readonly danger: number }
}

/** How many of its last conversations and waits a line goes by. */
export const remembered = 100

/** A line without history is taken to be usual; these many imagined contacts fade as real ones come. */
const imagined = 5

/** The pace of a line with so many places, so many of them free. */
export function paceOf(recent: Recent, places: { slots: number; free: number }): Pace {
  const { lengths, waits, pressing } = recent
  const known = lengths.length + imagined
  const meanMinutes = (sum(lengths) + imagined * usualConversation.minutes) / known
  // The imagined ones lie as far apart as lengths that end by chance do.
  const squares = sum(lengths.map((length) => (length - meanMinutes) ** 2))
  const variance = (squares + imagined * meanMinutes ** 2) / known
  const left = waits.filter((wait) => wait.left).length
  const waited = sum(waits.map(({ minutes }) => minutes)) + imagined * usualConversation.minutes
  return {
    ...places,
    meanMinutes,
    spread: Math.sqrt(variance) / meanMinutes,
    known,
    leavingPerMinute: left / waited,
    pressing: { high: pressing.high / 60, danger: pressing.danger / 60 },
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
