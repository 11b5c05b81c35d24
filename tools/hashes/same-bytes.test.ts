import { deepEqual, equal, notEqual, ok } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { repositoryFiles } from '../check/files.ts'
import { reachedFrom } from '../check/packages/who-brings.ts'
import { hashesIn } from '../lib/hashes.mjs'
import { root } from '../lib/house.mjs'
import { readPackages } from '../lib/lockfile.mjs'

const apps = ['visitor', 'console']

type Machine = {
  readonly folder: string
  readonly umask: string
  readonly processors: 'all' | 'one'
  readonly env: Readonly<Record<string, string>>
}

const ones: Machine = {
  folder: 'veilleuse',
  umask: '022',
  processors: 'all',
  env: { TZ: 'UTC', LC_ALL: 'C', NODE_ENV: 'production' },
}
/** As far from the first as a machine can be without being another one. */
const anothers: Machine = {
  folder: 'a copy, été/of another/house',
  umask: '077',
  processors: 'one',
  // Turkish has two letters i, and Kiritimati is 14 hours ahead: often another day.
  env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', NODE_ENV: 'development', CI: 'true' },
}

test('two people who build the pages in two places get the same bytes', (t) => {
  const [one, another] = [aCheckout(t, ones), aCheckout(t, anothers)]
  for (const app of apps) {
    const built = build(app, one, ones)
    deepEqual([...build(app, another, anothers)], [...built])
    ok(built.size > 10, 'there is something to compare')
    ok([...built.keys()].some((file) => /^assets\/.*\.js$/.test(file)))
  }
  ok(hashesIn(path.join(one, 'apps/visitor/dist')).has('server/page.js'))

  // What is not the same is not taken for the same.
  const before = build('visitor', another, anothers)
  appendFileSync(path.join(another, 'apps/visitor/src/style/1-base.css'), 'b{color:red}')
  const after = build('visitor', another, anothers)
  notEqual(after.get('server/page.js'), before.get('server/page.js'))
})

function build(app: string, checkout: string, machine: Machine): ReadonlyMap<string, string> {
  const script = path.join(checkout, 'apps', app, 'build/build.ts')
  const node = `umask ${machine.umask} && exec ${onProcessors(machine)} "$0" "$@"`
  const done = spawnSync('sh', ['-c', node, process.execPath, script], {
    cwd: machine.processors === 'one' ? tmpdir() : checkout,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: checkout, ...machine.env },
  })
  equal(done.status, 0, `${done.stdout}${done.stderr}`)
  return hashesIn(path.join(checkout, 'apps', app, 'dist'))
}

function onProcessors({ processors }: Machine): string {
  const canChoose = spawnSync('taskset', ['-c', '0', 'true']).status === 0
  return processors === 'one' && canChoose ? 'taskset -c 0' : ''
}

/** The sources of the pages and what they are built with, in a folder of their own. */
function aCheckout(t: TestContext, { folder }: Machine): string {
  const base = mkdtempSync(path.join(tmpdir(), 'veilleuse-build-'))
  t.after(() => rmSync(base, { recursive: true }))
  const checkout = path.join(base, folder)
  const sources = /^(apps\/(visitor|console)|packages\/\w+)\/|^[^/]*\.json$/
  for (const file of repositoryFiles().filter((one) => sources.test(one))) {
    mkdirSync(path.dirname(path.join(checkout, file)), { recursive: true })
    copyFileSync(path.join(root, file), path.join(checkout, file))
  }
  for (const place of placesNeeded()) copyTree(path.join(root, place), path.join(checkout, place))
  mkdirSync(path.join(checkout, 'node_modules/@veilleuse'), { recursive: true })
  for (const name of readdirSync(path.join(checkout, 'packages'))) {
    const link = path.join(checkout, 'node_modules/@veilleuse', name)
    symlinkSync(path.join('../../packages', name), link)
  }
  return checkout
}

/** Folders in node_modules, as far as they are for this machine; those within come along. */
function placesNeeded(): readonly string[] {
  const { lock } = readPackages(root)
  const places = new Set(apps.flatMap((app) => [...reachedFrom(`apps/${app}`, lock, true)]))
  return [...places].filter(
    (place) => place.lastIndexOf('node_modules/') === 0 && existsSync(path.join(root, place)),
  )
}

function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)]
    if (entry.isDirectory()) copyTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else linkOrCopy(source, target)
  }
}

/** Nobody writes into packages; a second name for a file costs next to nothing. */
function linkOrCopy(source: string, target: string): void {
  try {
    linkSync(source, target)
  } catch {
    // The folder for temporary files may lie on another disk.
    copyFileSync(source, target)
  }
}
