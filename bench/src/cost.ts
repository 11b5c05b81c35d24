import { readdirSync, readFileSync } from 'node:fs'

/** Seconds of processor time so far, and bytes of memory now. */
export type Cost = { readonly cpu: number; readonly memory: number }

// USER_HZ, 100 on every Linux that Node runs on.
const ticks = { perSecond: 100 }

/** One process, as the kernel counts it. Linux alone tells; elsewhere the figures are missing. */
export function costOf(pid: number): Cost {
  const [, , userTime = 0, systemTime = 0] = statOf(pid)
  return { cpu: (userTime + systemTime) / ticks.perSecond, memory: memoryOf(pid) }
}

/** A process and its children, those that have ended included. */
export function costOfFamily(pid: number): Cost {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => one === pid || statOf(one)[1] === pid)
  const [, , , , endedUser = 0, endedSystem = 0] = statOf(pid)
  return children
    .map(costOf)
    .reduce((sum, one) => ({ cpu: sum.cpu + one.cpu, memory: sum.memory + one.memory }), {
      cpu: (endedUser + endedSystem) / ticks.perSecond,
      memory: 0,
    })
}

/** State, parent, and the four times of proc_pid_stat(5): own user and system, children's. */
function statOf(pid: number): readonly number[] {
  const fields = read(pid, 'stat').split(') ')[1]?.split(' ') ?? []
  return [0, Number(fields[1]), ...fields.slice(11, 15).map(Number)]
}

function memoryOf(pid: number): number {
  const [, kibibytes = '0'] = /VmRSS:\s+(\d+)/.exec(read(pid, 'status')) ?? []
  return Number(kibibytes) * 1024
}

// A process may end while we look.
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
