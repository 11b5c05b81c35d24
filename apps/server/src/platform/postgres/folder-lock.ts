import { randomUUID } from 'node:crypto'
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { birthOf } from './process-facts.ts'

export type Holder = { readonly pid: number; readonly birth: string }

/**
 * Takes the folder for this process, or says who has it. A holder that died without letting go,
 * even if its pid now belongs to another process, is no holder.
 *
 * The lock is a file `lock.N`, made whole in one step by a hard link. The highest N counts; a dead
 * holder's lock is never removed before the next number is taken, so two who find the same dead
 * holder cannot both win.
 */
export function holdFolder(folder: string): { release(): void } | { heldBy: Holder } {
  const mine = { pid: process.pid, birth: birthOf(process.pid) ?? '' }
  const draft = path.join(folder, `draft.${randomUUID()}`)
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
  try {
    return take(folder, draft)
  } finally {
    rmSync(draft, { force: true })
  }
}

function take(folder: string, draft: string): ReturnType<typeof holdFolder> {
  for (;;) {
    const numbers = lockNumbers(folder)
    const holder = numbers.map((n) => holderOf(folder, n)).find((h) => h !== undefined)
    if (holder) return { heldBy: holder }
    const number = Math.max(0, ...numbers) + 1
    if (!linked(draft, lockFile(folder, number))) continue
    for (const n of numbers) rmSync(lockFile(folder, n), { force: true })
    return { release: () => rmSync(lockFile(folder, number), { force: true }) }
  }
}

function holderOf(folder: string, number: number): Holder | undefined {
  let said: unknown
  try {
    said = JSON.parse(readFileSync(lockFile(folder, number), 'utf8'))
  } catch {
    // Let go meanwhile, or emptied by a power cut: either way nobody holds it.
    return undefined
  }
  if (typeof said !== 'object' || said === null || !('pid' in said) || !('birth' in said)) {
    return undefined
  }
  const { pid, birth } = said
  if (typeof pid !== 'number' || typeof birth !== 'string') return undefined
  return birthOf(pid) === birth ? { pid, birth } : undefined
}

function lockNumbers(folder: string): readonly number[] {
  return readdirSync(folder).flatMap((name) => {
    const number = /^lock\.(\d+)$/.exec(name)?.[1]
    return number === undefined ? [] : [Number(number)]
  })
}

function lockFile(folder: string, number: number) {
  return path.join(folder, `lock.${number}`)
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
