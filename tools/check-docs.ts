import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Fault } from './check/faults.ts'
import { brokenLinks } from './check/links.ts'
import { unshownPromises } from './check/promises.ts'
import { testNames } from './check/test-names.ts'
import { root } from './lib/house.mjs'

/** Where the documents and the code do not say the same. */
export function checkDocs(): readonly Fault[] {
  return [...links(), ...problems(), ...protocolRules(), ...promises()]
}

function links(): readonly Fault[] {
  const pages = globSync(
    ['*.md', 'docs/**/*.md', 'deploy/**/*.md', 'packages/*/*.md', 'apps/*/*.md'],
    {
      cwd: root,
      exclude: (name) => name === 'node_modules',
    },
  )
  return pages.flatMap((page) => brokenLinks(page, readIfThere(page) ?? '', root))
}

/** docs/problems.md tells each problem code in a heading or the first cell of a row, in backticks. */
function problems(): readonly Fault[] {
  const page = readIfThere('docs/problems.md')
  const source = readIfThere('packages/contract/src/problems.ts')
  if (page === undefined || source === undefined) return []
  return differences(
    { what: 'docs/problems.md', names: codesTold(page) },
    { what: 'packages/contract/src/problems.ts', names: codesKept(source) },
  )
}

/** Every rule of docs/protocol.md (`P-01`) is the name of a test, and no test names another. */
function protocolRules(): readonly Fault[] {
  const page = readIfThere('docs/protocol.md')
  if (page === undefined) return []
  const tests = globSync('{packages,apps,journeys}/**/*.test.ts', {
    cwd: root,
    exclude: (name) => name === 'node_modules',
  })
  const tried = new Set(tests.flatMap((file) => rulesTried(readIfThere(file) ?? '')))
  return differences(
    { what: 'docs/protocol.md', names: new Set(page.match(/\bP-\d{2,}\b/g)) },
    { what: 'the names of the tests', names: tried },
  )
}

/** Every promise of docs/threats.md names the tests that show it. */
function promises(): readonly Fault[] {
  const page = 'docs/threats.md'
  return unshownPromises(page, readIfThere(page) ?? '', root)
}

type Side = { readonly what: string; readonly names: ReadonlySet<string> }

/** What only one of two sides knows. */
export function differences(one: Side, other: Side): readonly Fault[] {
  return [
    ...[...one.names.difference(other.names)].map((name) => `${other.what}: ${name} is missing`),
    ...[...other.names.difference(one.names)].map((name) => `${one.what}: ${name} is missing`),
  ]
}

/** The codes told on the page. */
export function codesTold(page: string): ReadonlySet<string> {
  const told = page.matchAll(/^(?:#{2,} |\| )`([a-z_]+)`/gm)
  return new Set([...told].map(([, code]) => code ?? ''))
}

/** The keys of the object named `problems`. */
export function codesKept(source: string): ReadonlySet<string> {
  const table = /export const problems\b[^{]*\{([\s\S]*?)\n\}/.exec(source)?.[1] ?? ''
  const keys = table.matchAll(/^ {2}([a-z_]+):/gm)
  return new Set([...keys].map(([, code]) => code ?? ''))
}

/** Rules named by tests, several in one name if need be. */
export function rulesTried(source: string): readonly string[] {
  return testNames(source).flatMap((name) => name.match(/\bP-\d{2,}\b/g) ?? [])
}

function readIfThere(file: string): string | undefined {
  const whole = path.join(root, file)
  return existsSync(whole) ? readFileSync(whole, 'utf8') : undefined
}
