import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '@veilleuse/contract/endpoint'
import { isProblemCode } from '@veilleuse/contract/problems'
import { layoutIn } from '@veilleuse/server/platform/postgres/layout'
import { runningServer } from '@veilleuse/server/platform/postgres/server'
import * as v from 'valibot'
import { freePort } from './free-port.ts'
import type { Answer, Ask } from './ask.ts'
import type { Ground } from './ground.ts'
import { until } from './until.ts'

/** A server in a process of its own, with its embedded PostgreSQL as people run it: to be killed. */
export type ServerProcess = {
  readonly origin: string
  /** Its data folder. */
  readonly folder: string
  /** Of the process; undefined while it is dead. */
  pid(): number | undefined
  readonly ask: Ask
  /** The code of the link that makes the first administrator. */
  firstCode(): Promise<string>
  /** How to look into its database, also while the server is dead and its database is not. */
  databaseUrl(): string
  /** `kill -9`: no goodbye, no flush, no warning. PostgreSQL lives on as an orphan. */
  kill(): Promise<void>
  /** The same to its PostgreSQL alone; the server starts it again by itself. */
  killDatabase(): void
  start(): Promise<void>
}

const program = join(import.meta.dirname, '../../../apps/server/src/main.ts')

/** `env` is added to the server's own. */
export async function aServerProcess(
  t: Ground,
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'veilleuse-process-'))
  const port = await freePort(21_000)
  const origin = `http://localhost:${port}`
  let child: ChildProcess | undefined
  await start()
  t.after(async () => {
    child?.kill('SIGTERM')
    if (child) await once(child, 'exit')
    rmSync(folder, { recursive: true })
  })
  return {
    origin,
    folder,
    pid: () => child?.pid,
    ask: askOver(origin),
    firstCode: () => until(linkedCode, { called: 'the first link' }),
    databaseUrl: () => read('database.url'),
    start,
    async kill() {
      const dying = child
      child = undefined
      dying?.kill('SIGKILL')
      if (dying) await once(dying, 'exit')
    },
    killDatabase() {
      const postgres = runningServer(layoutIn(folder))
      if (!postgres) throw new Error('There is no database to kill')
      process.kill(postgres.pid, 'SIGKILL')
    },
  }

  /** It is written once the doors are open. */
  function linkedCode(): string | undefined {
    const name = 'first-administrator.link'
    return existsSync(join(folder, name)) ? read(name).split('#')[1] : undefined
  }

  function read(name: string): string {
    return readFileSync(join(folder, name), 'utf8').trim()
  }

  async function start() {
    child = spawn(process.execPath, ['--max-semi-space-size=2', program, 'serve'], {
      env: {
        PATH: process.env['PATH'],
        PORT: String(port),
        METRICS_PORT: '0',
        VEILLEUSE_DATA: folder,
        ...env,
      },
      // The channel carries nothing; that it breaks tells the server that whoever started it is gone.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child.channel?.unref()
    await until(() => isReady(origin), { seconds: 60, called: 'the server' })
  }
}

async function isReady(origin: string): Promise<boolean> {
  return fetch(`${origin}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  )
}

const Refusal = v.object({ problem: v.string() })

/** Asks over the network, as browsers do. */
export function askOver(origin: string): Ask {
  return async <E extends Endpoint>(
    endpoint: E,
    given: Parameters<Ask>[1] = {},
  ): Promise<Answer<E>> => {
    const { params = {}, body, token, headers = {} } = given
    const url = endpoint.url.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '')
    const response = await fetch(origin + url, {
      method: endpoint.method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const said: unknown = await response.json()
    const { status } = response
    if (status === 200) return { status, reply: v.parse(endpoint.reply, said) }
    const told = v.safeParse(Refusal, said)
    const code = told.success ? told.output.problem : undefined
    return { status, problem: isProblemCode(code) ? code : undefined }
  }
}
