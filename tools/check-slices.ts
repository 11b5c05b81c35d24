import { globSync } from 'node:fs'
import path from 'node:path'
import { type Exceptions, unexcused } from './check/exceptions.ts'
import type { Fault } from './check/faults.ts'
import { slicelessFolders, sliceExceptions } from './check/slice-exceptions.ts'
import { root } from './lib/house.mjs'

const vocabulary = ['store', 'access', 'actions', 'present', 'routes', 'socket', 'jobs']

/** The files in the server's slices that are named otherwise than a slice is made of. */
export function checkSlices(): readonly Fault[] {
  const files = globSync('*/*', { cwd: path.join(root, 'apps/server/src') })
  return strangersIn(files, sliceExceptions)
}

/** `files` as `slice/name.ts`. Tests and what they use may be named as they like. */
export function strangersIn(files: readonly string[], exceptions: Exceptions): readonly Fault[] {
  const strangers = files.filter((file) => {
    const [slice = '', name = ''] = file.split('/')
    if (slice in slicelessFolders || /\.(test|fixture)\.ts$/.test(name)) return false
    return !vocabulary.includes(name.replace(/\.ts$/, ''))
  })
  const findings = strangers.toSorted().map((file) => ({
    key: file,
    fault: `apps/server/src/${file}: a slice is made of ${vocabulary.join(', ')}; list it with a reason in tools/check/slice-exceptions.ts if it must be`,
  }))
  return unexcused(findings, exceptions)
}
