import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { goesTogether } from './check/packages/licences.ts'
import { checkPackages } from './check-packages.ts'
import { root } from './lib/house.mjs'
import { readPackages } from './lib/lockfile.mjs'

// Every fence is climbed on a copy of the house's own package.json files and lockfile.

test('the packages of the house are as they should be, and it is known at once', (t) => {
  const started = performance.now()
  deepEqual(checkPackages(aCopy(t).folder), [])
  ok(performance.now() - started < 2000)
})

test('a package that nobody has looked at is refused, with what to look at', (t) => {
  const copy = aCopy(t)
  copy.asks('apps/server', 'left-pad', '1.3.0')
  copy.agrees('apps/server', 'left-pad', '1.3.0')
  copy.lock('node_modules/left-pad', published)
  const [fault, ...more] = checkPackages(copy.folder)
  match(fault ?? '', /^left-pad is new: look at its licence, its upkeep .* its size .* add it with/)
  // And the page does not tell of it.
  match(more[0] ?? '', /docs\/packages\.md does not tell .* `npm run packages`/)
  equal(more.length, 1)
})

test('what a known package newly brings along is refused, and its bringer named', (t) => {
  const copy = aCopy(t)
  copy.agrees('node_modules/fastify', 'left-pad', '^1.3.0')
  copy.lock('node_modules/left-pad', published)
  match(checkPackages(copy.folder)[0] ?? '', /^left-pad, brought by fastify, is new: look at/)
})

test('another package under a known name is refused under its own', (t) => {
  const copy = aCopy(t)
  copy.lock('node_modules/atomic-sleep', { name: 'atomic-slepp' })
  match(checkPackages(copy.folder)[0] ?? '', /^atomic-slepp, brought by .*, is new/)
})

test('a package that is used no more must leave the list', (t) => {
  const copy = aCopy(t)
  copy.asks('apps/console', 'uqr', undefined)
  copy.agrees('apps/console', 'uqr', undefined)
  copy.lock('node_modules/uqr', undefined)
  match(
    checkPackages(copy.folder)[0] ?? '',
    /^uqr is excepted without need: take the exception out/,
  )
})

test('a licence that does not go together with ours, or none, is refused', (t) => {
  for (const license of ['BUSL-1.1', 'SEE LICENSE IN LICENSE', 'GPL-2.0-only', undefined]) {
    const copy = aCopy(t)
    copy.lock('node_modules/ws', { license: license })
    match(checkPackages(copy.folder)[0] ?? '', /^ws 8\.\d+\.\d+ is under .*: do without it, or/)
  }
})

test('of licences to choose from one must go together with ours, of licences at once all', () => {
  deepEqual(['MIT', '(MIT OR GPL-2.0-only)', 'MIT AND ISC'].map(goesTogether), [true, true, true])
  deepEqual(['', 'MIT AND BUSL-1.1', 'toString', 'NOT MIT'].map(goesTogether), [
    false,
    false,
    false,
    false,
  ])
})

test('a version left to chance is refused', (t) => {
  for (const version of ['^8.23.0', '~8.23.0', '*', 'latest', '8', 'github:websockets/ws']) {
    const copy = aCopy(t)
    copy.asks('apps/server', 'ws', version)
    match(checkPackages(copy.folder)[0] ?? '', /^apps\/server\/package\.json asks for ws .* write/)
  }
})

test('a package.json that the lockfile does not follow is refused', (t) => {
  const newer = aCopy(t)
  newer.asks('apps/server', 'ws', '8.99.0')
  match(
    checkPackages(newer.folder)[0] ?? '',
    /asks for ws 8\.99\.0, package-lock\.json holds 8\.\d/,
  )

  const older = aCopy(t)
  older.lock('node_modules/ws', { version: '8.0.0' })
  match(checkPackages(older.folder)[0] ?? '', /asks for ws .*, package-lock\.json holds 8\.0\.0/)

  const forgotten = aCopy(t)
  forgotten.asks('apps/console', 'uqr', undefined)
  match(checkPackages(forgotten.folder)[0] ?? '', /asks for no uqr, package-lock\.json does: run/)

  const unknown = aCopy(t)
  unknown.lock('apps/demo', undefined)
  match(checkPackages(unknown.folder)[0] ?? '', /does not know apps\/demo\/package\.json/)
})

test('bytes from elsewhere than the registry, or that nobody wrote down, are refused', (t) => {
  const origins = [
    'https://evil.example/ws-8.23.0.tgz',
    'git+ssh://git@github.com/websockets/ws.git#0123',
    'http://registry.npmjs.org/ws/-/ws-8.23.0.tgz',
    'https://registry.npmjs.org.evil.example/ws.tgz',
    'file:ws.tgz',
  ]
  for (const resolved of origins) {
    const copy = aCopy(t)
    copy.lock('node_modules/ws', { resolved: resolved })
    match(checkPackages(copy.folder)[0] ?? '', /node_modules\/ws: comes from .*: packages come/)
  }
  for (const integrity of [undefined, 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=', 'sha512-AAAA']) {
    const copy = aCopy(t)
    copy.lock('node_modules/ws', { integrity: integrity })
    match(
      checkPackages(copy.folder)[0] ?? '',
      /node_modules\/ws: has no SHA-512 to be held against/,
    )
  }
  const linked = aCopy(t)
  linked.lock('node_modules/ws', { link: true, resolved: '../elsewhere' })
  ok(checkPackages(linked.folder).some((fault) => fault.includes('leads to ../elsewhere')))
})

test('a new install script is refused, told by the registry or only by what was installed', (t) => {
  const told = aCopy(t)
  told.lock('node_modules/ws', { hasInstallScript: true })
  match(checkPackages(told.folder)[0] ?? '', /^ws wants to run a script when it is installed/)

  const untold = aCopy(t)
  untold.write('node_modules/ws/package.json', '{ "scripts": { "postinstall": "node x.js" } }')
  match(checkPackages(untold.folder)[0] ?? '', /^ws wants to run a script when it is installed/)

  const compiled = aCopy(t)
  compiled.write('node_modules/ws/package.json', '{}')
  compiled.write('node_modules/ws/binding.gyp', '{}')
  match(checkPackages(compiled.folder)[0] ?? '', /^ws wants to run a script when it is installed/)

  const ours = aCopy(t)
  ours.manifest('apps/demo', { scripts: { postinstall: 'node x.js' } })
  match(checkPackages(ours.folder)[0] ?? '', /apps\/demo\/package\.json: nothing runs by itself/)

  const allowed = aCopy(t)
  allowed.write('.npmrc', 'save-exact=true\n')
  match(checkPackages(allowed.folder)[0] ?? '', /\.npmrc must say ignore-scripts=true/)
})

test('a poisoned release that is installed runs nothing', (t) => {
  const settings = readFileSync(path.join(root, '.npmrc'), 'utf8')
  equal(ranAtInstallation(t, settings), false)
  // With scripts allowed the same release does its work: the trial would notice.
  equal(ranAtInstallation(t, 'ignore-scripts=false\n'), true)
})

const published = {
  version: '1.3.0',
  license: 'MIT',
  integrity: `sha512-${'A'.repeat(86)}==`,
}

type Json = { [name: string]: unknown }

/** What the house says of its packages, in a folder where it can be tampered with. */
function aCopy(t: TestContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'veilleuse-packages-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const { manifests } = readPackages(root)
  const files = Object.keys(manifests).map((place) => path.join(place, 'package.json'))
  for (const file of [...files, 'package-lock.json', '.npmrc', 'docs/packages.md']) {
    cpSync(path.join(root, file), path.join(folder, file))
  }

  function write(file: string, content: string) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), content)
  }
  /** Changes these fields of a package.json. */
  function manifest(place: string, fields: Json) {
    write(`${place}/package.json`, JSON.stringify({ ...manifests[place], ...fields }))
  }
  /** Changes these fields of what the lockfile says of a place; undefined takes it out. */
  function lock(place: string, fields: Json | undefined) {
    const whole = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, Json>
    }
    const entry = fields && { ...whole.packages[place], ...fields }
    const packages = { ...whole.packages, [place]: entry }
    write('package-lock.json', JSON.stringify({ ...whole, packages }))
  }
  return {
    folder,
    write,
    manifest,
    lock,
    asks: (place: string, name: string, version: string | undefined) =>
      manifest(place, { dependencies: { ...manifests[place]?.dependencies, [name]: version } }),
    agrees: (place: string, name: string, version: string | undefined) =>
      lock(place, {
        dependencies: { ...readPackages(folder).lock[place]?.dependencies, [name]: version },
      }),
  }
}

/** Whether a package's postinstall runs under these settings of the project. */
function ranAtInstallation(t: TestContext, npmrc: string): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'veilleuse-poison-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const poison = { name: 'poison', version: '1.0.0', scripts: { postinstall: 'echo > ran' } }
  mkdirSync(path.join(folder, 'poison'))
  writeFileSync(path.join(folder, 'poison/package.json'), JSON.stringify(poison))
  writeFileSync(path.join(folder, '.npmrc'), `${npmrc}install-links=true\n`)
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'house', version: '1.0.0', dependencies: { poison: 'file:poison' } }),
  )
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
  )
  const done = spawnSync('npm', ['install', '--offline'], { cwd: folder, encoding: 'utf8', env })
  equal(done.status, 0, done.stderr)
  return spawnSync('test', ['-e', path.join(folder, 'node_modules/poison/ran')]).status === 0
}
