import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as v from './vector-file.ts'

/** What a server process may import; each of these may import only from here, too. */
const forServer = [
  'wire',
  'seal-to',
  'verify',
  'directory',
  'statement',
  'bytes',
  'codec',
  'suite',
  'refusal',
]

/** What the visitor's page loads before anybody asks for a phrase. */
const forVisitor = ['wire', 'opening', 'message', 'ear', 'directory', 'certificate', 'keep']

test('the half a server may import reaches nothing that opens', () => {
  assert.deepEqual([...reachable(forServer)].toSorted(), forServer.toSorted())
})

test("the visitor's page does not load Argon2, word lists, the vault or ceremonies", () => {
  const heavy = ['stretch', 'phrase', 'words/french', 'words/english', 'vault', 'vault-contents']
  const loaded = reachable(forVisitor)
  for (const name of [...heavy, 'authority', 'epoch-key', 'fixtures', 'vector-file']) {
    assert.ok(!loaded.has(name), name)
  }
})

test('the HPKE library is one that cannot repeat a nonce', () => {
  const path = new URL('../../../package-lock.json', import.meta.url)
  const packages = v.object(v.parse(readFileSync(path, 'utf8')), 'packages')
  const copies = Object.keys(packages).filter((name) => name.endsWith('node_modules/@hpke/core'))
  assert.ok(copies.length > 0)
  for (const name of copies) {
    const [major = 0, minor = 0] = v
      .text(v.object(packages, name), 'version')
      .split('.')
      .map(Number)
    // Up to 1.7.4 concurrent seals of one context shared a nonce; 1.9.0 was seen not to.
    assert.ok(major > 1 || (major === 1 && minor >= 9), name)
  }
})

function reachable(names: readonly string[]): Set<string> {
  const found = new Set(names)
  for (const name of found) {
    const source = readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8')
    for (const [, imported] of source.matchAll(
      /^(?:import|export) (?!type)[^;]*?from '\.\/(.*?)\.ts'/gms,
    )) {
      if (imported !== undefined) found.add(imported)
    }
  }
  return found
}
