import path from 'node:path'
import { buildBrowserApps } from './lib/browser-apps.mjs'
import { findChromium } from './lib/chromium.mjs'
import { handOver } from './lib/hand-over.mjs'
import { root, run } from './lib/house.mjs'
import { newNode } from './lib/node.mjs'
import { installPackages } from './lib/packages.mjs'

// `npm run pictures`: those of the README, taken anew in a real browser.
await run(() => {
  installPackages()
  const node = newNode()
  buildBrowserApps(node)
  const cli = path.join(root, 'node_modules/@playwright/test/cli.js')
  return handOver(node, [cli, 'test', '-c', 'journeys/pictures.config.ts'], {
    cwd: root,
    env: { ...process.env, CHROMIUM: findChromium() },
  })
})
