import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { searchPath } from './run-as.ts'

/**
 * When this process was born, in a form that only compares with itself; undefined when no such
 * process lives. A pid alone is not an identity: the system gives old numbers to new processes.
 */
export function birthOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'lstart=')
  const stat = read(`/proc/${pid}/stat`)
  // The name in brackets may hold spaces and brackets itself.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined
  return `${read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''} ${fields[19] ?? ''}`
}

export function alive(pid: number): boolean {
  return birthOf(pid) !== undefined
}

/** Whether this process is a PostgreSQL at work in this very folder. */
export function isPostgresIn(pid: number, cluster: string): boolean {
  if (!alive(pid)) return false
  if (process.platform !== 'linux') return namesFolder(ps(pid, 'command=') ?? '', cluster)
  const workingFolder = link(`/proc/${pid}/cwd`)
  const program = link(`/proc/${pid}/exe`)
  if (workingFolder === undefined || program === undefined) {
    return namesFolder(read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '', cluster)
  }
  // The link ends in " (deleted)" once the package was installed anew under a running server.
  return workingFolder === real(cluster) && /^postgres( |$)/.test(path.basename(program))
}

/** All PostgreSQL processes at work in this folder. Empty where the system cannot tell (macOS). */
export function postgresProcessesIn(cluster: string): readonly number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => link(`/proc/${pid}/cwd`) === real(cluster) && isPostgresIn(pid, cluster))
}

function namesFolder(command: string, cluster: string) {
  return command.includes('postgres') && command.includes(`-D ${cluster} `)
}

function ps(pid: number, column: string): string | undefined {
  const answer = spawnSync('ps', ['-o', column, '-p', String(pid)], {
    encoding: 'utf8',
    env: { PATH: searchPath, LC_ALL: 'C' },
  })
  return answer.status === 0 ? answer.stdout.trim() || undefined : undefined
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function link(file: string): string | undefined {
  try {
    return readlinkSync(file)
  } catch {
    return undefined
  }
}

function real(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}
