import { spawnSync } from 'node:child_process'
import { Obstacle, say } from './house.mjs'

const usual = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** A Chromium to try the pages with: the one told by CHROMIUM, one found, or one installed now. */
export function findChromium() {
  const told = process.env['CHROMIUM']
  const found = (told ? [told] : usual).map(whole).find(runs)
  if (found) return found
  if (told) throw new Obstacle(`CHROMIUM names ${told}, which does not start.`)
  if (canInstall()) install()
  const installed = usual.map(whole).find(runs)
  if (installed) return installed
  throw new Obstacle(
    'The journeys need Chromium: install it (Debian: `apt-get install chromium`) or set CHROMIUM to its path.',
  )
}

function canInstall() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
}

function install() {
  say('Installing Chromium …')
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const done = spawnSync('apt-get', args, {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (done.status !== 0) {
      throw new Obstacle(`apt-get ${args.join(' ')} did not work:\n${done.stderr.trim()}`)
    }
  }
}

/**
 * The path of a program that is found by its name.
 *
 * @param {string} program
 */
function whole(program) {
  if (program.includes('/')) return program
  const found = spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program], { encoding: 'utf8' })
  return found.stdout.trim() || program
}

/** @param {string} program */
function runs(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}
