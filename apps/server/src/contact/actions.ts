import { setTimeout as pause } from 'node:timers/promises'
import { counted, type CountingTerms, type HourCount } from '@veilleuse/domain/contact'
import { dayAt, hourAt } from '@veilleuse/domain/hours'
import type { LineId } from '@veilleuse/domain/ids'
import type { Channel } from '@veilleuse/domain/line'
import { allLines } from '../line/store.ts'
import type { Db } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import { Problem } from '../platform/problem.ts'
import {
  addContactCounts,
  addHourCounts,
  type ContactCount,
  countedThrough,
  linesToCount,
  type HourTally,
  markCounted,
  type OverContact,
  overContacts,
  shuffle,
  takeRun,
} from './store.ts'

type Inside = Pick<House, 'db' | 'clock'>

/** A day is counted when it has been over for so long: whoever came late in it has mostly left. */
const settles = { hours: 4 }

/**
 * Counts the contacts of each line whose day is over, once a day and all in one change: what is
 * counted is counted once, and one that is still going on is counted with the days after it. Until
 * then the facts stand with the conversations, so that a crash loses none.
 */
export async function countContacts({ db, clock }: Inside): Promise<void> {
  const settled = new Date(clock.now().getTime() - settles.hours * 3_600_000)
  for (const { id: line, hours, promised_minutes, early_seconds } of await linesToCount(db)) {
    const through = dayBefore(dayAt(hours.zone, settled))
    const terms = { earlySeconds: early_seconds, promisedMinutes: promised_minutes ?? undefined }
    await db.transaction().execute(async (tx) => {
      const after = await countedThrough(tx, line)
      if (!(await takeRun(tx, line, through))) return
      const over = (await overContacts(tx, line, settled)).filter(
        ({ arrivedAt }) => dayAt(hours.zone, arrivedAt) <= through,
      )
      await addContactCounts(tx, line, contactCounts(over, { zone: hours.zone, terms }))
      await addHourCounts(tx, hourCounts(over, { line, zone: hours.zone, terms }))
      await markCounted(
        tx,
        over.map(({ id }) => id),
      )
      await shuffle(tx, line, { after, through })
    })
  }
}

type By = { readonly zone: string; readonly terms: CountingTerms }

function contactCounts(over: readonly OverContact[], { zone, terms }: By): readonly ContactCount[] {
  const alike = over.map((contact) => ({
    day: dayAt(zone, contact.arrivedAt),
    channel: contact.channel,
    source: contact.source,
    ...counted(contact, terms),
  }))
  return tally(alike)
}

function hourCounts(
  over: readonly OverContact[],
  { line, zone, terms }: By & { line: LineId },
): readonly HourTally[] {
  const each = over.flatMap((contact) => {
    const { arrivedAt, channel } = contact
    const at = { line, day: dayAt(zone, arrivedAt), hour: hourAt(zone, arrivedAt), channel }
    return whatHappened(contact, terms).map((what) => ({ ...at, what }))
  })
  return tally(each)
}

/** What a contact counts for in the hour in which it began. */
function whatHappened(contact: OverContact, terms: CountingTerms): readonly HourCount[] {
  if (contact.answeredAt) return ['arrived', 'answered']
  const early = counted(contact, terms).ending === 'abandoned_early'
  return ['arrived', early ? 'abandoned_early' : 'abandoned']
}

// Sorted by what they say, so that the order in which they are written tells nothing.
function tally<Fact extends object>(facts: readonly Fact[]): readonly (Fact & { many: number })[] {
  const all = new Map<string, Fact & { many: number }>()
  for (const fact of facts) {
    const key = JSON.stringify(fact)
    all.set(key, { ...fact, many: (all.get(key)?.many ?? 0) + 1 })
  }
  return [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
}

/** Which refusals turn somebody away who reached out, and what each is counted as. */
const refusals: Readonly<Record<string, HourCount>> = {
  line_closed: 'refused_closed',
  line_full: 'refused_full',
  puzzle_needed: 'puzzle_given',
}

type Arriving = { readonly line: string; readonly channel: Channel; readonly solved: boolean }

/** Lets somebody arrive, and counts those who leave no conversation: turned away, or made to work. */
export async function countingArrival<Reply>(
  house: Inside,
  { line, channel, solved }: Arriving,
  arrive: () => Promise<Reply>,
): Promise<Reply> {
  const count = (what: HourCount) => countNow(house, { line, channel, what })
  try {
    const reply = await arrive()
    if (solved) await count('puzzle_solved')
    return reply
  } catch (error) {
    const code = error instanceof Problem ? error.code : ''
    const what = refusals[code]
    if (solved && code !== 'puzzle_needed') await count('puzzle_solved')
    if (what) await count(what)
    throw error
  }
}

export type Counting = {
  /** Its slug. What nobody offers is not counted. */
  readonly line: string
  readonly channel: Channel
  readonly what: HourCount
}

/**
 * Counts what leaves no conversation. Done before the answer goes out, so that no crash can lose it;
 * those who come at the same time are counted together, so that a flood costs a few changes a second.
 */
export function countNow(house: Inside, counting: Counting): Promise<void> {
  let together = houses.get(house.db)
  if (!together) houses.set(house.db, (together = countTogether(house)))
  return together(counting)
}

const houses = new WeakMap<Db, (counting: Counting) => Promise<void>>()
const gathering = { milliseconds: 20 }

function countTogether({ db, clock }: Inside): (counting: Counting) => Promise<void> {
  let gathered: Counting[] = []
  let next: Promise<void> | undefined
  let running: Promise<unknown> = Promise.resolve()
  return (counting) => {
    gathered.push(counting)
    next ??= after(running)
    return next
  }

  async function after(before: Promise<unknown>) {
    await before
    await pause(gathering.milliseconds)
    const now = gathered
    gathered = []
    next = undefined
    const written = write(now)
    running = written.catch(() => {})
    return written
  }

  async function write(all: readonly Counting[]) {
    const lines = new Map((await allLines(db)).map((line) => [line.slug, line]))
    const at = clock.now()
    const each = all.flatMap(({ line: slug, channel, what }) => {
      const line = lines.get(slug)
      if (!line) return []
      const { zone } = line.hours
      return [{ line: line.id, day: dayAt(zone, at), hour: hourAt(zone, at), channel, what }]
    })
    await addHourCounts(db, tally(each))
  }
}
