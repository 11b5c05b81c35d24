import path from 'node:path'
import { buildBrowserApps } from './browser-apps.mjs'
import { handOver } from './hand-over.mjs'
import { root } from './house.mjs'
import { newNode } from './node.mjs'
import { installPackages } from './packages.mjs'

const nodeOptions = [
  // Short pauses for garbage instead of rare long ones: half the slowest 1 % of acknowledgements.
  '--max-semi-space-size=2',
  '--disable-warning=ExperimentalWarning',
]

/**
 * Prepares the checkout as far as needed and runs one of its programs in our place.
 *
 * @param {string} program its file, seen from the root
 * @param {readonly string[]} args
 */
export async function runProgram(program, args = []) {
  installPackages()
  const node = newNode()
  buildBrowserApps(node)
  const main = path.join(root, program)
  return handOver(node, [...nodeOptions, main, ...args], { cwd: root, env: environment() })
}

/** As given, only that a relative data folder means one seen from where the command was typed. */
function environment() {
  const typedIn = process.env['INIT_CWD'] ?? process.cwd()
  const data = process.env['VEILLEUSE_DATA']
  return data ? { ...process.env, VEILLEUSE_DATA: path.resolve(typedIn, data) } : process.env
}
