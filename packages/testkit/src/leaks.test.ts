import { equal, match } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'

test('a file whose tests close what they open passes', (t) => {
  const { status } = runFile(t, 'server.listen(0, () => server.close())')
  equal(status, 0)
})

test('a file that leaves a listener open fails and says of what kind', (t) => {
  const { status, said } = runFile(t, 'server.listen(0)')
  equal(status, 1)
  match(said, /The tests left these open/)
  match(said, /TCPServerWrap/)
})

test('a file that leaves a timer running fails', (t) => {
  const { status, said } = runFile(t, 'setInterval(() => {}, 1000)')
  equal(status, 1)
  match(said, /Timeout/)
})

function runFile(t: TestContext, body: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'veilleuse-leaks-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'story.test.ts')
  writeFileSync(
    file,
    `import { test } from 'node:test'
     import { createServer } from 'node:http'
     import { leaks } from '${path.join(import.meta.dirname, 'leaks.ts')}'
     leaks()
     const server = createServer()
     test('a story', () => { ${body} })`,
  )
  // A run within a run reports to the outer one instead of ending with a code of its own.
  const { NODE_TEST_CONTEXT: _ours, ...env } = process.env
  const force = ['--test', '--test-force-exit', '--test-reporter=spec']
  const done = spawnSync(process.execPath, [...force, file], { encoding: 'utf8', env })
  return { status: done.status, said: done.stdout }
}
