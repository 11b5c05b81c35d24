import { deepEqual } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { tallyOfNode, tallyOfPlaywright, tallyOfText } from './tally.ts'

test('a run of tests is counted test by test, whatever their nesting', (t) => {
  const source = `
    import { suite, test } from 'node:test'
    test('passes', () => {})
    test('fails', () => { throw new Error('no') })
    suite('together', () => { test('passes too', () => {}) })
    test('parent', async (t) => { await t.test('child fails', () => { throw new Error('no') }) })
  `
  deepEqual(tallyOf(t, { 'some.test.mjs': source }), { passed: 2, failed: 2 })
})

test('a skipped test, one left to do and a file without tests have failed', (t) => {
  const files = {
    'left.test.mjs': `
      import { test } from 'node:test'
      test.skip('skipped', () => {})
      test.todo('left to do')
    `,
    'empty.test.mjs': 'export {}',
    'broken.test.mjs': 'throw new Error("no")',
  }
  deepEqual(tallyOf(t, files), { passed: 0, failed: 4 })
})

test('a run that left no sums has failed', () => {
  deepEqual(tallyOfNode('/nowhere/tally.json'), { passed: 0, failed: 1 })
  deepEqual(tallyOfPlaywright('/nowhere/report.json'), { passed: 0, failed: 1 })
  deepEqual(tallyOfText('Segmentation fault'), { passed: 0, failed: 1 })
})

test('a story that passed at the second telling has failed', (t) => {
  const report = path.join(aFolder(t), 'report.json')
  const stats = { expected: 7, unexpected: 1, flaky: 2, skipped: 1 }
  writeFileSync(report, JSON.stringify({ stats }))
  deepEqual(tallyOfPlaywright(report), { passed: 7, failed: 4 })
})

test('our own tools say their sums in their last line', () => {
  deepEqual(tallyOfText('1 passed, 1 failed\nmore\n3 passed, 2 failed\n'), { passed: 3, failed: 2 })
})

function tallyOf(t: TestContext, files: Readonly<Record<string, string>>) {
  const folder = aFolder(t)
  for (const [name, source] of Object.entries(files)) writeFileSync(path.join(folder, name), source)
  const tally = path.join(folder, 'tally.json')
  const reporter = path.join(import.meta.dirname, 'reporter.ts')
  const { NODE_TEST_CONTEXT: _ours, ...env } = process.env
  spawnSync(process.execPath, ['--test', `--test-reporter=${reporter}`, ...Object.keys(files)], {
    cwd: folder,
    env: { ...env, VEILLEUSE_TALLY: tally },
  })
  return tallyOfNode(tally)
}

function aFolder(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'veilleuse-tally-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}
