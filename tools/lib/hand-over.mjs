import { spawn } from 'node:child_process'
import { constants } from 'node:os'

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
  const child = spawn(program, args, { ...where, stdio: 'inherit', detached: true })
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

  /** npm that is ended takes the shell between us along and leaves us behind, unasked. */
  function watchNpm() {
    if (!process.env['npm_lifecycle_event']) return () => undefined
    const parent = process.ppid
    const timer = setInterval(() => {
      if (process.ppid === parent) return
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
