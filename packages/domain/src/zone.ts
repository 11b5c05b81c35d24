/** A time during which the clocks of a zone keep one distance from UTC. Minutes are since 1970. */
export type Stretch = {
  readonly from: number
  /** The first minute that belongs to it no more. */
  readonly until: number
  /** By how many minutes the clocks on the wall are ahead of UTC. */
  readonly ahead: number
}

/** The stretches that `from` to `until` (minutes since 1970) fall into, cut to these two, in order. */
export function stretches(zone: string, from: number, until: number): readonly Stretch[] {
  const changes: number[] = []
  for (let year = yearOf(from); year <= yearOf(until); year++)
    for (const change of changesIn(zone, year))
      if (change > from && change < until) changes.push(change)
  return [from, ...changes].map((start, place) => ({
    from: start,
    until: changes[place] ?? until,
    ahead: aheadAt(zone, start),
  }))
}

/** By how many minutes the clocks of the zone are ahead of UTC at a minute since 1970. */
export function aheadAt(zone: string, minute: number): number {
  const told = formatOf(zone).format(minute * minuteMs)
  // `10/03/2026, 16:00`: read as though it were UTC, the difference is what is asked for.
  const [, day, month, year, hour, at] = /^(\d+)\D+(\d+)\D+(\d+)\D+(\d+):(\d+)$/.exec(told) ?? []
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(at))
  return wall / minuteMs - minute
}

/**
 * The moment at which the clocks of the zone show this, given in minutes as though they showed UTC.
 * What they show twice is taken the first time; what they skip becomes as much later.
 */
export function momentOnTheWall(zone: string, wall: number): Date {
  // A day before and a day after, one of the two offsets is in force.
  const [early, late] = [aheadAt(zone, wall - dayMinutes), aheadAt(zone, wall + dayMinutes)]
  const fits = [Math.max(early, late), Math.min(early, late)].find(
    (ahead) => aheadAt(zone, wall - ahead) === ahead,
  )
  return new Date((wall - (fits ?? early)) * minuteMs)
}

/** The moment of a day, given as `2026-03-10`, and a minute from its midnight. */
export function momentOn(zone: string, date: string, minute: number): Date {
  return momentOnTheWall(zone, Date.parse(`${date}T00:00:00Z`) / minuteMs + minute)
}

export function isZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

const minuteMs = 60_000
const dayMinutes = 24 * 60
const formats = new Map<string, Intl.DateTimeFormat>()
const known = new Map<string, readonly number[]>()

/** The changes of clocks in a year of UTC, looked for once: nothing else here is slow. */
function changesIn(zone: string, year: number): readonly number[] {
  const name = `${zone} ${year}`
  let changes = known.get(name)
  if (!changes) {
    changes = findChanges(zone, year)
    known.set(name, changes)
  }
  return changes
}

// Asked once a day: no zone has changed its clocks forth and back within one.
function findChanges(zone: string, year: number): readonly number[] {
  const changes: number[] = []
  const end = Date.UTC(year + 1, 0) / minuteMs
  for (let day = Date.UTC(year, 0) / minuteMs; day < end; day += dayMinutes)
    if (aheadAt(zone, day) !== aheadAt(zone, day + dayMinutes))
      changes.push(changeBetween(zone, day, day + dayMinutes))
  return changes
}

/** The first minute at which the clocks of the zone are as far ahead as at `late`. */
function changeBetween(zone: string, early: number, late: number): number {
  let [before, after] = [early, late]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (aheadAt(zone, middle) === aheadAt(zone, late)) after = middle
    else before = middle
  }
  return after
}

function yearOf(minute: number): number {
  return new Date(minute * minuteMs).getUTCFullYear()
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(zone, format)
  }
  return format
}
