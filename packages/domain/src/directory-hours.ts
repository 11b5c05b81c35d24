import type { Block } from './hours.ts'

/**
 * A helpline's hours as its page writes them, as a week: «24/7», «daily 09:00-23:00», «Mon-Fri
 * 07:00-02:00; Sat-Sun 11:00-24:00», «phone daily 09:00-23:00; chat 09:00-22:00» for `phone`.
 * Undefined for whatever says less or more than that: no day, a remark in brackets, «varies». Hours
 * are never guessed.
 */
export function weekIn(text: string, channel: string): readonly Block[] | undefined {
  const part = partFor(text, channel)
  if (part === undefined) return undefined
  if (part === '24/7') return everyDay.map((day) => ({ day, from: 0, to: 0 }))
  const blocks = part.split(/;\s*|,\s+/).map(blocksIn)
  return blocks.every((found) => found !== undefined) ? blocks.flat() : undefined
}

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const channels = /^(phone|chat|text|SMS) /

/** What the text says of one channel; all of it when it tells none apart. */
function partFor(text: string, channel: string): string | undefined {
  if (text === `24/7 ${channel}`) return '24/7'
  const parts = text.split(/;\s*/)
  if (!parts.some((part) => channels.test(part))) return text
  return parts.find((part) => part.startsWith(`${channel} `))?.slice(channel.length + 1)
}

function blocksIn(text: string): readonly Block[] | undefined {
  const [, said = '', times = ''] = /^(\S+(?: & \S+)?) (\d\d:\d\d-\d\d:\d\d)$/.exec(text) ?? []
  const days = daysIn(said)
  const [from, to] = times.split('-').map(minutesIn)
  if (!days || from === undefined || to === undefined) return undefined
  return days.map((day) => ({ day, from, to: to % dayMinutes }))
}

function daysIn(text: string): readonly number[] | undefined {
  if (text === 'daily') return everyDay
  if (text === 'weekend') return [6, 7]
  const spans = text.split(/,| & /).map((span) => {
    const [first = 0, last = first] = span.split('-').map((name) => names.indexOf(name) + 1)
    return first > 0 && last >= first ? everyDay.slice(first - 1, last) : []
  })
  return spans.every((span) => span.length > 0) ? spans.flat() : undefined
}

const dayMinutes = 24 * 60

function minutesIn(clock: string): number | undefined {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return hour <= 24 && minute < 60 && hour * 60 + minute <= dayMinutes
    ? hour * 60 + minute
    : undefined
}
