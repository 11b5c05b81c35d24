import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { firstInvitation } from './people/first-invitation.ts'
import { BadConfiguration, readConfig, type Config } from './platform/config.ts'
import type { Reach } from './platform/database.ts'
import { makeLog, type Log } from './platform/log.ts'
import { migrate } from './platform/migrate.ts'
import { StartRefused } from './platform/postgres/refused.ts'
import { startPostgres } from './platform/postgres/start-postgres.ts'
import { openHelpline } from './server.ts'

const usage = `Usage: npm run veilleuse -- <command>
  serve                       run the helpline
  migrate                     bring the database up to date and stop
  doctor                      check configuration, database, clock, keys and headers
  hours [when] [time zone]    tell or set the opening hours, e.g.  hours 'mon-fri 14:00-23:00, sat-sun 10:00-01:00; on 12-25 closed' Europe/Paris
`

const clock = { now: () => new Date() }
const [command, ...rest] = process.argv.slice(2)

try {
  const config = readConfig()
  const log = makeLog()
  switch (command) {
    case 'serve':
      await serve(config, log)
      break
    case 'migrate': {
      const database = await reachDatabase(config, log)
      log.migrated({ names: await migrate(database.reach) })
      await database.stop()
      break
    }
    case 'doctor': {
      const { examine } = await import('./doctor.ts')
      process.exitCode = await examine(config, { clock, reach: () => reachDatabase(config, log) })
      break
    }
    case 'hours': {
      const { hoursCommand } = await import('./hours-command.ts')
      process.exitCode = await hoursCommand(rest, () => reachDatabase(config, log))
      break
    }
    case undefined:
    default:
      process.stderr.write(usage)
      process.exitCode = 2
  }
} catch (error) {
  // What an operator can mend is told in one sentence; anything else is a bug and shows its trace.
  const plain = error instanceof BadConfiguration || error instanceof StartRefused
  process.stderr.write(
    `${plain ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  )
  process.exit(1)
}

async function serve(config: Config, log: Log): Promise<void> {
  const database = await reachDatabase(config, log)
  const running = await openHelpline(config, { reach: database.reach, log, clock }).catch(
    async (error: unknown) => {
      // Whoever cannot open leaves no database running behind.
      await database.stop()
      throw whyNotListening(error, config) ?? error
    },
  )
  const code = await firstInvitation(running.house)
  if (code === undefined) rmSync(linkFile(config), { force: true })
  else inviteFirst(config, code)

  let stopping = false
  const stop = (why: string) => {
    if (stopping) return
    stopping = true
    log.stopping({ why })
    void running
      .stop()
      .then(() => database.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.incident({ incident: 'stop', where: 'stop', error })
          process.exit(1)
        },
      )
  }
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGTERM', () => stop('SIGTERM'))
  // Whoever started us over a channel takes us along when it goes.
  process.on('disconnect', () => stop('parent gone'))
  process.send?.({ ready: true, port: running.port })
}

function inviteFirst(config: Config, code: string): void {
  const link = `${config.publicOrigin}/desk/enrol#${code}`
  writeFileSync(linkFile(config), `${link}\n`, { mode: 0o600 })
  if (!config.demo)
    process.stdout.write(
      `\nNobody runs this helpline yet. This link makes the first administrator, once:\n\n  ${link}\n\n`,
    )
}

function linkFile(config: Config): string {
  return join(config.dataFolder, 'first-administrator.link')
}

type Database = { readonly reach: Reach; stop(): Promise<void> }

async function reachDatabase(config: Config, log: Log): Promise<Database> {
  if (config.databaseUrl !== undefined)
    return { reach: { connectionString: config.databaseUrl }, stop: () => Promise.resolve() }
  const running = await alreadyRunning(config)
  if (running) return running
  const postgres = await startPostgres({
    dataFolder: config.dataFolder,
    log: (event) => log.database({ kind: 'embedded', state: event.type }),
  })
  const note = noteOf(config)
  writeFileSync(note, postgres.connectionString, { mode: 0o600 })
  return {
    reach: postgres.options,
    stop: async () => {
      rmSync(note, { force: true })
      await postgres.stop()
    },
  }
}

/** A port or an address that cannot be had, in words for whoever set it. */
function whyNotListening(error: unknown, { host, port, metricsPort }: Config) {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined
  if (error.syscall !== 'listen' && error.syscall !== 'getaddrinfo') return undefined
  const metrics = 'port' in error && error.port === metricsPort && metricsPort !== port
  const [name, wanted] = metrics ? ['METRICS_PORT', metricsPort] : ['PORT', port]
  if (error.code === 'EADDRINUSE')
    return new StartRefused(
      `Port ${wanted} is taken by another program. Stop that one, or set ${name} to another number.`,
    )
  if (error.code === 'EACCES')
    return new StartRefused(
      `Port ${wanted} may not be opened by this user. Set ${name} to another.`,
    )
  return new StartRefused(`HOST is ${host}, which is no address of this machine.`)
}

function noteOf(config: Config): string {
  return join(config.dataFolder, 'database.url')
}

/** For a command beside a running server: the embedded database it has started. */
async function alreadyRunning(config: Config): Promise<Database | undefined> {
  const note = noteOf(config)
  if (command === 'serve' || !existsSync(note)) return undefined
  const reach = { connectionString: readFileSync(note, 'utf8') }
  const client = new pg.Client(reach)
  try {
    await client.connect()
    const { rowCount } = await client.query(
      `select from pg_stat_activity where application_name like 'veilleuse %'`,
    )
    await client.end()
    // Without a server it is one that a killed server has left: taken over, and stopped at the end.
    return rowCount ? { reach, stop: () => Promise.resolve() } : undefined
  } catch {
    // Left by a server that was killed; the database is started afresh.
    return undefined
  }
}
