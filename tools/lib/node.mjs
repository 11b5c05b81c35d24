import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { Obstacle, root } from './house.mjs'

const needed = 24

/** A Node new enough to run Veilleuse: the one that runs this, or the one among the packages. */
export function newNode() {
  if (Number(process.versions.node.split('.')[0]) >= needed) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  const packaged = path.join(root, 'node_modules', name, 'bin/node')
  const tried = spawnSync(packaged, ['--version'], { encoding: 'utf8' })
  if (tried.status === 0) return packaged
  throw new Obstacle(
    `Veilleuse needs Node ${needed} or newer; this is ${process.versions.node}, and the packaged one (${name}) ` +
      'is not installed or does not run on this machine. Install Node 24 from https://nodejs.org.',
  )
}
