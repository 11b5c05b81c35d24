import { existsSync } from 'node:fs'
import path from 'node:path'
import { installedIn, nameOf, type Packages } from '../../lib/lockfile.mjs'
import { type Exceptions, unexcused } from '../exceptions.ts'
import type { Fault } from '../faults.ts'

const atInstallation = ['preinstall', 'install', 'postinstall']
/** npm runs these of the house itself. */
const ofTheHouse = [...atInstallation, 'prepare', 'preprepare', 'postprepare', 'prepublish']

/** Packages that want to run something while they are installed, and nobody has said that we know. */
export function installScripts(packages: Packages, excused: Exceptions, folder: string) {
  const { lock, manifests, npmrc } = packages
  const wanting = Object.entries(lock).filter(
    ([place, entry]) =>
      place.includes('node_modules/') &&
      !entry.link &&
      (entry.hasInstallScript === true || wantsToRun(path.join(folder, place))),
  )
  const findings = wanting.map(([place, entry]) => ({
    key: nameOf(place, entry),
    fault: `${nameOf(place, entry)} wants to run a script when it is installed: it will not (decision 0007). If it works without, list it with the reason in tools/check/packages/known-scripts.ts`,
  }))
  return [
    ...unexcused(findings, excused),
    ...Object.entries(manifests).flatMap(([place, manifest]) =>
      Object.keys(manifest.scripts ?? {})
        .filter((name) => ofTheHouse.includes(name))
        .map((name) => `${path.join(place, 'package.json')}: nothing runs by itself, not ${name}`),
    ),
    ...whyScriptsRun(npmrc),
  ]
}

function whyScriptsRun(npmrc: string): readonly Fault[] {
  if (/^ignore-scripts=true$/m.test(npmrc)) return []
  return ['.npmrc must say ignore-scripts=true: an installation runs no scripts (decision 0007)']
}

/** What was installed, which may want more than the registry told when the lockfile was written. */
function wantsToRun(place: string): boolean {
  const scripts = installedIn(place)?.scripts ?? {}
  if (atInstallation.some((name) => name in scripts)) return true
  // npm compiles whatever has this file, without being told to.
  return existsSync(path.join(place, 'binding.gyp'))
}
