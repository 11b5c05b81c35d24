import type { Block, Hours } from './hours.ts'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/**
 * Reads hours as people write them: `daily 09:00-23:00`, `mon-fri 14:00-23:00, sat 10:00-01:00`,
 * `always`, `never`. A block that ends at or before its start ends the next day. Undefined when it
 * cannot be read.
 */
export function readHours(text: string, zone: string): Hours | undefined {
  if (!isZone(zone)) return undefined
  const wish = text.trim().toLowerCase()
  if (wish === 'never') return { zone, week: [] }
  const parts = (wish === 'always' ? 'daily 00:00-00:00' : wish).split(',')
  const week: Block[] = []
  for (const part of parts) {
    const blocks = blocksOf(part.trim())
    if (!blocks) return undefined
    week.push(...blocks)
  }
  return { zone, week }
}

/** Hours as `readHours` takes them; blocks alike on several days stand together. */
export function writeHours({ week }: Hours): string {
  if (week.length === 0) return 'never'
  const times = new Map<string, number[]>()
  for (const { day, from, to } of week) {
    const time = `${clock(from)}-${clock(to)}`
    times.set(
      time,
      [...(times.get(time) ?? []), day].toSorted((a, b) => a - b),
    )
  }
  const parts = [...times].map(([time, on]) => (on.length === 7 ? `daily ${time}` : each(on, time)))
  const text = parts.join(', ')
  return text === 'daily 00:00-00:00' ? 'always' : text
}

function each(on: readonly number[], time: string): string {
  const runs: [number, number][] = []
  for (const day of on) {
    const last = runs.at(-1)
    if (last && last[1] === day - 1) last[1] = day
    else runs.push([day, day])
  }
  const name = (day: number) => days[day - 1] ?? ''
  return runs.map(([a, b]) => `${a === b ? name(a) : `${name(a)}-${name(b)}`} ${time}`).join(', ')
}

function clock(minute: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

function blocksOf(part: string): Block[] | undefined {
  const [, on = '', from = '', to = ''] = /^(\S+)\s+(\d\d:\d\d)-(\d\d:\d\d)$/.exec(part) ?? []
  const [starts, ends] = [minutes(from), minutes(to)]
  const which = daysOf(on)
  if (!which || starts === undefined || ends === undefined) return undefined
  return which.map((day) => ({ day, from: starts, to: ends }))
}

function daysOf(text: string): number[] | undefined {
  if (text === 'daily') return [1, 2, 3, 4, 5, 6, 7]
  const [first = '', last = first, more] = text.split('-')
  const [a, b] = [days.indexOf(first), days.indexOf(last)]
  if (a < 0 || b < 0 || more !== undefined) return undefined
  return Array.from({ length: ((b - a + 7) % 7) + 1 }, (_, i) => ((a + i) % 7) + 1)
}

function minutes(text: string): number | undefined {
  const [hour = Number.NaN, minute = Number.NaN] = text.split(':').map(Number)
  return hour < 24 && minute < 60 ? hour * 60 + minute : undefined
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone }).format()
    return true
  } catch {
    return false
  }
}
