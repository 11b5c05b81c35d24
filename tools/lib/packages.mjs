import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isDone, markDone, Obstacle, readIfThere, root, say } from './house.mjs'

/** @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean }} Entry */

/** Installs the packages unless they are what package-lock.json asks for. */
export function installPackages() {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8')
  const hash = createHash('sha256').update(lock).digest('hex')
  const installed = readIfThere(path.join(root, 'node_modules/.package-lock.json'))
  if (installed !== undefined && isDone('packages', hash)) return
  if (installed === undefined || !inStep(lock, installed)) runNpmCi()
  markDone('packages', hash)
}

/**
 * Whether npm's note of what lies in node_modules holds all that the lockfile asks for. What is
 * optional may be missing: it is made for other machines.
 *
 * @param {string} lock the text of package-lock.json
 * @param {string} installed the text of node_modules/.package-lock.json
 */
export function inStep(lock, installed) {
  const there = packagesOf(installed)
  return Object.entries(packagesOf(lock))
    .filter(([place]) => place.startsWith('node_modules/'))
    .every(([place, wanted]) => {
      const found = there[place]
      if (!found) return wanted.optional === true
      return found.version === wanted.version && found.integrity === wanted.integrity
    })
}

/**
 * @param {string} text
 * @returns {Record<string, Entry>}
 */
function packagesOf(text) {
  /** @type {{ packages?: Record<string, Entry> }} */
  const said = JSON.parse(text)
  return said.packages ?? {}
}

function runNpmCi() {
  say('Installing packages …')
  const npm = process.env['npm_execpath']
  const viaNode = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  const [command = 'npm', ...before] = viaNode
  const done = spawnSync(
    command,
    [...before, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      // npm tells its scripts about itself by such variables; a second npm must not take them as its own.
      env: Object.fromEntries(
        Object.entries(process.env).filter(
          ([name]) => !/^npm_(config_|lifecycle|package)/.test(name),
        ),
      ),
    },
  )
  if (done.status === 0) return
  const said = done.stderr?.trim() || done.error?.message || 'no reason given'
  throw new Obstacle(`The packages could not be installed: ${why(said)}\n\n${lastLines(said)}`)
}

/** @param {string} said */
function why(said) {
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH/.test(said)) {
    return 'the npm registry cannot be reached from here.'
  }
  if (/ENOSPC/.test(said)) return 'the disk is full.'
  if (/EACCES|EPERM|EROFS/.test(said)) return `this user may not write to ${root}.`
  if (/ENOENT.*npm|spawn npm ENOENT/.test(said)) return 'there is no npm beside this Node.'
  if (/EUSAGE|in sync/.test(said)) {
    return 'package.json and package-lock.json do not agree; `npm install` mends that.'
  }
  return 'npm says:'
}

/** @param {string} said */
function lastLines(said) {
  return said.split('\n').slice(0, 12).join('\n')
}
