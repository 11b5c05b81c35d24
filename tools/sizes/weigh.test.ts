import { deepEqual, equal, ok } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { weighConsole, weighLanding, weighLater, weighVisitorCode } from './weigh.ts'

test('what was not built weighs nothing and has no files', (t) => {
  const dist = built(t, {})
  for (const weight of [weighLanding(dist), weighVisitorCode(dist), weighConsole(dist)]) {
    deepEqual(weight, { bytes: 0, files: [] })
  }
})

test("the visitor's code is weighed in one language and without what comes by wish", (t) => {
  const dist = built(t, {
    'manifest.json': JSON.stringify({
      lazy: { files: [{ file: 'assets/phrase.js' }] },
      languages: { files: [{ file: 'assets/words-en.js' }] },
    }),
    'assets/app.js': 'app',
    'assets/words-fr.js': 'bonjour',
    'assets/words-en.js': 'hello',
    'assets/phrase.js': 'Argon2',
    'assets/text.woff2': 'letters',
  })

  const { bytes, files } = weighVisitorCode(dist)

  deepEqual(files.map(({ file }) => file).toSorted(), ['assets/app.js', 'assets/words-fr.js'])
  equal(bytes, gzip('app') + gzip('bonjour'))
})

test('a part that comes later is weighed by itself', (t) => {
  const dist = built(t, {
    'manifest.json': JSON.stringify({ wait: { files: [{ file: 'assets/wait.js' }] } }),
    'assets/wait.js': 'breathe',
    'assets/app.js': 'app',
  })
  equal(weighLater(dist, 'wait').bytes, gzip('breathe'))
  equal(weighLater(dist, 'nothing').bytes, 0)
})

test('the first screen of the desk is its page and all that the page needs at once', (t) => {
  const dist = built(t, {
    'index.html': `<link rel="stylesheet" href="/desk/assets/desk.css">
      <script type="module" src="/desk/assets/desk.js"></script>`,
    'assets/desk.css': 'a{}',
    'assets/desk.js': `import{a}from"./react.js";const later=()=>import("./office.js")`,
    'assets/react.js': 'import"./scheduler.js"',
    'assets/scheduler.js': 'x',
    'assets/office.js': 'comes later',
  })

  const { files } = weighConsole(dist)

  deepEqual(files.map(({ file }) => file).toSorted(), [
    'assets/desk.css',
    'assets/desk.js',
    'assets/react.js',
    'assets/scheduler.js',
    'index.html',
  ])
})

test('the landing page is weighed as it travels', (t) => {
  const page = '<p>Open now</p>'.repeat(1000)
  const { bytes } = weighLanding(built(t, { 'sample/landing.html': page }))
  ok(bytes > 0 && bytes < page.length / 10)
})

function gzip(text: string) {
  return gzipSync(text, { level: 9 }).length
}

function built(t: TestContext, files: Readonly<Record<string, string>>): string {
  const dist = mkdtempSync(path.join(tmpdir(), 'veilleuse-dist-'))
  t.after(() => rmSync(dist, { recursive: true }))
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dist, file)), { recursive: true })
    writeFileSync(path.join(dist, file), content)
  }
  return dist
}
