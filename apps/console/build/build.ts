import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build, type InlineConfig, type Plugin } from 'vite'

/**
 * Builds the desk into `dist/`, the same bytes from the same sources wherever it is run. Nothing
 * inline and no source maps: the pages are served under a policy that allows neither.
 */
const home = fileURLToPath(new URL('..', import.meta.url))
const out = join(home, 'dist')

await rm(out, { recursive: true, force: true })
await build(page({ root: home, base: '/desk/', outDir: out }))
await build(
  page({ root: join(home, 'keysmith'), base: '/desk/keysmith/', outDir: join(out, 'keysmith') }),
)
await withIntegrity(join(out, 'index.html'), '/desk/', out)
await withIntegrity(join(out, 'keysmith/index.html'), '/desk/keysmith/', join(out, 'keysmith'))

function page(wanted: { root: string; base: string; outDir: string }): InlineConfig {
  const { root, base, outDir } = wanted
  return {
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    mode: 'production',
    ...{ root, base },
    publicDir: false,
    plugins: [react(), twoLanguages()],
    // The sealing library's Node side, which a browser never takes.
    resolve: { alias: { crypto: join(home, 'build/nothing.ts') } },
    worker: { format: 'es' },
    css: { modules: { generateScopedName: scopedName } },
    build: {
      outDir,
      emptyOutDir: false,
      target: ['chrome111', 'firefox115', 'safari16.4'],
      modulePreload: { polyfill: false },
      // A data: font or picture would need a hole in the policy, and saves little.
      assetsInlineLimit: 0,
      sourcemap: false,
      reportCompressedSize: false,
    },
  }
}

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

/** Says in the page what each of its scripts and sheets must hash to. */
async function withIntegrity(file: string, base: string, folder: string): Promise<void> {
  const html = await readFile(file, 'utf8')
  const tags = [...html.matchAll(/<(?:script|link)[^>]*(?:src|href)="([^"]+\.(?:js|css))"[^>]*>/g)]
  let marked = html
  for (const [tag, address = ''] of tags) {
    const bytes = await readFile(join(folder, address.slice(base.length)))
    const hash = createHash('sha384').update(bytes).digest('base64')
    marked = marked.replace(tag, tag.replace(/\/?>$/, ` integrity="sha384-${hash}">`))
  }
  await writeFile(file, marked)
}
