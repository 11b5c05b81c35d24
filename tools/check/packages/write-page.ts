import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../lib/house.mjs'
import { readPackages } from '../../lib/lockfile.mjs'
import { chosenPackages } from './known-packages.ts'
import { packagesPage } from './page.ts'

// Run by tools/packages.mjs.
writeFileSync(path.join(root, 'docs/packages.md'), packagesPage(readPackages(root), chosenPackages))
