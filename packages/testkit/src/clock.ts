import type { Clock } from '@veilleuse/domain/clock'

export type Span = {
  readonly seconds?: number
  readonly minutes?: number
  readonly hours?: number
  readonly days?: number
}

/** A clock that stands still until the test moves it. */
export type MovableClock = Clock & { pass(span: Span): void }

/** Starts on an ordinary Tuesday afternoon in Paris unless the story needs another hour. */
export function movableClock(start: Date | string = '2026-03-10T15:00:00Z'): MovableClock {
  let now = new Date(start).getTime()
  if (Number.isNaN(now)) throw new Error(`${String(start)} is not a time`)
  return {
    now: () => new Date(now),
    pass(span) {
      now += lengthOf(span)
    },
  }
}

function lengthOf({ seconds = 0, minutes = 0, hours = 0, days = 0 }: Span): number {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}
