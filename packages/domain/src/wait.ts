import type { Rank } from './order.ts'

/** How long a wait will be, in whole minutes: between these two, four times out of five. */
export type WaitRange = { readonly fromMinutes: number; readonly toMinutes: number }

/** What a line knows of itself at a moment. What is absent is taken to be usual, or not to be. */
export type Pace = {
  /** Conversations the present counsellors can hold at once. */
  readonly slots: number
  /** Of these, the ones free now. */
  readonly free: number
  /** Mean length of a conversation with its wrap-up, in minutes, on this line lately. */
  readonly meanMinutes: number
  /** How far lengths lie apart: their deviation by their mean. */
  readonly spread?: number
  /** On how many lengths the mean rests. */
  readonly known?: number
  /** Of those who wait, the share who leave in a minute. */
  readonly leavingPerMinute?: number
  /** How many come in a minute who go before the usual ones, and before all but danger. */
  readonly pressing?: { readonly high: number; readonly danger: number }
}

/** The range of each place, 1 for the next, of a visitor of this rank. */
export type Waits = (place: number, rank?: Rank) => WaitRange | undefined

/**
 * The ranges at this pace, undefined when nobody is there to answer: then no number would be true.
 *
 * Model: places come free like the ticks of a clock of chance, those before leave, more pressing ones
 * come. The time until the last of those before has gone has a known mean and variance; shown are two
 * points of the gamma distribution with these, widened by how little is known of the line.
 * docs/wait.md tells more, and how often it was right.
 */
export function waitsAt(pace: Pace): Waits {
  const { slots, free } = pace
  if (slots <= 0) return () => undefined
  const known = new Map<number, (endings: number) => WaitRange>()
  return (place, rank = 'usual') => {
    const endings = place - free
    if (endings <= 0) return atOnce
    const passing = passingOf(pace, rank)
    const ranges = known.get(passing) ?? rangesAt(pace, passing)
    known.set(passing, ranges)
    return ranges(endings)
  }
}

export function waitRange(place: number, pace: Pace, rank?: Rank): WaitRange | undefined {
  return waitsAt(pace)(place, rank)
}

/** Whoever finds a free counsellor waits for a ring to be answered, or for a second one. */
const atOnce: WaitRange = { fromMinutes: 0, toMinutes: 2 }

/** Without knowledge, lengths are taken to be spread as if each minute could be the last. */
const usualSpread = 1
/** The imagined conversations a mean rests on where none is known. */
const fewestKnown = 5
/** So far from the mean, in deviations of a normal variable, lie the two ends. */
const reach = 1.35

function passingOf({ pressing }: Pace, rank: Rank): number {
  if (!pressing || rank === 'danger') return 0
  return rank === 'usual' ? pressing.high + pressing.danger : pressing.danger
}

/**
 * One after another, and never below the one before: where lengths are alike, one place further back
 * is more certain, and its longest wait would come out a minute shorter.
 */
function rangesAt(pace: Pace, passing: number): (endings: number) => WaitRange {
  const passage = passages({ ...pace, passing })
  const ranges: WaitRange[] = [{ fromMinutes: 0, toMinutes: 0 }]
  return (endings) => {
    for (let k = ranges.length; k <= endings; k++) {
      const [range, before] = [rangeOf(passage(k), pace, k), ranges[k - 1] ?? atOnce]
      ranges.push({
        fromMinutes: Math.max(range.fromMinutes, before.fromMinutes),
        toMinutes: Math.max(range.toMinutes, before.toMinutes),
      })
    }
    return ranges[endings] ?? atOnce
  }
}

function rangeOf(passage: Moments, pace: Pace, endings: number): WaitRange {
  const { slots, spread = usualSpread, known = fewestKnown } = pace
  const { mean } = passage
  // Many ends at one seat come as regularly as its lengths do, few ends over many seats by chance. But
  // where some conversations are very long, those that go on now are mostly of these.
  const often = endings / (endings + slots)
  const weight = spread > 1 ? Math.max(often, 1 / Math.sqrt(slots)) : often
  const variance = passage.variance * (1 + weight * (spread ** 2 - 1))
  const unsure = (mean * spread) ** 2 / known
  // Of very few places each has its own story, which no mean tells.
  const few = 1 + 0.25 / slots
  const shape = mean ** 2 / ((variance + unsure) * few)
  return {
    fromMinutes: Math.floor(mean * gammaPoint(shape, -reach)),
    toMinutes: Math.max(2, Math.ceil(mean * gammaPoint(shape, reach))),
  }
}

// Wilson and Hilferty 1931: the cube root of a gamma variable is nearly normal. Good to some per
// cent from a shape of one up, which whole minutes hide. With mean 1.
function gammaPoint(shape: number, z: number): number {
  // Beyond this the approximation turns back: the less is known, the shorter the wait would be told.
  const spread = Math.min(1 / (9 * shape), (reach / 2) ** 2)
  return Math.max(0, 1 - spread + z * Math.sqrt(spread)) ** 3
}

type Moments = { readonly mean: number; readonly variance: number }
type Passages = (endings: number) => Moments
type Way = Pace & { readonly passing: number }

/** Mean and variance, in minutes, of the time until so many before and oneself have been served. */
function passages(way: Way): Passages {
  let table: readonly Moments[] = []
  return (endings) => {
    if (table.length <= endings) table = passageTable(way, Math.max(64, endings * 2))
    return table[endings] ?? { mean: 0, variance: 0 }
  }
}

/**
 * With `n` still to go, one less after an exponential time, unless somebody passes first: then there
 * is one more to go, and that one too has to be served.
 */
function passageTable(way: Way, most: number): readonly Moments[] {
  const { slots, meanMinutes, leavingPerMinute = 0, passing } = way
  const steps: Moments[] = []
  let above: Moments | undefined
  for (let n = most; n >= 1; n--) {
    const ending = slots / meanMinutes + leavingPerMinute * (n - 1)
    // A line at which more come who pass than it serves has no end that could be told.
    const coming = Math.min(passing, 0.9 * ending)
    above = oneLess(ending, coming, above ?? endless(ending, coming))
    steps.push(above)
  }
  const sums: Moments[] = [{ mean: 0, variance: 0 }]
  for (const step of steps.toReversed()) {
    const before = sums.at(-1)
    sums.push({
      mean: (before?.mean ?? 0) + step.mean,
      variance: (before?.variance ?? 0) + step.variance,
    })
  }
  return sums
}

function oneLess(ending: number, coming: number, above: Moments): Moments {
  const rate = ending + coming
  const passed = coming / rate
  const mean = (1 + coming * above.mean) / ending
  const square =
    (2 / rate ** 2 +
      (2 / rate) * passed * (above.mean + mean) +
      passed * (above.variance + above.mean ** 2 + 2 * above.mean * mean)) /
    (1 - passed)
  return { mean, variance: square - mean ** 2 }
}

/** The busy period of a queue whose rates stay as they are: where the table begins. */
function endless(ending: number, coming: number): Moments {
  const spare = ending - coming
  return { mean: 1 / spare, variance: (ending + coming) / spare ** 3 }
}
