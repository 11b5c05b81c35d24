import { fork, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@veilleuse/server/platform/postgres/start-postgres'
import { migrate } from '@veilleuse/server/platform/migrate'
import type { Reach } from '@veilleuse/server/platform/database'
import pg from 'pg'
import * as v from 'valibot'
import { benchAppend } from './append.ts'
import { evening } from './evening.ts'
import { firstPage } from './first-page.ts'
import { benchFlood } from './flood.ts'
import { onGround } from './ground.ts'
import { places } from './places.ts'
import {
  ofEvening,
  ofFirstPage,
  ofPlaces,
  ofSaturation,
  ofStarts,
  page,
  plain,
  Section,
} from './report.ts'
import { saturation } from './saturation.ts'
import { starts } from './starts.ts'

/**
 * `npm run bench`: what the helpline bears on one machine, written to docs/performance.md;
 * `npm run bench -- talk crowd`: these scenarios alone, told and not written. Loopback only, bounded
 * in time. Of comparisons only the ratio may be quoted, with the machine.
 */
const seed = 1
const root = join(import.meta.dirname, '../..')

/** Those of the page, each in a process of its own. */
const told: Readonly<Record<string, () => Promise<Section>>> = {
  talk: () => people('An evening', 2000),
  crowd: () => people('A crowd', 10_000),
  places: placesTold,
  saturation: pressed,
  starts: async () => ofStarts(await onGround((folder) => starts(folder, 3))),
  page: async () => ofFirstPage(await onGround((folder) => firstPage(folder, 5))),
}

/** Those that are for whoever watches. */
const watched: Readonly<Record<string, () => Promise<void>>> = { append, flood: benchFlood }

const [cpu] = cpus()
const machine = `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`
const wanted = process.argv.slice(2)
if (wanted.length === 0) await all()
for (const name of wanted) {
  const scenario = told[name]
  if (scenario) {
    const section = await scenario()
    process.stdout.write(plain(section))
    process.send?.(section)
  } else if (watched[name]) await watched[name]()
  else throw new Error(`There are ${[...Object.keys(told), ...Object.keys(watched)].join(', ')}.`)
}
// What listens to the one who started us would keep us.
process.disconnect?.()

async function all() {
  process.stdout.write(`${machine}, Node ${process.version}\n`)
  const began = performance.now()
  const sections: Section[] = []
  for (const name of Object.keys(told)) sections.push(await alone(name))
  const minutes = ((performance.now() - began) / 60_000).toFixed(1)
  const versions = `Node ${process.version.slice(1)}, PostgreSQL ${await postgresVersion()}`
  const on = `${new Date().toISOString().slice(0, 10)}, in ${minutes} minutes`
  const run = [machine, `${process.platform}, ${versions}`, `seed ${seed}; run on ${on}`]
  const file = join(root, 'docs/performance.md')
  writeFileSync(file, page(sections, run))
  execFileSync(join(root, 'node_modules/.bin/oxfmt'), [file])
}

/** So that none leaves its garbage to the next. */
async function alone(name: string): Promise<Section> {
  const child = fork(import.meta.filename, [name])
  let section: unknown
  child.on('message', (message) => (section = message))
  const code = await new Promise((done) => child.on('exit', done))
  if (code !== 0) throw new Error(`${name} did not come to its end`)
  return v.parse(Section, section)
}

async function people(title: string, waiting: number): Promise<Section> {
  const wish = {
    shape: { counsellors: 150, each: 3, supervisors: 20, waiting },
    seed,
    every: { seconds: 8 },
    talk: { seconds: 30 },
    quiet: { seconds: 10 },
    settle: { seconds: 4 },
  }
  return ofEvening(title, await onGround((folder) => evening(folder, wish)))
}

/** With few and with many, to see what grows with how many wait. */
async function placesTold(): Promise<Section> {
  const wish = (waiting: number) => ({ waiting, times: 8, quiet: { seconds: 15 } })
  const few = await onGround((folder) => places(folder, wish(200)))
  const many = await onGround((folder) => places(folder, wish(2000)))
  return ofPlaces(few, many)
}

async function pressed(): Promise<Section> {
  const profile = mkdtempSync(join(tmpdir(), 'veilleuse-profile-'))
  const wish = { desks: 150, each: 10, atOnce: 1000, rounds: 3, turn: { seconds: 4 }, profile }
  try {
    return ofSaturation(await onGround((folder) => saturation(folder, wish)))
  } finally {
    rmSync(profile, { recursive: true })
  }
}

async function postgresVersion(): Promise<string> {
  return withPostgres(async (reach) => {
    const client = new pg.Client(reach)
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    await client.end()
    return rows[0]?.server_version ?? 'unknown'
  })
}

function append(): Promise<void> {
  return withPostgres(async (reach) => {
    await migrate(reach)
    await benchAppend(reach)
  })
}

function withPostgres<T>(run: (reach: Reach) => Promise<T>): Promise<T> {
  return onGround(async (folder) => {
    const postgres = await startPostgres({ dataFolder: folder, log: () => undefined })
    try {
      return await run(postgres.options)
    } finally {
      await postgres.stop()
    }
  })
}
