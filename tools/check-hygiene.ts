import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Fault } from './check/faults.ts'
import { repositoryFiles } from './check/files.ts'
import { root } from './lib/house.mjs'

const largest = { bytes: 1_000_000 }
/** Made by other tools, or data of others, that nobody here writes. */
const left =
  /(^|\/)(package-lock\.json|LICENSE)$|\/vectors\/|\/words\/|\.(png|webp|avif|woff2|ico|pdf|gz)$/

const traces: readonly { readonly pattern: RegExp; readonly fault: string }[] = [
  { pattern: /^(<{7}|>{7}) /m, fault: 'holds a merge that was not finished' },
  { pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, fault: 'holds a private key' },
  { pattern: /\b(TO[D]O|FIX[M]E|XX[X])\b/, fault: 'puts work off: an issue is the place for that' },
  {
    pattern: /(^|[\s'"`(=:])\/(home|Users|root|work)\/\w/m,
    fault: "names a folder of somebody's machine",
  },
]

/**
 * Names of workshop tools, as the first half of their SHA-256: the product's text speaks of the
 * product alone, and this list is part of it.
 */
const tools = new Set([
  'c857d09db23e6822e3600bc06ad8d58f',
  'c70eca6b0f88f44d81a41311647e50fd',
  '60965168ce762e949600281ba6d01fee',
  '7d3194f79e645c42e4396dda38be0476',
  '3ea125d0bff386e6754b3782b300016f',
  '57de4cf40144bdf7d00010f2f5557a7d',
  '5d72436256ada53828b51895a94bb848',
])

/** What does not belong into a repository that others will read. */
export function checkHygiene(): readonly Fault[] {
  return repositoryFiles().flatMap((file) => {
    const whole = path.join(root, file)
    const found = statSync(whole, { throwIfNoEntry: false })
    if (!found?.isFile()) return []
    if (left.test(file)) return []
    if (found.size > largest.bytes) return [`${file} is larger than ${largest.bytes} bytes`]
    return tracesIn(readFileSync(whole, 'utf8')).map((fault) => `${file} ${fault}`)
  })
}

/** What of the workshop clings to this text. */
export function tracesIn(text: string): readonly Fault[] {
  const words = new Set(text.toLowerCase().match(/[a-z]{4,}/g))
  const named = [...words].filter((word) => tools.has(shortHash(word)))
  return [
    ...traces.filter(({ pattern }) => pattern.test(text)).map(({ fault }) => fault),
    ...named.map((word) => `names a tool of the workshop (${word})`),
  ]
}

function shortHash(word: string) {
  return createHash('sha256').update(word).digest('hex').slice(0, 32)
}
