import { equal, notEqual } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { hashOf } from './house.mjs'

test('sources that were only touched need no new build', (t) => {
  const base = someSources(t)
  const before = hashOf(base, ['app'])

  utimesSync(path.join(base, 'app/page.ts'), new Date(0), new Date(0))

  equal(hashOf(base, ['app']), before)
})

test('a changed, a new and a renamed source each ask for a new build', (t) => {
  const base = someSources(t)
  const before = hashOf(base, ['app'])

  writeFileSync(path.join(base, 'app/page.ts'), 'closed')
  const changed = hashOf(base, ['app'])
  writeFileSync(path.join(base, 'app/text/fr.ts'), 'fermé')
  const added = hashOf(base, ['app'])
  renameSync(path.join(base, 'app/text/fr.ts'), path.join(base, 'app/text/oc.ts'))
  const renamed = hashOf(base, ['app'])

  equal(new Set([before, changed, added, renamed]).size, 4)
})

test('tests and what was built ask for no build', (t) => {
  const base = someSources(t)
  const before = hashOf(base, ['app'])

  writeFileSync(path.join(base, 'app/page.test.ts'), 'test')
  mkdirSync(path.join(base, 'app/dist'))
  writeFileSync(path.join(base, 'app/dist/page.js'), 'built')

  equal(hashOf(base, ['app']), before)
})

test('what does not exist is part of the picture', (t) => {
  const base = someSources(t)
  const before = hashOf(base, ['app', 'shared'])

  mkdirSync(path.join(base, 'shared'))
  writeFileSync(path.join(base, 'shared/words.ts'), 'words')

  notEqual(hashOf(base, ['app', 'shared']), before)
})

function someSources(t: TestContext): string {
  const base = mkdtempSync(path.join(tmpdir(), 'veilleuse-sources-'))
  t.after(() => rmSync(base, { recursive: true }))
  mkdirSync(path.join(base, 'app/text'), { recursive: true })
  writeFileSync(path.join(base, 'app/page.ts'), 'open')
  writeFileSync(path.join(base, 'app/text/en.ts'), 'words')
  return base
}
