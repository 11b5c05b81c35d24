import {
  areDates,
  type Block,
  type Dates,
  type SpecialDays,
  type Hours,
  type Season,
  type Times,
} from './hours.ts'
import { isZone } from './zone.ts'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/**
 * Reads hours as people write them: a week, and after it, each behind a semicolon, what is otherwise.
 *
 *     mon-fri 14:00-23:00, sat 10:00-01:00; on 12-25 closed; from 07-01 to 08-31 daily 10:00-18:00
 *
 * A week is blocks between commas, or `always`, or `never`; a block that ends at or before its start
 * ends the next day. Days are `2026-12-25`, or `12-25` for every year; `on` and `from … to` are
 * followed by `closed` or by times for each of these days, `from … to` also by a week of their own.
 * Undefined when it cannot be read.
 */
export function readHours(text: string, zone: string): Hours | undefined {
  if (!isZone(zone)) return undefined
  const [usual = '', ...otherwise] = text.toLowerCase().split(';')
  const week = weekOf(usual.trim())
  const apart = otherwise.map((part) => apartOf(part.trim()))
  if (!week || apart.includes(undefined)) return undefined
  const seasons = apart.flatMap((one) => (one && 'week' in one ? [one] : []))
  const specialDays = apart.flatMap((one) => (one && 'blocks' in one ? [one] : []))
  return {
    zone,
    week,
    ...(seasons.length > 0 && { seasons }),
    ...(specialDays.length > 0 && { specialDays }),
  }
}

/** Hours as `readHours` takes them; blocks alike on several days stand together. */
export function writeHours({ week, seasons = [], specialDays = [] }: Hours): string {
  return [
    writeWeek(week),
    ...seasons.map((season) => `${writeDates(season, 'from')} ${writeWeek(season.week)}`),
    ...specialDays.map(({ blocks, ...dates }) => `${writeDates(dates)} ${writeTimes(blocks)}`),
  ].join('; ')
}

function weekOf(text: string): readonly Block[] | undefined {
  if (text === 'never') return []
  const week: Block[] = []
  for (const part of (text === 'always' ? 'daily 00:00-00:00' : text).split(',')) {
    const [, on = '', time = ''] = /^(\S+)\s+(\S+)$/.exec(part.trim()) ?? []
    const [which, times] = [daysOf(on), timesOf(time)]
    if (!which || !times) return undefined
    week.push(...which.map((day) => ({ day, ...times })))
  }
  return week
}

/** An exception or a season: the days, and what holds on them. */
function apartOf(text: string): Season | SpecialDays | undefined {
  const date = String.raw`((?:\d{4}-)?\d\d-\d\d)`
  const [, on, from = on, to = on, said = ''] =
    new RegExp(`^(?:on ${date}|from ${date} to ${date}) +(.+)$`).exec(text) ?? []
  if (from === undefined || to === undefined || !areDates({ from, to })) return undefined
  const blocks = said === '' ? undefined : readTimes(said)
  if (blocks) return { from, to, blocks }
  const week = on === undefined ? weekOf(said) : undefined
  return week && { from, to, week }
}

function writeWeek(week: readonly Block[]): string {
  if (week.length === 0) return 'never'
  const times = new Map<string, number[]>()
  for (const block of week) {
    const time = writeTime(block)
    times.set(
      time,
      [...(times.get(time) ?? []), block.day].toSorted((a, b) => a - b),
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

function writeDates({ from, to }: Dates, always?: 'from'): string {
  return from === to && always === undefined ? `on ${from}` : `from ${from} to ${to}`
}

/** The blocks of a day as `10:00-12:00 14:00-16:00`, or `closed`. */
export function writeTimes(blocks: readonly Times[]): string {
  return blocks.length === 0 ? 'closed' : blocks.map(writeTime).join(' ')
}

function writeTime({ from, to }: Times): string {
  return `${clock(from)}-${clock(to)}`
}

/** Minutes from midnight as `09:30`. */
export function clock(minute: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** What `writeTimes` has written; nothing at all is no block either. Undefined when it cannot be read. */
export function readTimes(text: string): readonly Times[] | undefined {
  const said = text.trim().toLowerCase()
  if (said === '' || said === 'closed') return []
  const blocks = said.split(/[\s,]+/).map(timesOf)
  return blocks.includes(undefined) ? undefined : blocks.flatMap((one) => one ?? [])
}

function timesOf(text: string): Times | undefined {
  const [, starts = '', ends = ''] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? []
  const [from, to] = [minutes(starts), minutes(ends)]
  return from === undefined || to === undefined ? undefined : { from, to }
}

function daysOf(text: string): number[] | undefined {
  if (text === 'daily') return [1, 2, 3, 4, 5, 6, 7]
  const [first = '', last = first, more] = text.split('-')
  const [a, b] = [days.indexOf(first), days.indexOf(last)]
  if (a < 0 || b < 0 || more !== undefined) return undefined
  return Array.from({ length: ((b - a + 7) % 7) + 1 }, (_, i) => ((a + i) % 7) + 1)
}

/** `09:30` as minutes from midnight; undefined when it is no time of a day. */
export function minutes(text: string): number | undefined {
  const [hour = Number.NaN, minute = Number.NaN] = text.split(':').map(Number)
  return hour < 24 && minute < 60 ? hour * 60 + minute : undefined
}
