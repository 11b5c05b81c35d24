import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

// Everything in tools/*.mjs and tools/lib runs before packages are installed and on Node 20.

/** The folder of the checkout, wherever the command was given. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** What stands in the way, in a sentence for people: printed alone, without a stack. */
export class Obstacle extends Error {}

/**
 * One line to whoever watches.
 *
 * @param {string} line
 */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/**
 * Runs a whole command and ends the process with its code. Obstacles are printed as they are.
 *
 * @param {() => Promise<number>} command
 */
export async function run(command) {
  try {
    process.exitCode = await command()
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

/**
 * One hash of the content and names of all these files and folders, whatever their dates. Tests and
 * built files do not count; what does not exist counts as absent.
 *
 * @param {string} base paths are told from here, so that a moved checkout keeps its hash
 * @param {readonly string[]} places files or folders, relative to base
 */
export function hashOf(base, places) {
  const hash = createHash('sha256')
  for (const place of places) {
    for (const file of filesIn(path.join(base, place))) {
      hash
        .update(`${path.relative(base, file)}\0`)
        .update(readFileSync(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

/**
 * Whether this work was last done on this very input.
 *
 * @param {string} work
 * @param {string} input
 */
export function isDone(work, input) {
  return readIfThere(stampFile(work)) === input
}

/**
 * @param {string} work
 * @param {string} input
 */
export function markDone(work, input) {
  mkdirSync(path.dirname(stampFile(work)), { recursive: true })
  writeFileSync(stampFile(work), input)
}

/** @param {string} file */
export function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

// In node_modules, so that whoever removes the packages removes what was built with them.
/** @param {string} work */
function stampFile(work) {
  return path.join(root, 'node_modules/.veilleuse', work)
}

/**
 * @param {string} place
 * @returns {string[]}
 */
function filesIn(place) {
  const found = statSync(place, { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return [place]
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => !/^(node_modules|dist|\..*)$|\.test\.tsx?$/.test(entry.name))
    .toSorted((one, two) => (one.name < two.name ? -1 : 1))
    .flatMap((entry) => filesIn(path.join(place, entry.name)))
}
