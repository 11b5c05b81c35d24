import { deepEqual } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { root } from './lib/house.mjs'

// What each part may and may not import, one by one. The fences themselves are .oxlintrc.json; here
// every one of them is climbed, because a pattern that matches nothing looks like one that holds.
const fences: Readonly<
  Record<string, { readonly no: readonly string[]; readonly yes: readonly string[] }>
> = {
  'packages/domain/src': {
    no: [
      'node:fs',
      'node:fs/promises',
      'valibot',
      '@veilleuse/contract/visit',
      '@veilleuse/server/platform/config',
      '../../contract/src/visit.ts',
    ],
    yes: ['./ids.ts'],
  },
  'packages/contract/src': {
    no: [
      'node:crypto',
      'node:timers/promises',
      'fastify',
      'kysely',
      '@veilleuse/sealing/opening',
      '@veilleuse/client/call',
      '@veilleuse/server/platform/route',
      '../../domain/src/ids.ts',
    ],
    yes: ['./visit.ts', '@veilleuse/domain/ids', 'valibot'],
  },
  'packages/sealing/src': {
    no: [
      'node:crypto',
      'node:fs/promises',
      'ws',
      '@veilleuse/contract/visit',
      '@veilleuse/client/call',
      '@veilleuse/server/platform/database',
      '../../client/src/call.ts',
    ],
    yes: ['./wire.ts', '@veilleuse/domain/sealed', '@hpke/core', 'hash-wasm'],
  },
  'packages/client/src': {
    no: [
      'node:http',
      'node:timers/promises',
      'react',
      'preact/hooks',
      'ws',
      '@veilleuse/sealing/opening',
      '@veilleuse/server/platform/socket',
      '../../domain/src/ids.ts',
    ],
    yes: ['./call.ts', '@veilleuse/domain/ids', '@veilleuse/contract/visit'],
  },
  'packages/testkit/src': {
    no: [
      '@veilleuse/console/desk/desk',
      '@veilleuse/visitor/app',
      '../../../apps/server/src/app.ts',
    ],
    yes: ['./clock.ts', '@veilleuse/server/app', '@veilleuse/sealing/opening', 'node:test', 'pg'],
  },
  'apps/server/src/visit': {
    no: [
      '@veilleuse/sealing/opening',
      '@veilleuse/sealing/ear',
      '@veilleuse/sealing/message',
      '@veilleuse/sealing/vault',
      '@veilleuse/sealing/phrase-keys',
      '@veilleuse/sealing/words/french',
      '@veilleuse/client/call',
      '@veilleuse/testkit/database',
      '@veilleuse/visitor/app',
      '@hpke/core',
      'hash-wasm',
      'react',
      'react-dom/server',
      'preact',
      'preact/hooks',
      '../../../../packages/sealing/src/opening.ts',
      '../../../visitor/src/app.tsx',
    ],
    yes: [
      './store.ts',
      '../platform/database.ts',
      '@veilleuse/domain/ids',
      '@veilleuse/contract/visit',
      '@veilleuse/sealing/wire',
      '@veilleuse/sealing/seal-to',
      '@veilleuse/sealing/verify',
      '@veilleuse/sealing/directory',
      '@veilleuse/sealing/bytes',
      'kysely',
      'node:fs/promises',
    ],
  },
  'apps/demo/src': {
    no: [
      '@veilleuse/server/app',
      '@veilleuse/testkit/people',
      '@veilleuse/console/desk/desk',
      'pg',
    ],
    yes: ['./people.ts', '@veilleuse/client/call', '@veilleuse/sealing/opening', 'node:fs'],
  },
  'apps/visitor/src': {
    no: [
      'react',
      'react-dom/client',
      'react-aria-components',
      'node:fs',
      'node:fs/promises',
      'kysely',
      '@veilleuse/server/app',
      '@veilleuse/console/ui/store',
      '@veilleuse/testkit/world',
      '../../console/src/ui/store.ts',
      '../../../packages/sealing/src/opening.ts',
    ],
    yes: [
      './boot.ts',
      'preact',
      'preact/hooks',
      '@veilleuse/client/call',
      '@veilleuse/sealing/opening',
    ],
  },
  'apps/console/src/desk': {
    no: [
      'preact',
      'preact/hooks',
      'node:fs',
      'node:fs/promises',
      'pg',
      '@veilleuse/server/app',
      '@veilleuse/visitor/app',
      '@veilleuse/testkit/world',
      '../../../visitor/src/app.tsx',
    ],
    yes: [
      './desk.ts',
      '../ui/store.ts',
      'react',
      'react-dom/client',
      '@veilleuse/client/desk-feed',
    ],
  },
  'apps/button/src': {
    no: ['node:fs', 'preact', '@veilleuse/domain/hours', '../../visitor/src/boot.ts'],
    yes: ['./button.ts'],
  },
  journeys: {
    no: ['@veilleuse/console/desk/desk', '@veilleuse/visitor/app', '../apps/server/src/app.ts'],
    yes: ['@playwright/test', '@veilleuse/testkit/people', 'node:fs'],
  },
}

// Other things a part may not know, by the rule that says so.
const reaches: readonly { readonly file: string; readonly text: string; readonly rule: string }[] =
  [
    { file: 'packages/domain/src/now.ts', text: 'Date.now()', rule: 'no-restricted-properties' },
    {
      file: 'packages/domain/src/dice.ts',
      text: 'Math.random()',
      rule: 'no-restricted-properties',
    },
    {
      file: 'packages/domain/src/later.ts',
      text: 'setTimeout(x, 1)',
      rule: 'no-restricted-globals',
    },
    { file: 'packages/client/src/page.ts', text: 'document.title', rule: 'no-restricted-globals' },
    { file: 'packages/client/src/keep.ts', text: 'localStorage.x', rule: 'no-restricted-globals' },
    { file: 'packages/sealing/src/ask.ts', text: 'fetch(x)', rule: 'no-restricted-globals' },
    { file: 'apps/server/src/visit/port.ts', text: 'process.env.PORT', rule: 'no-process-env' },
    { file: 'packages/client/src/port.ts', text: 'process.env.PORT', rule: 'no-process-env' },
    {
      file: 'apps/server/src/visit/env.ts',
      text: "import { env } from 'node:process'; env.PORT",
      rule: 'no-restricted-imports',
    },
  ]
const noReach: readonly { readonly file: string; readonly text: string }[] = [
  { file: 'apps/server/src/platform/config.ts', text: 'process.env.PORT' },
  { file: 'apps/server/src/visit/route.test.ts', text: "import '@veilleuse/testkit/database'" },
  { file: 'packages/domain/src/desk.test.ts', text: "import 'node:test'; import 'fast-check'" },
]

const spellings = [
  (door: string) => `import { thing } from '${door}'\nthing()\n`,
  (door: string) => `import type { Thing } from '${door}'\nexport const x: Thing = 1\n`,
  (door: string) => `export { thing } from '${door}'\n`,
  (door: string) => `export const thing = await import('${door}')\n`,
]

const ground = mkdtempSync(path.join(tmpdir(), 'veilleuse-fences-'))
after(() => rmSync(ground, { recursive: true }))
const climbs = Object.entries(fences).flatMap(([place, { no, yes }]) =>
  [...no, ...yes].flatMap((door, d) =>
    spellings.map((spelling, s) => ({
      place,
      door,
      file: `${place}/climb-${d}-${s}.ts`,
      text: spelling(door),
    })),
  ),
)
const refusals = lint([...climbs, ...reaches, ...noReach])

for (const [place, { no, yes }] of Object.entries(fences)) {
  test(`nobody climbs over the fence around ${place}`, () => {
    deepEqual(
      attempts(place, no).filter(({ file }) => !isRefused(file, 'no-restricted-imports')),
      [],
    )
  })

  test(`the gates of ${place} are open`, () => {
    deepEqual(
      attempts(place, yes).filter(({ file }) => isRefused(file, 'no-restricted-imports')),
      [],
    )
  })
}

test('time, chance, the page and the environment are out of reach where they must be', () => {
  deepEqual(
    reaches.filter(({ file, rule }) => !isRefused(file, rule)),
    [],
  )
  const rules = ['no-restricted-imports', 'no-process-env']
  deepEqual(
    noReach.filter(({ file }) => rules.some((rule) => isRefused(file, rule))),
    [],
  )
})

function attempts(place: string, doors: readonly string[]) {
  return climbs.filter((climb) => climb.place === place && doors.includes(climb.door))
}

function isRefused(file: string, rule: string) {
  return refusals.some((refusal) => refusal.file === file && refusal.rule === rule)
}

/** Lays these files out under our fences, away from the checkout, and gives what oxlint refused. */
function lint(files: readonly { readonly file: string; readonly text: string }[]) {
  copyFileSync(path.join(root, '.oxlintrc.json'), path.join(ground, '.oxlintrc.json'))
  for (const { file, text } of files) {
    mkdirSync(path.dirname(path.join(ground, file)), { recursive: true })
    writeFileSync(path.join(ground, file), text)
  }
  const oxlint = path.join(root, 'node_modules/oxlint/bin/oxlint')
  const { stdout } = spawnSync(process.execPath, [oxlint, '-f', 'json', '.'], {
    cwd: ground,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  })
  const said: Report = JSON.parse(stdout)
  return said.diagnostics.map(({ filename, code }) => ({
    file: path.normalize(filename),
    rule: /\(([^)]*)\)/.exec(code)?.[1] ?? code,
  }))
}

type Report = {
  readonly diagnostics: readonly { readonly filename: string; readonly code: string }[]
}
