import { type Manifest, type Packages, placeOf } from '../../lib/lockfile.mjs'
import type { Fault } from '../faults.ts'

const kinds = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const
const mend = 'run `npm install` and commit both'

/** Where package.json and the lockfile do not say the same, or a version is left to chance. */
export function drift({ manifests, lock }: Packages): readonly Fault[] {
  const folders = Object.entries(manifests)
  const gone = Object.keys(lock).filter((place) => !inModules(place) && !(place in manifests))
  return [
    ...folders.flatMap(([folder, manifest]) => driftOf(folder, manifest, lock)),
    ...gone.map((place) => `package-lock.json holds ${place}, which is no workspace: ${mend}`),
  ]
}

function driftOf(folder: string, manifest: Manifest, lock: Packages['lock']): readonly Fault[] {
  const file = folder === '' ? 'package.json' : `${folder}/package.json`
  const locked = lock[folder]
  if (!locked) return [`package-lock.json does not know ${file}: ${mend}`]
  return kinds.flatMap((kind) => {
    const wanted = manifest[kind] ?? {}
    const forgotten = Object.keys(locked[kind] ?? {}).filter((name) => !(name in wanted))
    return [
      ...Object.entries(wanted).flatMap(([name, version]) =>
        faultsOf({ file, folder, kind, name, version }, lock),
      ),
      ...forgotten.map((name) => `${file} asks for no ${name}, package-lock.json does: ${mend}`),
    ]
  })
}

type Wish = {
  readonly file: string
  readonly folder: string
  readonly kind: (typeof kinds)[number]
  readonly name: string
  readonly version: string
}

function faultsOf({ file, folder, kind, name, version }: Wish, lock: Packages['lock']) {
  if (!isExact(version)) {
    return [`${file} asks for ${name} ${version}: write the one version that was looked at`]
  }
  const held = heldFor(folder, name, lock)
  if (held === version && lock[folder]?.[kind]?.[name] === version) return []
  return [`${file} asks for ${name} ${version}, package-lock.json holds ${held ?? 'none'}: ${mend}`]
}

function heldFor(folder: string, name: string, lock: Packages['lock']): string | undefined {
  const entry = lock[placeOf(lock, folder, name) ?? 'nowhere']
  // A package of the house is a link; its version stands where it leads to.
  return entry?.link ? lock[entry.resolved ?? '']?.version : entry?.version
}

function isExact(version: string): boolean {
  return /^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version)
}

function inModules(place: string): boolean {
  return place.includes('node_modules/')
}
