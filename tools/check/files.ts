import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { root } from '../lib/house.mjs'

/** All files of the repository, relative to its root: what git keeps or would keep. */
export function repositoryFiles(): readonly string[] {
  const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  })
  if (git.status === 0) return git.stdout.split('\0').filter(Boolean)
  // Unpacked from an archive.
  const left = new Set(['node_modules', 'dist', 'var', '.git', 'coverage', 'test-results'])
  return globSync('**/*', { cwd: root, exclude: (name) => left.has(name) })
}
