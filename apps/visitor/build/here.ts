import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** A path inside apps/visitor, wherever the build is called from. */
export function here(...parts: readonly string[]): string {
  return fileURLToPath(new URL(`../${parts.join('/')}`, import.meta.url))
}

/** Writes under a name that changes with the contents; gives the address it is served at. */
export async function writeAsset(name: string, contents: string | Uint8Array): Promise<string> {
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 10)
  const file = name.replace(/\.\w+$/, `-${hash}$&`)
  await writeFile(here('dist/assets', file), contents)
  return `/assets/${file}`
}

export function cspHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

export function integrity(contents: string | Uint8Array): string {
  return `sha384-${createHash('sha384').update(contents).digest('base64')}`
}
