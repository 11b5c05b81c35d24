import { createHash } from 'node:crypto'
import {
  deskPolicy,
  keysmithPolicy,
  visitPolicy,
  workerPolicy,
} from '../../apps/server/src/pages/policy.ts'
import type { Fault } from '../check/faults.ts'
import { sha256 } from '../lib/hashes.mjs'
import { pinIn } from './pin.ts'
import { builtPageCode, pageCode, type PageCode, servedFiles } from './served.ts'

const landings = ['/', '/fr/', '/en/']
// An answer that leads elsewhere is a difference.
const asGiven = { redirect: 'manual' } as const

export type Comparison = {
  readonly faults: readonly Fault[]
  /** The pins that the visitor's pages carry, each once: one, unless the server lies to somebody. */
  readonly pins: readonly string[]
}

/**
 * Where a server sends other code than this checkout builds. `origin` is the address in people's
 * address bars.
 */
export async function compareServed(origin: string, root: string): Promise<Comparison> {
  const pins = new Set<string>()
  const faults: Fault[] = []
  const sockets = origin.replace(/^http/, 'ws')
  for (const [address, hash] of servedFiles(root)) {
    const answer = await fetch(origin + address, asGiven)
    faults.push(...(await whyOther(address, hash, answer)))
    faults.push(...policyFault(address, policyOf(address, sockets), answer))
  }
  const built = builtPageCode(root)
  for (const address of landings) {
    const answer = await fetch(origin + address, asGiven)
    const html = await answer.text()
    pins.add(pinIn(html) ?? 'none')
    faults.push(...whyOtherPage(address, built, { status: answer.status, html }))
    faults.push(...policyFault(address, visitPolicy(hashesOf(built), sockets), answer))
  }
  if (pins.size > 1) faults.push(`the pages pin more than one root: ${[...pins].join('; ')}`)
  return { faults, pins: [...pins] }
}

/** Sources for a content policy, as the server takes them from the page it renders. */
function hashesOf({ inline }: PageCode) {
  const named = (tag: string) =>
    inline
      .filter((piece) => piece.tag === tag)
      .map(({ text }) => `sha256-${createHash('sha256').update(text).digest('base64')}`)
  // The renderer names the script that starts the page before the import map above it.
  return { scripts: named('script').toReversed(), styles: named('style') }
}

async function whyOther(address: string, hash: string, answer: Response) {
  if (answer.status !== 200) return [`${address} answers ${answer.status}`]
  const found = sha256(new Uint8Array(await answer.arrayBuffer()))
  return found === hash ? [] : [`${address} is ${found}, the source builds ${hash}`]
}

type Page = { readonly status: number; readonly html: string }

function whyOtherPage(address: string, built: PageCode, { status, html }: Page): readonly Fault[] {
  if (status !== 200) return [`${address} answers ${status}`]
  const served = pageCode(html)
  const pieces = Math.max(built.inline.length, served.inline.length)
  const inline = Array.from({ length: pieces }, (_, at) => at).filter(
    (at) => built.inline[at]?.text !== served.inline[at]?.text,
  )
  const parts = served.parts.filter((part) => !built.parts.includes(part))
  const fewer = built.parts.filter((part) => !served.parts.includes(part))
  return [
    ...inline.map((at) => `${address}: the ${served.inline[at]?.tag ?? 'missing'} inside differs`),
    ...parts.map((part) => `${address} holds ${part.slice(0, 200)}, the source does not`),
    ...fewer.map((part) => `${address} lacks ${part.slice(0, 200)}`),
  ]
}

function policyOf(address: string, sockets: string): string | undefined {
  if (address === '/desk/') return deskPolicy(sockets)
  if (address.endsWith('/keysmith/')) return keysmithPolicy
  return address.includes('worker') ? workerPolicy : undefined
}

function policyFault(address: string, policy: string | undefined, { headers }: Response) {
  const found = headers.get('content-security-policy')
  if (policy === undefined || found === policy) return []
  return [`${address} comes under another content policy: ${found ?? 'none'}`]
}
