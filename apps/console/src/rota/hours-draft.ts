import { type Hours, type HoursFault, whyNotHours } from '@veilleuse/domain/hours'
import { readTimes, writeTimes } from '@veilleuse/domain/hours-text'

/** Hours as somebody writes them: of each day what stands in its field, Monday first. */
export type HoursDraft = {
  readonly zone: string
  readonly week: readonly string[]
  readonly seasons: readonly {
    readonly from: string
    readonly to: string
    readonly week: readonly string[]
  }[]
  readonly days: readonly { readonly from: string; readonly to: string; readonly times: string }[]
}

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

export function draftOf({ zone, week, seasons = [], specialDays = [] }: Hours): HoursDraft {
  return {
    zone,
    week: fieldsOf(week),
    seasons: seasons.map((season) => ({ ...season, week: fieldsOf(season.week) })),
    days: specialDays.map(({ blocks, ...dates }) => ({ ...dates, times: written(blocks) })),
  }
}

/** What can be read of a draft, or why it cannot be kept. */
export function hoursIn(
  draft: HoursDraft,
): { hours: Hours } | { fault: HoursFault | 'times_unclear' } {
  const week = weekIn(draft.week)
  const seasons = draft.seasons.map(({ from, to, ...season }) => ({
    from,
    to: to || from,
    week: weekIn(season.week),
  }))
  const days = draft.days.map(({ from, to, times }) => ({
    from,
    to: to || from,
    blocks: readTimes(times),
  }))
  const specialDays = days.flatMap(({ blocks, ...dates }) => (blocks ? [{ ...dates, blocks }] : []))
  const whole = seasons.flatMap((one) => (one.week ? [{ ...one, week: one.week }] : []))
  if (!week || whole.length < seasons.length || specialDays.length < days.length)
    return { fault: 'times_unclear' }
  const hours = { zone: draft.zone.trim(), week, seasons: whole, specialDays }
  const fault = whyNotHours(hours)
  return fault ? { fault } : { hours }
}

/** Whether what stands in a field can be read. */
export function isClear(times: string): boolean {
  return readTimes(times) !== undefined
}

function weekIn(fields: readonly string[]) {
  const days = fields.map(readTimes)
  if (days.includes(undefined)) return undefined
  return days.flatMap((blocks, place) =>
    (blocks ?? []).map((block) => ({ day: place + 1, ...block })),
  )
}

function fieldsOf(week: Hours['week']): readonly string[] {
  return weekdays.map((day) => written(week.filter((block) => block.day === day)))
}

function written(blocks: Parameters<typeof writeTimes>[0]): string {
  return blocks.length === 0 ? '' : writeTimes(blocks)
}
