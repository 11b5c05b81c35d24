import { type ChildProcess, spawn } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Layout } from './layout.ts'
import { alive, isPostgresIn, postgresProcessesIn } from './process-facts.ts'
import { launchAs, ownerFor, type RunAs } from './run-as.ts'
import { makeSocketFolder } from './socket-folder.ts'

/** A running postmaster, ours or one that outlived the process that started it. */
export type Server = {
  readonly pid: number
  readonly socketFolder: string
  readonly adopted: boolean
  /** Settles when the process is gone. */
  readonly gone: Promise<void>
}

const port = 5432
const patience = {
  /** A fast stop writes a checkpoint, which a slow disk may need this long for. */
  fastStop: { seconds: 30 },
  immediateStop: { seconds: 10 },
  /** What is left of a killed server ends by itself as soon as it looks up from its work. */
  orphans: { seconds: 5 },
}
const largestLog = { bytes: 5_000_000 }

/** The postmaster that already works in this folder, if one does. */
export function runningServer(layout: Layout): Server | undefined {
  const noted = readPidFile(layout)
  if (!noted || !isPostgresIn(noted.pid, layout.cluster)) return undefined
  return { ...noted, adopted: true, gone: goneByWatching(noted.pid) }
}

/** Starts PostgreSQL in a folder where none works. It may still be recovering when this returns. */
export async function launchServer(
  layout: Layout,
  how: { runAs: RunAs; native: string; durable: boolean },
): Promise<Server> {
  await clearTheWay(layout)
  const socketFolder = makeSocketFolder(layout.socket, ownerFor(how.runAs))
  const args = ['-D', layout.cluster, ...settings(socketFolder, how.durable)]
  const launch = launchAs(how.runAs, path.join(how.native, 'bin/postgres'), args)
  trimLog(layout.serverLog)
  const log = openSync(layout.serverLog, 'a', 0o600)
  // A group of its own: Ctrl-C reaches us alone, and we stop the database after our own work.
  const child = spawn(launch.command, launch.args, {
    ...launch.options,
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  child.unref()
  const gone = goneByEvent(child)
  if (child.pid === undefined) throw new Error(`${launch.command} cannot be started`)
  return { pid: child.pid, socketFolder, adopted: false, gone }
}

/** Ends the server in good order; by force when it does not come to an end. */
export async function stopServer(server: Server): Promise<void> {
  const steps = [
    ['SIGINT', patience.fastStop.seconds],
    ['SIGQUIT', patience.immediateStop.seconds],
    ['SIGKILL', patience.immediateStop.seconds],
  ] as const
  for (const [signal, seconds] of steps) {
    if (!send(server.pid, signal)) return
    // Asked for again and again: a child of ours is seen dead only once Node has collected it.
    if (await within(seconds, () => !alive(server.pid))) return
  }
  throw new Error(`PostgreSQL (process ${server.pid}) does not stop`)
}

/** Removes a socket folder that stands outside the data folder. */
export function clearSocketFolder(layout: Layout, server: Server): void {
  if (server.socketFolder !== layout.socket) rmSync(server.socketFolder, { recursive: true })
}

/** The last words of the server's log, to tell why it did not start. */
export function lastWords(layout: Layout): string {
  const lines = readFileSync(layout.serverLog, 'utf8').trimEnd().split('\n').slice(-20)
  // Whoever asks too early is told "starting up" as a fatal error of their own connection.
  const fatal = lines.filter(
    (line) => /FATAL|PANIC|error while/.test(line) && !/starting up/.test(line),
  )
  return (fatal.length > 0 ? fatal : lines.slice(-3)).join('; ')
}

/** Keeps the server's log from filling the disk: its older half moves aside. */
export function trimLog(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size < largestLog.bytes) return
  copyFileSync(file, `${file}.old`)
  truncateSync(file)
}

function settings(socketFolder: string, durable: boolean): readonly string[] {
  const onOff = durable ? 'on' : 'off'
  const wanted = {
    listen_addresses: '',
    port: String(port),
    unix_socket_directories: socketFolder.replaceAll(',', '\\,'),
    unix_socket_permissions: '0700',
    fsync: onOff,
    synchronous_commit: onOff,
    full_page_writes: onOff,
    // Errors quote rows and statements by default. The log may name what failed, not whose it was.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    // A throwaway database may be dropped at any moment; a worker at its housekeeping could not be.
    autovacuum: onOff,
  }
  return Object.entries(wanted).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Removes what a killed server left: its last processes, and a pid file that names a stranger. */
async function clearTheWay(layout: Layout): Promise<void> {
  const orphans = () => postgresProcessesIn(layout.cluster)
  if (!(await within(patience.orphans.seconds, () => orphans().length === 0))) {
    for (const pid of orphans()) send(pid, 'SIGKILL')
    await within(patience.orphans.seconds, () => orphans().length === 0)
  }
  const noted = readPidFile(layout)
  // PostgreSQL takes any process of that number for a server and would not start: a stranger, or a
  // dead server that nobody has collected yet, which in some containers nobody ever does.
  if (noted && send(noted.pid, 0)) rmSync(path.join(layout.cluster, 'postmaster.pid'))
}

function readPidFile(layout: Layout): { pid: number; socketFolder: string } | undefined {
  let lines: string[]
  try {
    lines = readFileSync(path.join(layout.cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const [pid, , , , socketFolder] = lines
  return { pid: Number(pid), socketFolder: socketFolder ?? layout.socket }
}

function goneByEvent(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
}

function goneByWatching(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (alive(pid)) return
      clearInterval(timer)
      resolve()
    }, 250)
    timer.unref()
  })
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

async function within(seconds: number, done: () => boolean): Promise<boolean> {
  const until = performance.now() + seconds * 1000
  while (!done()) {
    if (performance.now() > until) return false
    await pause(20)
  }
  return true
}
