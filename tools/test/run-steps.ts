import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPostgres } from '../../apps/server/src/platform/postgres/start-postgres.ts'
import { say } from '../lib/house.mjs'
import { steps } from './steps.ts'
import type { Tally } from './tally.ts'

// Run by tools/test.mjs with the names of the steps, in their order.
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => stopping.abort())
}

const folder = mkdtempSync(path.join(tmpdir(), 'veilleuse-test-'))
// The database may have to run as another user, who must be able to pass.
chmodSync(folder, 0o711)
try {
  process.exitCode = await runAll(process.argv.slice(2))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function runAll(names: readonly string[]): Promise<number> {
  const postgres = names.some((name) => steps[name]?.database) ? await testCluster() : undefined
  try {
    const tallies: { name: string; tally: Tally; seconds: string }[] = []
    for (const name of names) {
      if (stopping.signal.aborted) return 1
      tallies.push(await runStep(name))
    }
    return summary(tallies)
  } finally {
    await postgres?.stop()
  }
}

/** One PostgreSQL for all tests, thrown away with its folder: nothing in it needs to last. */
async function testCluster() {
  const postgres = await startPostgres({
    dataFolder: folder,
    throwaway: true,
    log: () => undefined,
  })
  process.env['VEILLEUSE_TEST_PG'] = postgres.connectionString
  return postgres
}

async function runStep(name: string) {
  say(`\n— ${name}`)
  const started = performance.now()
  const tally = await runUnlessUnbuilt(name)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  // A step in which nothing ran has proved nothing.
  const counted = tally && tally.passed + tally.failed > 0 ? tally : { passed: 0, failed: 1 }
  if (counted !== tally) say('Nothing ran.')
  say(`${spoken(counted)} in ${seconds} s`)
  return { name, tally: counted, seconds }
}

async function runUnlessUnbuilt(name: string): Promise<Tally | undefined> {
  const unbuilt = process.env['VEILLEUSE_UNBUILT']
  if (!steps[name]?.pages || !unbuilt) {
    return steps[name]?.run({ folder, signal: stopping.signal })
  }
  say(unbuilt)
  return { passed: 0, failed: 1 }
}

function summary(tallies: readonly { name: string; tally: Tally; seconds: string }[]): number {
  say('')
  for (const { name, tally, seconds } of tallies) {
    say(`${tally.failed ? '✖' : '✔'} ${name.padEnd(9)} ${spoken(tally).padEnd(24)} ${seconds} s`)
  }
  const sum = (kind: keyof Tally) => tallies.reduce((all, { tally }) => all + tally[kind], 0)
  const all = { passed: sum('passed'), failed: sum('failed') }
  say(`\n${spoken(all)}`)
  return all.failed > 0 ? 1 : 0
}

function spoken({ passed, failed }: Tally) {
  return `${passed} passed, ${failed} failed`
}
