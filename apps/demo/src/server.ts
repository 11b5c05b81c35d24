import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { root, type Settings } from './settings.ts'

export type RunningServer = {
  /** Until it answers; false when it ended instead, having said why. */
  readonly ready: Promise<boolean>
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number>
  /** Asks it to stop in good order. */
  stop(signal: NodeJS.Signals): void
}

/**
 * Starts the server in a process of its own, tied to this one by a channel: whatever becomes of us,
 * it notices and stops. What it logs goes to a file, so that what we say stays readable.
 */
export function startServer({ dataFolder, nearby, environment }: Settings): RunningServer {
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 })
  const log = openSync(join(dataFolder, 'server.log'), 'a', 0o600)
  const program = join(root, 'apps/server/src/main.ts')
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=2', '--disable-warning=ExperimentalWarning', program, 'serve'],
    {
      cwd: root,
      env: { ...environment, VEILLEUSE_DEMO: '1', VEILLEUSE_DATA: dataFolder },
      stdio: ['ignore', log, 'inherit', 'ipc'],
    },
  )
  closeSync(log)
  const ended = endOf(child)
  const said = once(child, 'message').then(() => isReady(nearby))
  return {
    ready: Promise.race([said, ended.then(() => false)]),
    ended,
    stop: (signal) => void child.kill(signal),
  }
}

async function isReady(nearby: string): Promise<boolean> {
  return (await fetch(`${nearby}/healthz`)).ok
}

function endOf(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)),
    )
  })
}
