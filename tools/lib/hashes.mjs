import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The list beside the built files, which is no part of itself. */
export const listName = 'hashes.txt'

/**
 * The SHA-256 of every built file by its path inside this folder, in the order of their names.
 *
 * @param {string} dist
 * @returns {ReadonlyMap<string, string>}
 */
export function hashesIn(dist) {
  if (!existsSync(dist)) return new Map()
  const files = filesIn(dist, '')
    .filter((file) => file !== listName)
    .toSorted((one, two) => (one < two ? -1 : 1))
  return new Map(files.map((file) => [file, sha256(readFileSync(path.join(dist, file)))]))
}

/**
 * As `sha256sum --check` reads it.
 *
 * @param {ReadonlyMap<string, string>} hashes
 */
export function hashList(hashes) {
  return [...hashes].map(([file, hash]) => `${hash}  ${file}\n`).join('')
}

/** @param {string | Uint8Array} bytes */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * @param {string} dist
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(dist, folder) {
  return readdirSync(path.join(dist, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name)
    return entry.isDirectory() ? filesIn(dist, file) : [file]
  })
}
