import { readHours, writeHours } from '@veilleuse/domain/hours-text'
import { type Hours, type HoursFault, whyNotHours } from '@veilleuse/domain/hours'
import { setHours } from './line/actions.ts'
import { allLines } from './line/store.ts'
import { type Db, openDatabase, openPool, type Reach } from './platform/database.ts'

/**
 * `hours [when] [zone]`: sets the opening hours of the first line, also while the server runs; without
 * hours it tells those that are set. What `when` may say: domain/hours-text.ts.
 */
export async function hoursCommand(
  [when, zone = 'Europe/Paris']: readonly string[],
  reach: () => Promise<{ reach: Reach; stop(): Promise<void> }>,
): Promise<number> {
  const hours = when === undefined ? undefined : readHours(when, zone)
  const why = hours || when === undefined ? hours && whyNot(hours) : unreadable
  if (why !== undefined) {
    process.stderr.write(`${why}\n`)
    return 2
  }
  const database = await reach()
  const db = openDatabase(openPool(database.reach, 2))
  try {
    return await tellOrSet(db, hours)
  } finally {
    await db.destroy()
    await database.stop()
  }
}

async function tellOrSet(db: Db, hours: Hours | undefined): Promise<number> {
  const [line] = await allLines(db)
  if (!line) {
    process.stderr.write('There is no line yet: start the helpline once with `serve`.\n')
    return 1
  }
  if (!hours) {
    process.stdout.write(`${writeHours(line.hours)} (${line.hours.zone})\n`)
    return 0
  }
  // A channel's own calendar is not told in words: it stays as it is.
  const { channels } = line.hours
  await setHours(db, line.slug, { ...hours, ...(channels && { channels }) })
  process.stdout.write(`The hours of «${line.slug}» are set. Open pages show them at once.\n`)
  return 0
}

function whyNot(hours: Hours): string | undefined {
  const fault = whyNotHours(hours)
  return fault && refusals[fault]
}

const unreadable = `These hours cannot be read. Write for example: 'daily 09:00-23:00', 'mon-fri 14:00-23:00, sat 10:00-01:00', 'always' or 'never', and a time zone such as Europe/Paris. What is otherwise follows behind semicolons: '; on 12-25 closed', '; on 2026-12-31 10:00-12:00 14:00-16:00', '; from 07-01 to 08-31 daily 10:00-18:00'.`

const refusals: Readonly<Record<HoursFault, string>> = {
  zone_unknown: 'Nobody knows this time zone.',
  dates_impossible: 'A day is none, or an end lies before its beginning.',
  blocks_meet:
    'Two blocks of a day overlap: write them as one, or let one begin where the other ends.',
}
