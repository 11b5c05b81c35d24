import path from 'node:path'
import { handOver } from './lib/hand-over.mjs'
import { root, run } from './lib/house.mjs'
import { newNode } from './lib/node.mjs'
import { installPackages } from './lib/packages.mjs'

// `npm run proof`: kills, cuts and storms, at length. `npm test` has a short form of it.
await run(() => {
  installPackages()
  const main = path.join(root, 'packages/testkit/src/crash/main.ts')
  return handOver(
    newNode(),
    ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)],
    {
      cwd: root,
    },
  )
})
