import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { hashesIn, hashList, listName } from './hashes.mjs'
import { hashOf, isDone, markDone, Obstacle, root, say } from './house.mjs'

const apps = ['visitor', 'console']
const shared = ['domain', 'contract', 'sealing', 'client'].map((name) => `packages/${name}`)

/**
 * Builds the browser apps whose sources changed since they were last built, and leaves beside each
 * the list of its hashes.
 *
 * @param {string} node
 */
export function buildBrowserApps(node) {
  for (const app of apps) buildApp(node, app)
}

/**
 * @param {string} node
 * @param {string} app
 */
function buildApp(node, app) {
  const script = path.join(root, 'apps', app, 'build/build.ts')
  if (!existsSync(script)) {
    say(`The ${app} app has no build yet: left out.`)
    return
  }
  const input = hashOf(root, [`apps/${app}`, ...shared, 'package-lock.json'])
  const dist = path.join(root, 'apps', app, 'dist')
  if (isDone(`built-${app}`, input) && existsSync(path.join(dist, listName))) return
  say(`Building the ${app} app …`)
  const done = spawnSync(node, ['--disable-warning=ExperimentalWarning', script], {
    cwd: root,
    encoding: 'utf8',
  })
  if (done.status !== 0) {
    const said = stripVTControlCharacters(`${done.stdout}${done.stderr}`)
    throw new Obstacle(`The ${app} app could not be built.\n\n${said}`)
  }
  writeFileSync(path.join(dist, listName), hashList(hashesIn(dist)))
  markDone(`built-${app}`, input)
}
