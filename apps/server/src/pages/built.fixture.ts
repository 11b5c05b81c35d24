import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'

/** Pages as their build leaves them, with next to nothing on them. */
export function builtPages(t: TestContext): { visitorPages: string; deskPages: string } {
  const folder = mkdtempSync(join(tmpdir(), 'veilleuse-pages-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const files = {
    'visitor/server/page.js': renderer,
    'visitor/server/secret.js': 'not for browsers',
    'visitor/assets/app-abc123.js': `console.log('${'hello '.repeat(200)}')`,
    'visitor/assets/worker-abc123.js': 'onmessage = () => {}',
    'visitor/assets/style-abc123.css': 'body { margin: 0 }',
    'visitor/assets/letters-abc123.woff2': 'wOF2',
    'visitor/assets/notes.md': 'not a file of a page',
    'visitor/keysmith/index.html': '<!doctype html><title>words</title>',
    'desk/index.html': '<!doctype html><title>desk</title>',
    'desk/assets/desk-abc123.js': 'console.log(1)',
    'desk/keysmith/index.html': '<!doctype html><title>vault</title>',
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return { visitorPages: join(folder, 'visitor'), deskPages: join(folder, 'desk') }
}

// What it was given stands in the page, so that a test can read it there.
const renderer = `
export function renderPage(input) {
  const html = '<!doctype html><pre>' + JSON.stringify(input) + '</pre>'
  return { html, csp: { scripts: ['sha256-AAAA'], styles: ['sha256-BBBB'] } }
}
`
