import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { root } from '../lib/house.mjs'
import { runProgram } from './run-program.ts'
import { type Tally, tallyOfNode, tallyOfPlaywright, tallyOfText } from './tally.ts'

export type Ground = {
  /** A folder of this run's own, for reports. */
  readonly folder: string
  readonly signal: AbortSignal
}

type Step = {
  /** Whether it looks at the built pages. */
  readonly pages?: true
  /** Whether its tests ask for a database. */
  readonly database: boolean
  run(ground: Ground): Promise<Tally>
}

const none: Tally = { passed: 0, failed: 0 }
/** A hung test must not hang whoever waits for the result. Long for one test, whole files included. */
const longestTest = { milliseconds: 300_000 }

/** The steps of `npm test`, in their order. */
export const steps: Readonly<Record<string, Step>> = {
  check: { database: false, run: (ground) => ownTool('check/run-checks.ts', ground) },
  unit: {
    database: true,
    run: (ground) =>
      nodeTests(
        [
          'packages/**/*.test.ts',
          'apps/{visitor,console,button}/**/*.test.ts',
          'tools/**/*.test.ts',
          'bench/**/*.test.ts',
        ],
        ground,
      ),
  },
  slices: { database: true, run: (ground) => nodeTests(['apps/server/**/*.test.ts'], ground) },
  protocol: {
    database: true,
    run: (ground) => nodeTests(['{packages,apps}/**/*.protocol.test.ts'], ground),
  },
  journeys: { pages: true, database: false, run: playwright },
  promises: {
    pages: true,
    database: true,
    run: (ground) => nodeTests(['journeys/promises/*.test.ts'], ground),
  },
  sizes: { pages: true, database: false, run: (ground) => ownTool('sizes.ts', ground) },
}

async function nodeTests(patterns: readonly string[], ground: Ground): Promise<Tally> {
  const files = testFiles(patterns)
  if (files.length === 0) return none
  const tally = path.join(ground.folder, 'tally.json')
  const options = [
    '--disable-warning=ExperimentalWarning',
    '--test',
    '--test-concurrency=2',
    `--test-timeout=${longestTest.milliseconds}`,
    `--test-reporter=${path.join(root, 'tools/test/reporter.ts')}`,
  ]
  const { code } = await runProgram([...options, ...files], {
    ...ground,
    env: { VEILLEUSE_TALLY: tally },
  })
  return orFailed(tallyOfNode(tally), code)
}

/** Tests of the socket protocol stand beside the others and have a step of their own. */
function testFiles(patterns: readonly string[]): readonly string[] {
  const protocol = patterns.every((pattern) => pattern.includes('.protocol.'))
  return globSync([...patterns], {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  })
    .filter((file) => protocol || !file.endsWith('.protocol.test.ts'))
    .toSorted()
}

async function playwright(ground: Ground): Promise<Tally> {
  const config = 'journeys/playwright.config.ts'
  if (!existsSync(path.join(root, config))) return none
  const report = path.join(ground.folder, 'playwright.json')
  const cli = path.join(root, 'node_modules/@playwright/test/cli.js')
  const { code } = await runProgram([cli, 'test', '-c', config, '--reporter=list,json'], {
    ...ground,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  })
  return orFailed(tallyOfPlaywright(report), code)
}

async function ownTool(tool: string, ground: Ground): Promise<Tally> {
  const script = path.join(root, 'tools', tool)
  if (!existsSync(script)) return none
  const { code, output } = await runProgram([script], { ...ground, env: {} })
  return orFailed(tallyOfText(output), code)
}

/** A runner that ends badly has not passed, whatever it counted. */
function orFailed(tally: Tally, code: number): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}
