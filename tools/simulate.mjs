import path from 'node:path'
import { handOver } from './lib/hand-over.mjs'
import { root, run } from './lib/house.mjs'
import { newNode } from './lib/node.mjs'
import { installPackages } from './lib/packages.mjs'

// `npm run simulate -- --arrivals 12/h --staff 4`: what waiting would be like, before anybody waits.
await run(async () => {
  installPackages()
  const main = path.join(root, 'bench/src/simulation/main.ts')
  const cwd = process.env['INIT_CWD'] ?? process.cwd()
  return handOver(newNode(), [main, ...process.argv.slice(2)], { cwd })
})
