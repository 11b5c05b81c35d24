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
