import path from 'node:path'
import { handOver } from './lib/hand-over.mjs'
import { root, run } from './lib/house.mjs'
import { newNode } from './lib/node.mjs'
import { installPackages } from './lib/packages.mjs'

// `npm run check`: what can be judged without running the product.
await run(async () => {
  installPackages()
  const checks = path.join(root, 'tools/check/run-checks.ts')
  return handOver(newNode(), [checks, ...process.argv.slice(2)], { cwd: root })
})
