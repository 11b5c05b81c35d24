import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { readIfThere } from './house.mjs'

/** One Ctrl-C may come both from the terminal and from npm. */
const echo = { milliseconds: 500 }

/**
 * Runs a program in our place: its input, output, signals and exit code are ours.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} where
 * @returns {Promise<number>} the exit code
 */
export function handOver(program, args, where) {
  // In a group of its own, so that each signal reaches it once, through us.
  // The channel carries nothing; that it breaks tells the program that we were killed.
  const child = spawn(program, args, {
    ...where,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
  })
  const stopWatching = [passOn('SIGINT'), passOn('SIGTERM'), passOn('SIGHUP'), watchNpm()]

  /** @param {NodeJS.Signals} signal */
  function passOn(signal) {
    let last = -Infinity
    const pass = () => {
      const now = performance.now()
      if (now - last > echo.milliseconds) child.kill(signal)
      last = now
    }
    process.on(signal, pass)
    return () => process.off(signal, pass)
  }

  /** npm that is killed leaves its shell and us behind, without a word. */
  function watchNpm() {
    if (!process.env['npm_lifecycle_event']) return () => undefined
    const family = ancestors()
    const timer = setInterval(() => {
      if (ancestors() === family) return
      clearInterval(timer)
      child.kill('SIGTERM')
    }, 1000)
    return () => clearInterval(timer)
  }

  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      for (const stop of stopWatching) stop()
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}

/** npm, and the shell it may have put between; where the system does not tell, the nearest alone. */
function ancestors() {
  const stat = readIfThere(`/proc/${process.ppid}/stat`) ?? ''
  const [, name, rest] = /\((.*)\) (.*)/.exec(stat) ?? []
  // Behind npm stands the user's own shell, which may well go while we stay.
  const isShell = /^(sh|dash|bash|ash|busybox|zsh)$/.test(name ?? '')
  return isShell ? `${process.ppid} ${rest?.split(' ')[1]}` : `${process.ppid}`
}
