import path from 'node:path'
import { buildBrowserApps } from './lib/browser-apps.mjs'
import { findChromium } from './lib/chromium.mjs'
import { handOver } from './lib/hand-over.mjs'
import { Obstacle, root, run } from './lib/house.mjs'
import { newNode } from './lib/node.mjs'
import { installPackages } from './lib/packages.mjs'

// `npm test`: everything, on a machine that has nothing but Node and npm. `npm test -- unit slices`
// runs those steps alone.
const steps = ['check', 'unit', 'slices', 'protocol', 'journeys', 'promises', 'sizes']
/** These look at the built pages. */
const withPages = ['journeys', 'promises', 'sizes']
const withBrowser = ['journeys', 'promises']

await run(async () => {
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : steps
  const unknown = wanted.find((step) => !steps.includes(step))
  if (unknown) throw new Obstacle(`There is no step ${unknown}; there are ${steps.join(', ')}.`)

  installPackages()
  const node = newNode()
  const env = { ...process.env }
  if (wanted.some((step) => withBrowser.includes(step))) env['CHROMIUM'] = findChromium()
  const unbuilt = withPages.some((step) => wanted.includes(step)) && whyNotBuilt(node)
  if (unbuilt) env['VEILLEUSE_UNBUILT'] = unbuilt
  const ordered = steps.filter((step) => wanted.includes(step))
  return handOver(node, [path.join(root, 'tools/test/run-steps.ts'), ...ordered], {
    cwd: root,
    env,
  })
})

/**
 * The other steps run without the pages, and those with pages then tell why they cannot.
 *
 * @param {string} node
 */
function whyNotBuilt(node) {
  try {
    buildBrowserApps(node)
    return undefined
  } catch (error) {
    if (error instanceof Obstacle) return error.message.slice(0, 10_000)
    throw error
  }
}
