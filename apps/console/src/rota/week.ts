import type { ShiftView } from '@veilleuse/contract/shift'
import { dayAt } from '@veilleuse/domain/hours'
import { clock } from '@veilleuse/domain/hours-text'
import { aheadAt, momentOn } from '@veilleuse/domain/zone'

const dayMs = 86_400_000

/** The Monday of the week this moment lies in, where the line is. */
export function mondayOf(zone: string, now: Date): string {
  const day = Date.parse(dayAt(zone, now))
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7
  return new Date(day - sinceMonday * dayMs).toISOString().slice(0, 10)
}

export function daysLater(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)
}

/** The seven days from a Monday on, each with the shifts that begin on it; the first has those that ran into it, too. */
export function daysOf(zone: string, monday: string, shifts: readonly ShiftView[]) {
  return [0, 1, 2, 3, 4, 5, 6].map((day) => {
    const date = daysLater(monday, day)
    return {
      date,
      shifts: shifts.filter(({ from }) => {
        const begins = dayAt(zone, new Date(from))
        return begins === date || (day === 0 && begins < date)
      }),
    }
  })
}

/** What the clocks of the line show at this moment, as `18:00`. */
export function wallTime(zone: string, moment: string): string {
  const minute = Math.floor(Date.parse(moment) / 60_000)
  const wall = minute + aheadAt(zone, minute)
  return clock(((wall % 1440) + 1440) % 1440)
}

/** A shift of a day by the clocks of the line; one that ends at or before its start ends the next day. */
export function spanOn(zone: string, date: string, { from, to }: { from: number; to: number }) {
  const end = to > from ? to : to + 1440
  return {
    from: momentOn(zone, date, from).toISOString(),
    to: momentOn(zone, date, end).toISOString(),
  }
}
