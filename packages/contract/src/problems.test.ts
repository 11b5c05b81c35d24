import { deepEqual, equal, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isProblemCode, problemKinds, problems } from './problems.ts'

test('every refusal has one kind, and every kind a refusal', () => {
  const used = new Set<string>(Object.values(problems).map(({ kind }) => kind))
  deepEqual([...used].toSorted(), Object.keys(problemKinds).toSorted())
})

test('each kind has a status of its own and a way of its own to close a socket', () => {
  const kinds = Object.values(problemKinds)
  equal(new Set(kinds.map(({ status }) => status)).size, kinds.length)
  equal(new Set(kinds.map(({ close }) => close)).size, kinds.length)
  for (const { status, close } of kinds) {
    ok(status >= 400 && status < 600)
    // 1011 and 1013 are registered for servers; 4000 to 4999 are for whoever needs them.
    ok(close === 1011 || close === 1013 || close === 4000 + status, `${close}`)
  }
})

test('the document tells each refusal with its kind and its status', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/problems.md'), 'utf8')
  const told = page.matchAll(/^\| `([a-z_]+)` +\| ([a-z ]+?) +\| (\d+) /gm)
  const kept = Object.entries(problems).map(([code, { kind }]) => [
    code,
    kind.replaceAll('_', ' '),
    String(problemKinds[kind].status),
  ])
  const byCode = (one: readonly unknown[], other: readonly unknown[]) =>
    String(one[0]).localeCompare(String(other[0]))
  deepEqual([...told].map(([, ...row]) => row).toSorted(byCode), kept.toSorted(byCode))
})

test('a refusal is known by its name, and nothing else passes for one', () => {
  for (const code of Object.keys(problems)) ok(isProblemCode(code))
  for (const wrong of [
    'toString',
    '__proto__',
    'constructor',
    '',
    'NOT_FOUND',
    7,
    null,
    undefined,
    [],
  ])
    equal(isProblemCode(wrong), false, String(wrong))
})
