import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { root } from '../lib/house.mjs'
import type { Fault } from './faults.ts'

/** Runs one of the tools among the packages; what it says is the fault when it is not content. */
export function complaintsOf(tool: string, args: readonly string[]): readonly Fault[] {
  const program = path.join(root, 'node_modules/.bin', tool)
  // Their entries ask for `node`, which must be this one.
  const env = { ...process.env, PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}` }
  const done = spawnSync(program, [...args], { cwd: root, encoding: 'utf8', env })
  if (done.status === 0) return []
  if (done.error) return [`${tool} does not start: ${done.error.message}`]
  return [`${done.stdout}${done.stderr}`.trim() || `${tool} ended with ${done.status}`]
}
