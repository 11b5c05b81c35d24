import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** What travels, in bytes as sent, the heaviest file first. No files: nothing was built. */
export type Weight = {
  readonly bytes: number
  readonly files: readonly { readonly file: string; readonly bytes: number }[]
}

/** The page as the server answers it, from the sample that the build leaves. */
export function weighLanding(dist: string): Weight {
  return weigh(dist, ['sample/landing.html'], (content) => brotliCompressSync(content).length)
}

/** All code of the visitor's page in one language, but for what comes only when somebody asks. */
export function weighVisitorCode(dist: string): Weight {
  const manifest = readJson(path.join(dist, 'manifest.json'))
  const later = new Set([...filesUnder(manifest, 'lazy'), ...filesUnder(manifest, 'languages')])
  const code = globSync('assets/*.js', { cwd: dist }).filter((file) => !later.has(file))
  return weigh(dist, code, gzipped)
}

/** A part of the visitor's page that is fetched later, by its name in the manifest. */
export function weighLater(dist: string, part: string): Weight {
  return weigh(dist, filesUnder(readJson(path.join(dist, 'manifest.json')), part), gzipped)
}

/** The desk's page with the styles and scripts it names, and the scripts that those import at once. */
export function weighConsole(dist: string): Weight {
  const page = path.join(dist, 'index.html')
  if (!existsSync(page)) return { bytes: 0, files: [] }
  const files = new Set(['index.html', ...namedBy(readFileSync(page, 'utf8'))])
  for (const file of files) {
    if (file.endsWith('.js')) for (const next of importedBy(dist, file)) files.add(next)
  }
  return weigh(dist, [...files], gzipped)
}

function weigh(dist: string, files: readonly string[], size: (content: Buffer) => number): Weight {
  const weighed = files
    .filter((file) => existsSync(path.join(dist, file)))
    .map((file) => ({ file, bytes: size(readFileSync(path.join(dist, file))) }))
    .toSorted((one, two) => two.bytes - one.bytes)
  return { bytes: weighed.reduce((sum, { bytes }) => sum + bytes, 0), files: weighed }
}

function gzipped(content: Buffer): number {
  return gzipSync(content, { level: 9 }).length
}

// Addresses begin with the place where the server keeps the app, such as /desk/assets/….
function namedBy(page: string): readonly string[] {
  const named = page.matchAll(/(?:src|href)="[^"]*?(assets\/[^"]+\.(?:js|css))"/g)
  return [...named].map(([, file]) => file ?? '')
}

function importedBy(dist: string, file: string): readonly string[] {
  const source = readFileSync(path.join(dist, file), 'utf8')
  const imported = source.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g)
  return [...imported].map(([, next]) => path.join(path.dirname(file), next ?? ''))
}

/** The files listed under this name: as `{ file }` or bare, in a list or in its `files`. */
function filesUnder(manifest: unknown, name: string): readonly string[] {
  const part = get(manifest, name)
  const list: unknown = Array.isArray(part) ? part : get(part, 'files')
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown) => {
    const file = typeof entry === 'string' ? entry : get(entry, 'file')
    return typeof file === 'string' ? [file] : []
  })
}

function get(from: unknown, name: string): unknown {
  return typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined
}

function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}
