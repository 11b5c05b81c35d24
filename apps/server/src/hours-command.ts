import { readHours, writeHours } from '@veilleuse/domain/hours-text'
import { setHours } from './line/actions.ts'
import { allLines } from './line/store.ts'
import { openDatabase, openPool, type Reach } from './platform/database.ts'

/**
 * `hours [when] [zone]`: sets the opening hours of the first line, also while the server runs; without
 * hours it tells those that are set.
 */
export async function hoursCommand(
  [when, zone = 'Europe/Paris']: readonly string[],
  reach: () => Promise<{ reach: Reach; stop(): Promise<void> }>,
): Promise<number> {
  const hours = when === undefined ? undefined : readHours(when, zone)
  if (when !== undefined && !hours) {
    process.stderr.write(
      `These hours cannot be read. Write for example: 'daily 09:00-23:00', 'mon-fri 14:00-23:00, sat 10:00-01:00', 'always' or 'never', and a time zone such as Europe/Paris.\n`,
    )
    return 2
  }
  const database = await reach()
  const db = openDatabase(openPool(database.reach, 2))
  try {
    const [line] = await allLines(db)
    if (line && !hours) {
      process.stdout.write(`${writeHours(line.hours)} (${line.hours.zone})\n`)
      return 0
    }
    if (!line || !hours || !(await setHours(db, line.slug, hours))) {
      process.stderr.write('There is no line yet: start the helpline once with `serve`.\n')
      return 1
    }
    process.stdout.write(
      `The hours of «${line.slug}» are set. Open pages show them within a minute.\n`,
    )
    return 0
  } finally {
    await db.destroy()
    await database.stop()
  }
}
