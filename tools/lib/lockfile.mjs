import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * @typedef {Readonly<Record<string, string>>} Wants names and versions
 * @typedef {{
 *   readonly dependencies?: Wants
 *   readonly devDependencies?: Wants
 *   readonly optionalDependencies?: Wants
 *   readonly peerDependencies?: Wants
 *   readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
 * }} Wishes
 * @typedef {Wishes & {
 *   readonly name?: string
 *   readonly version?: string
 *   readonly workspaces?: readonly string[]
 *   readonly scripts?: Readonly<Record<string, string>>
 * }} Manifest
 * @typedef {Wishes & {
 *   readonly name?: string
 *   readonly version?: string
 *   readonly resolved?: string
 *   readonly integrity?: string
 *   readonly license?: string
 *   readonly link?: boolean
 *   readonly dev?: boolean
 *   readonly optional?: boolean
 *   readonly hasInstallScript?: boolean
 * }} Entry
 * @typedef {{
 *   readonly manifests: Readonly<Record<string, Manifest>>
 *   readonly lock: Readonly<Record<string, Entry>>
 *   readonly npmrc: string
 * }} Packages every package.json by its folder (the root's is ''), and the lockfile by place
 */

/**
 * What a checkout says of its packages, read and not judged.
 *
 * @param {string} folder
 * @returns {Packages}
 */
export function readPackages(folder) {
  /** @type {Manifest} */
  const whole = readJson(path.join(folder, 'package.json'))
  /** @type {{ packages?: Record<string, Entry> }} */
  const lock = readJson(path.join(folder, 'package-lock.json'))
  const places = (whole.workspaces ?? []).flatMap((pattern) => workspacesIn(folder, pattern))
  const manifests = places.map((place) => [
    place,
    readJson(path.join(folder, place, 'package.json')),
  ])
  return {
    manifests: { '': whole, ...Object.fromEntries(manifests) },
    lock: lock.packages ?? {},
    npmrc: readFileSync(path.join(folder, '.npmrc'), 'utf8'),
  }
}

/**
 * Where Node would find this package when something in `from` asks for it; undefined when nowhere.
 *
 * @param {Packages['lock']} lock
 * @param {string} from
 * @param {string} name
 * @returns {string | undefined}
 */
export function placeOf(lock, from, name) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const place = path.join(folder === '.' ? '' : folder, 'node_modules', name)
    if (lock[place]) return place
    if (folder === '' || folder === '.') return undefined
  }
}

/**
 * The name under which a package was published, whatever the folder it lies in is called.
 *
 * @param {string} place
 * @param {Entry} entry
 */
export function nameOf(place, entry) {
  return entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

/**
 * @param {string} folder
 * @param {string} pattern a folder, or all folders in one: `apps/*`
 * @returns {string[]}
 */
function workspacesIn(folder, pattern) {
  if (!pattern.endsWith('/*')) return [pattern]
  const parent = pattern.slice(0, -2)
  return readdirSync(path.join(folder, parent))
    .map((name) => `${parent}/${name}`)
    .filter((place) =>
      statSync(path.join(folder, place, 'package.json'), { throwIfNoEntry: false }),
    )
    .toSorted()
}

/**
 * The package.json of what was installed in this place, if something was.
 *
 * @param {string} folder
 * @returns {Manifest | undefined}
 */
export function installedIn(folder) {
  const file = path.join(folder, 'package.json')
  return existsSync(file) ? readJson(file) : undefined
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}
