import path from 'node:path'
import { buildBrowserApps } from './lib/browser-apps.mjs'
import { handOver } from './lib/hand-over.mjs'
import { root, run } from './lib/house.mjs'
import { newNode } from './lib/node.mjs'
import { installPackages } from './lib/packages.mjs'

// `npm run hashes`: what the pages hash to. `npm run hashes -- https://help.example`: whether that
// server sends them.
await run(() => {
  installPackages()
  const node = newNode()
  buildBrowserApps(node)
  const program = path.join(root, 'tools/hashes/run.ts')
  return handOver(node, [program, ...process.argv.slice(2)], { cwd: root })
})
