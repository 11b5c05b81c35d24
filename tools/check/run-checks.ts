import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { checkDocs } from '../check-docs.ts'
import { checkHygiene } from '../check-hygiene.ts'
import { checkPackages } from '../check-packages.ts'
import { checkSlices } from '../check-slices.ts'
import { checkWords } from '../check-words.ts'
import { root, say } from '../lib/house.mjs'
import { complaintsOf } from './command.ts'
import type { Check } from './faults.ts'

// Run by tools/check.mjs; with names of checks, only those.
const checks: readonly Check[] = [
  { name: 'format', find: () => complaintsOf('oxfmt', ['--check', '.']) },
  {
    name: 'lint',
    find: () => complaintsOf('oxlint', ['--type-aware', '--deny-warnings', '--format=unix', '.']),
  },
  { name: 'types', find: types },
  { name: 'unused', find: () => complaintsOf('knip', ['--no-progress', '--no-config-hints']) },
  { name: 'packages', find: () => checkPackages() },
  { name: 'slices', find: checkSlices },
  { name: 'words', find: checkWords },
  { name: 'docs', find: checkDocs },
  { name: 'hygiene', find: checkHygiene },
]

const wanted = process.argv.slice(2)
let passed = 0
let failed = 0
for (const { name, find } of checks) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const started = performance.now()
  const faults = await find()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  say(`${faults.length > 0 ? '✖' : '✔'} ${name.padEnd(8)} ${seconds} s`)
  for (const fault of faults) say(`  ${fault.replaceAll('\n', '\n  ')}`)
  if (faults.length > 0) failed += 1
  else passed += 1
}
say(`${passed} passed, ${failed} failed`)
if (failed > 0 || passed === 0) process.exitCode = 1

function types() {
  return globSync(['packages/*', 'apps/*', 'journeys', 'bench', 'tools'], { cwd: root })
    .filter((folder) => existsSync(path.join(root, folder, 'tsconfig.json')))
    .toSorted()
    .flatMap((folder) => complaintsOf('tsc', ['-p', folder]))
}
