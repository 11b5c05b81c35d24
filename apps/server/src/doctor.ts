import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '@veilleuse/domain/clock'
import { sql } from 'kysely'
import { currentEpochOf } from './keys/store.ts'
import { allLines, helplineOf } from './line/store.ts'
import { firstFalseAudit } from './platform/audit.ts'
import type { Config } from './platform/config.ts'
import { openDatabase, openPool, type Db, type Reach } from './platform/database.ts'
import { always } from './platform/headers.ts'
import { pendingMigrations } from './platform/migrate.ts'

type Finding = { readonly ok: boolean; readonly text: string }

/** Looks at what a running helpline rests on and tells, line by line; gives the exit code. */
export async function examine(
  config: Config,
  of: { clock: Clock; reach: () => Promise<{ reach: Reach; stop(): Promise<void> }> },
): Promise<number> {
  const findings: Finding[] = [{ ok: true, text: 'The configuration can be read.' }]
  const tell = (ok: boolean, good: string, bad: string) =>
    void findings.push({ ok, text: ok ? good : bad })

  findings.push(...filesOf(config))
  const database = await of.reach()
  const db = openDatabase(openPool(database.reach, 2))
  try {
    findings.push(...(await databaseOf(db, of.clock)))
    const pending = await pendingMigrations(database.reach)
    tell(
      pending.length === 0,
      'The database is up to date.',
      `Migrations are waiting: ${pending.join(', ')}. Run \`npm run veilleuse -- migrate\`.`,
    )
    if (pending.length === 0) findings.push(...(await keysOf(db, of.clock.now())))
  } catch (error) {
    tell(false, '', `The database could not be asked: ${String(error)}`)
  } finally {
    await db.destroy()
    await database.stop()
  }
  findings.push(...(await headersOf(config)))

  for (const { ok, text } of findings) process.stdout.write(`${ok ? '  ok  ' : '  !!  '}${text}\n`)
  return findings.every((finding) => finding.ok) ? 0 : 1
}

function filesOf(config: Config): Finding[] {
  try {
    const mode = statSync(join(config.dataFolder, 'pepper')).mode & 0o077
    return mode === 0
      ? [{ ok: true, text: 'The server’s key is readable by its owner alone.' }]
      : [{ ok: false, text: 'Others can read the file `pepper`: chmod 600 it.' }]
  } catch {
    return [{ ok: false, text: 'There is no `pepper` yet: it is made by the first `serve`.' }]
  }
}

async function databaseOf(db: Db, clock: Clock): Promise<Finding[]> {
  const { rows } = await sql<{
    version: string
    fsync: string
    commit: string
    pages: string
    now: Date
  }>`select current_setting('server_version') as version, current_setting('fsync') as fsync,
    current_setting('synchronous_commit') as commit,
    current_setting('full_page_writes') as pages, now() as now`.execute(db)
  const [set] = rows
  if (!set) return [{ ok: false, text: 'The database does not say how it is set.' }]
  const drift = Math.abs(set.now.getTime() - clock.now().getTime()) / 1000
  const durable = set.fsync === 'on' && set.commit !== 'off' && set.pages === 'on'
  return [
    { ok: true, text: `PostgreSQL ${set.version} answers.` },
    durable
      ? { ok: true, text: 'What is acknowledged is on disk.' }
      : { ok: false, text: 'fsync, synchronous_commit and full_page_writes must be on.' },
    drift < 2
      ? { ok: true, text: 'The clocks of server and database agree.' }
      : { ok: false, text: `The clocks differ by ${drift.toFixed(0)} s: set both by NTP.` },
  ]
}

async function keysOf(db: Db, now: Date): Promise<Finding[]> {
  const findings: Finding[] = []
  const helpline = await helplineOf(db)
  findings.push(
    helpline?.root_fingerprint
      ? { ok: true, text: 'The directory is open and its root is pinned.' }
      : { ok: false, text: 'No root yet: the administrator opens the directory at the desk.' },
  )
  for (const line of await allLines(db)) {
    const epoch = await currentEpochOf(db, line.id, now)
    const days = epoch ? (epoch.validTo.getTime() - now.getTime()) / 86_400_000 : 0
    findings.push(
      epoch
        ? { ok: days > 1, text: `Keys of «${line.slug}» are good for ${days.toFixed(1)} days.` }
        : {
            ok: false,
            text: `«${line.slug}» has no keys: a supervisor publishes them at the desk.`,
          },
    )
  }
  const broken = await firstFalseAudit(db)
  findings.push(
    broken === undefined
      ? { ok: true, text: 'The audit is one unbroken chain.' }
      : { ok: false, text: `The audit has been altered at row ${String(broken)}.` },
  )
  return findings
}

async function headersOf(config: Config): Promise<Finding[]> {
  try {
    const answer = await fetch(config.publicOrigin, { redirect: 'manual' })
    const missing = Object.keys(always).filter((name) => !answer.headers.get(name))
    return [
      missing.length === 0
        ? { ok: true, text: `${config.publicOrigin} answers with every header.` }
        : { ok: false, text: `${config.publicOrigin} loses headers: ${missing.join(', ')}.` },
    ]
  } catch {
    return [{ ok: false, text: `${config.publicOrigin} does not answer from here.` }]
  }
}
