import { equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { closesAt, isOpen, opensAt, type SpecialDays, type Hours } from './hours.ts'

const minuteMs = 60_000
const dayMinutes = 1440
const [first, last] = [Date.UTC(2024, 0) / minuteMs, Date.UTC(2031, 0) / minuteMs]
/** How long before and after a change of clocks is looked at, minute by minute. */
const around = 150

test('at every change of clocks from 2024 to 2030, in every zone there is, what is said comes true', () => {
  let [changes, zones] = [0, 0]
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const wallAt = wallOf(zone)
    const turns = changesOf(wallAt)
    if (turns.length > 0) zones += 1
    for (const change of turns) {
      changes += 1
      const hours = someHours(zone, wallAt(change), changes)
      const start = change - around
      const open = Array.from({ length: 2 * around }, (_, minute) =>
        openByTheWall(hours, wallAt(start + minute)),
      )
      const at = (minute: number) => new Date((start + minute) * minuteMs)
      const where = (minute: number) => `${zone} ${at(minute).toISOString()}`
      for (const [minute, expected] of open.entries())
        equal(isOpen(hours, at(minute)), expected, where(minute))
      for (let minute = changes % 17; minute < open.length; minute += 17)
        for (const [find, wanted] of [
          [opensAt, true],
          [closesAt, false],
        ] as const) {
          const found = find(hours, at(minute))
          const next = open.indexOf(wanted, minute)
          if (next >= 0) equal(found?.toISOString(), at(next).toISOString(), where(minute))
          else ok(!found || found >= at(open.length), where(minute))
        }
    }
  }
  // Nobody must be able to make this test pass by looking at nothing.
  ok(zones > 100 && changes > 1500, `${changes} changes in ${zones} zones`)
})

/** What stands on the wall, told by the platform's own clock: minutes, as though it showed UTC. */
function wallOf(zone: string): (minute: number) => number {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  return (minute) => {
    const [date, time] = clock.format(minute * minuteMs).split(' ')
    return Date.parse(`${date}T${time}Z`) / minuteMs
  }
}

/** The minutes at which the wall leaps, forth or back. */
function changesOf(wallAt: (minute: number) => number): readonly number[] {
  const found: number[] = []
  const ahead = (minute: number) => wallAt(minute) - minute
  for (let day = first; day < last; day += dayMinutes) {
    if (ahead(day) === ahead(day + dayMinutes)) continue
    let minute = day
    for (const step of [60, 10, 1]) while (ahead(minute + step) === ahead(day)) minute += step
    found.push(minute + 1)
  }
  return found
}

/** Blocks that begin and end about where the clocks leap, on days alike and on days that are not. */
function someHours(zone: string, wall: number, seed: number): Hours {
  const chance = chanceFrom(seed)
  const near = () =>
    (((wall + Math.floor(chance() * 240) - 120) % dayMinutes) + dayMinutes) % dayMinutes
  const times = () => ({ from: near(), to: near() })
  const date = (days: number) =>
    new Date((wall + days * dayMinutes) * minuteMs).toISOString().slice(0, 10)
  const week = [1, 2, 3, 4, 5, 6, 7].flatMap((day) =>
    Array.from({ length: Math.floor(chance() * 3) }, () => ({ day, ...times() })),
  )
  const one = date(Math.floor(chance() * 3) - 1)
  const special: SpecialDays = { from: one, to: one, blocks: chance() < 0.5 ? [] : [times()] }
  return { zone, week, ...(seed % 3 === 0 && { specialDays: [special] }) }
}

function openByTheWall({ week, specialDays = [] }: Hours, wall: number): boolean {
  return [0, 1].some((daysAgo) => {
    const midnight = Math.floor(wall / dayMinutes) * dayMinutes - daysAgo * dayMinutes
    const day = new Date(midnight * minuteMs)
    const date = day.toISOString().slice(0, 10)
    const special = specialDays.find(({ from }) => from === date)
    const today = week.filter((block) => block.day === (day.getUTCDay() || 7))
    return (special?.blocks ?? today).some(({ from, to }) => {
      const end = to > from ? to : to + dayMinutes
      return wall >= midnight + from && wall < midnight + end
    })
  })
}

/** Marsaglia's xorshift of 32 bits, which any seed but 0 starts: the same hours in every run. */
function chanceFrom(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
