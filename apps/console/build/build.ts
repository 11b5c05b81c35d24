import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build, type Plugin } from 'vite'

/**
 * Builds the desk into `dist/`, the same bytes from the same sources wherever it is run. Nothing
 * inline and no source maps: the pages are served under a policy that allows neither.
 */
const home = fileURLToPath(new URL('..', import.meta.url))
const out = join(home, 'dist')
const pages = ['index.html', 'keysmith/index.html']

// Vite builds React for developers where this variable says so, whatever the mode below.
process.env['NODE_ENV'] = 'production'

await build({
  configFile: false,
  envDir: false,
  logLevel: 'warn',
  mode: 'production',
  root: home,
  base: '/desk/',
  publicDir: false,
  plugins: [react(), twoLanguages(), nothingOfNode()],
  worker: { format: 'es' },
  css: { modules: { generateScopedName: scopedName } },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: ['chrome111', 'firefox115', 'safari16.4'],
    rolldownOptions: { input: pages.map((page) => join(home, page)) },
    modulePreload: { polyfill: false },
    // A data: font or picture would need a hole in the policy, and saves little.
    assetsInlineLimit: 0,
    sourcemap: false,
    reportCompressedSize: false,
  },
})
for (const page of pages) await withIntegrity(join(out, page))

/** `button_primary` for `.primary` in `button.module.css`: readable, and the same on every machine. */
function scopedName(name: string, file: string): string {
  return `${basename(file, '.module.css')}_${name}`
}

/** The component kit speaks thirty languages and the desk two. */
function twoLanguages(): Plugin {
  const others = /react-(aria|stately).*[\\/]intl[\\/].*[\\/](?!fr-FR|en-US)[a-z]{2}-[A-Z]{2}\.mjs$/
  return {
    name: 'two-languages',
    load: { filter: { id: others }, handler: () => 'export default {}' },
  }
}

/** The HPKE library asks for Node's crypto where there is none in the browser; there always is. */
function nothingOfNode(): Plugin {
  return {
    name: 'nothing-of-node',
    enforce: 'pre',
    resolveId: { filter: { id: /^crypto$/ }, handler: () => '\0nothing' },
    load: { filter: { id: /^\0nothing$/ }, handler: () => '' },
  }
}

/** Says in the page what each of its scripts and sheets must hash to. */
async function withIntegrity(file: string): Promise<void> {
  const html = await readFile(file, 'utf8')
  const tags = [...html.matchAll(/<(?:script|link)[^>]*(?:src|href)="([^"]+\.(?:js|css))"[^>]*>/g)]
  let marked = html
  for (const [tag, address = ''] of tags) {
    const bytes = await readFile(join(out, address.slice('/desk/'.length)))
    const hash = createHash('sha384').update(bytes).digest('base64')
    marked = marked.replace(tag, tag.replace(/\/?>$/, ` integrity="sha384-${hash}">`))
  }
  await writeFile(file, marked)
}
