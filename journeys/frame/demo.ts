import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { childrenOf } from './processes.ts'

/** The folder of the checkout. */
export const root = path.resolve(import.meta.dirname, '../..')

/** One of the invented people, as `demo.json` has them. */
export type Person = {
  readonly login: string
  readonly alias: string
  readonly role: string
  readonly passphrase: string
  /** Twelve words. */
  readonly recovery: string
  /** Base32, as an authenticator app takes it. */
  readonly totpSecret: string
}

/** An installation of its own, run as `npm start` runs it. */
export type Demo = {
  readonly origin: string
  readonly metrics: string
  readonly port: number
  readonly folder: string
  /** All it printed since it was first started. */
  readonly said: () => string
  /** The program that plays the people; the server is its child. */
  readonly pid: () => number
  person(login: string): Person
  /** Until it tells where to click. Gives how long that took, in milliseconds. */
  start(): Promise<number>
  /** Ctrl-C: until everything of it has ended. Gives its exit code. */
  stop(): Promise<number | null>
  /** As when the machine loses its power, for the server alone or for all of it. */
  kill(what: 'server' | 'everything'): Promise<void>
  /** The server alone on the same folder, as an operator runs it, without the demo around it. */
  serve(): Promise<{ stop(): Promise<void> }>
  /** Runs a command of the server beside it, such as `hours never`. */
  command(...args: readonly string[]): Promise<string>
  /** Stops it and takes its folder away. */
  end(): Promise<void>
}

type Traits = { readonly environment?: Readonly<Record<string, string>> }

// Room for one that must make its database first, on a machine that is busy with a browser.
const longestStart = { seconds: 60 }
const longestStop = { seconds: 20 }

export async function aDemo({ environment = {} }: Traits = {}): Promise<Demo> {
  refuseUnbuilt()
  const place = mkdtempSync(path.join(tmpdir(), 'veilleuse-journeys-'))
  // The database may run as another user, who must be able to pass.
  chmodSync(place, 0o711)
  const folder = path.join(place, 'data')
  const port = await freePort()
  const env = {
    ...withoutSettings(process.env),
    PORT: String(port),
    VEILLEUSE_DATA: folder,
    ...environment,
  }
  let said = ''
  let running: ChildProcess | undefined

  const demo: Demo = {
    origin: `http://localhost:${port}`,
    metrics: `http://127.0.0.1:${port + 10_000}/metrics`,
    port,
    folder,
    said: () => said,
    pid: () => running?.pid ?? 0,
    person(login) {
      const notes: { people: Person[] } = JSON.parse(
        readFileSync(path.join(folder, 'demo.json'), 'utf8'),
      )
      const found = notes.people.find((one) => one.login === login)
      if (!found) throw new Error(`demo.json knows no ${login}`)
      return found
    },
    async start() {
      const began = performance.now()
      const before = said.length
      const child = spawn(
        process.execPath,
        ['--max-semi-space-size=2', path.join(root, 'apps/demo/src/main.ts')],
        { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] },
      )
      running = child
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (said += text))
      await new Promise<void>((resolve, reject) => {
        const give = (why: string) => reject(new Error(`The demo ${why}:\n${said.slice(before)}`))
        const late = setTimeout(() => give('does not come'), longestStart.seconds * 1000)
        child.once('exit', () => give('ended'))
        child.stdout.on('data', () => {
          if (!said.slice(before).includes('Ctrl-C')) return
          clearTimeout(late)
          resolve()
        })
      })
      return performance.now() - began
    },
    async stop() {
      const child = running
      running = undefined
      if (!child || child.exitCode !== null || child.signalCode !== null)
        return child?.exitCode ?? 0
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      const late = setTimeout(() => child.kill('SIGKILL'), longestStop.seconds * 1000)
      const [code] = await ended
      clearTimeout(late)
      return code
    },
    async kill(what) {
      const child = running
      running = undefined
      if (!child?.pid) return
      const ended = once(child, 'exit')
      const server = childrenOf(child.pid)
      const all = what === 'server' ? server : [...server.flatMap(childrenOf), ...server, child.pid]
      const database = what === 'server' ? [] : databaseOf(folder)
      for (const pid of [...all, ...database]) killHard(pid)
      await ended
    },
    async serve() {
      const program = path.join(root, 'apps/server/src/main.ts')
      const child = spawn(process.execPath, [program, 'serve'], {
        cwd: root,
        env,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      const ended = once(child, 'exit')
      await Promise.race([once(child, 'message'), ended])
      return {
        async stop() {
          child.kill('SIGINT')
          await ended
        },
      }
    },
    command: (...args) => commandBeside(args, env),
    async end() {
      await demo.stop()
      rmSync(place, { recursive: true, force: true })
    },
  }
  return demo
}

/** What the machine holds of this demo's PostgreSQL: the first process; its children go with it. */
function databaseOf(folder: string): readonly number[] {
  const noted = path.join(folder, 'postgres/cluster/postmaster.pid')
  if (!existsSync(noted)) return []
  const pid = Number(readFileSync(noted, 'utf8').split('\n')[0])
  return [...childrenOf(pid), pid]
}

function killHard(pid: number) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It went with the one before.
  }
}

async function commandBeside(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const program = path.join(root, 'apps/server/src/main.ts')
  const child = spawn(process.execPath, [program, ...args], { cwd: root, env })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${said}`)
  return said
}

/** Settings of the house around must not become those of the demo. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = new Set(['DATABASE_URL', 'HOST', 'METRICS_PORT', 'PUBLIC_ORIGIN', 'TRUSTED_PROXIES'])
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.has(name)))
}

function refuseUnbuilt() {
  for (const built of ['apps/visitor/dist/manifest.json', 'apps/console/dist/index.html'])
    if (!existsSync(path.join(root, built)))
      throw new Error(`${built} is not there: \`npm test -- journeys\` builds the pages first.`)
}

/** A port that is free, as is the one for its metrics ten thousand above. */
export async function freePort(): Promise<number> {
  for (;;) {
    // Below those that systems hand out to whoever asks for any.
    const port = 22_000 + Math.floor(Math.random() * 700)
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
