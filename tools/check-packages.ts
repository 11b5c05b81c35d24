import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Fault } from './check/faults.ts'
import { drift } from './check/packages/drift.ts'
import { broughtPackages, chosenPackages } from './check/packages/known-packages.ts'
import { knownScripts } from './check/packages/known-scripts.ts'
import { knownUnhashed } from './check/packages/known-unhashed.ts'
import { foreignLicences } from './check/packages/licences.ts'
import { foreignOrigins } from './check/packages/origin.ts'
import { packagesPage } from './check/packages/page.ts'
import { installScripts } from './check/packages/scripts.ts'
import { strangers } from './check/packages/strangers.ts'
import { root } from './lib/house.mjs'
import { type Packages, readPackages } from './lib/lockfile.mjs'

/** What is wrong with the packages that this checkout asks for. Asks no network. */
export function checkPackages(folder = root): readonly Fault[] {
  const packages = readPackages(folder)
  return [
    ...drift(packages),
    ...foreignOrigins(packages, knownUnhashed),
    ...installScripts(packages, knownScripts, folder),
    ...foreignLicences(packages),
    ...strangers(packages, chosenPackages, broughtPackages),
    ...page(packages, folder),
  ]
}

function page(packages: Packages, folder: string): readonly Fault[] {
  const file = path.join(folder, 'docs/packages.md')
  const told = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  if (told === packagesPage(packages, chosenPackages)) return []
  return ['docs/packages.md does not tell what package-lock.json holds: run `npm run packages`']
}
