import path from 'node:path'
import { handOver } from './lib/hand-over.mjs'
import { root, run } from './lib/house.mjs'
import { newNode } from './lib/node.mjs'

// `npm run packages`: writes docs/packages.md from the lockfile.
await run(() => {
  const writer = path.join(root, 'tools/check/packages/write-page.ts')
  return handOver(newNode(), [writer], { cwd: root })
})
