import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { layoutIn } from '@veilleuse/server/platform/postgres/layout'
import { runningServer } from '@veilleuse/server/platform/postgres/server'
import { freePort } from '@veilleuse/testkit/free-port'
import * as v from 'valibot'

/** A server in a process of its own, as people run it, with its embedded PostgreSQL. */
export type RunningServer = {
  readonly origin: string
  readonly pid: number
  readonly postgres: number
  /** From the command to the open door. */
  readonly startedIn: { readonly milliseconds: number }
  /** Its questions to the database so far, its memory after a collection, and how late it was. */
  gauge(): Promise<Gauge>
  stop(): Promise<void>
  /** Without a goodbye; its PostgreSQL lives on. */
  kill(): Promise<void>
}

const Gauge = v.object({
  questions: v.number(),
  live: v.number(),
  resident: v.number(),
  /** By how many milliseconds it was late for its work, 99 times of 100 at most. */
  lateMs: v.number(),
})
export type Gauge = v.InferOutput<typeof Gauge>

const program = join(import.meta.dirname, '../../apps/server/src/main.ts')
// As tools/lib/server.mjs starts it.
const usual = ['--max-semi-space-size=2', '--disable-warning=ExperimentalWarning']
const gauged = ['--expose-gc', `--import=${join(import.meta.dirname, 'gauge.ts')}`]

/** `profile` names a folder for a profile of the processor's time, written when it stops. */
export async function startServer(
  folder: string,
  { profile }: { profile?: string | undefined } = {},
): Promise<RunningServer> {
  const port = await freePort(26_000)
  const began = performance.now()
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const child = spawn(process.execPath, [...usual, ...gauged, ...profiling, program, 'serve'], {
    env: { PORT: String(port), METRICS_PORT: '0', VEILLEUSE_DATA: folder },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const failed = once(child, 'exit').then(() => {
    throw new Error('the server ended before it was ready')
  })
  await Promise.race([once(child, 'message'), failed])
  // From here on it may end.
  failed.catch(() => undefined)
  const milliseconds = performance.now() - began
  const postgres = runningServer(layoutIn(folder))
  if (!postgres) throw new Error('the server runs without its database')
  return {
    origin: `http://localhost:${port}`,
    pid: v.parse(v.number(), child.pid),
    postgres: postgres.pid,
    startedIn: { milliseconds },
    gauge,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }

  async function gauge(): Promise<Gauge> {
    const told = once(child, 'message')
    child.send('gauge')
    const [{ gauge: all }] = v.parse(
      v.tuple([v.object({ gauge: Gauge })]),
      (await told).slice(0, 1),
    )
    return all
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL') {
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}
