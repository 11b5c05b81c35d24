import { randomBytes } from 'node:crypto'
import { Refused } from '@veilleuse/client/call'
import { working } from '@veilleuse/client/puzzle'
import { isProblemCode } from '@veilleuse/contract/problems'
import { Puzzle, type Solved } from '@veilleuse/contract/puzzle'
import { arrive, lineKeys } from '@veilleuse/contract/visit'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { verifyVisitorChain } from '@veilleuse/sealing/directory'
import { startConversation } from '@veilleuse/sealing/opening'
import * as v from 'valibot'

/** Where to arrive: the server, and the pin that its pages carry. */
export type Where = { readonly origin: string; readonly pin: Uint8Array }

/** One way to a place: all of it, and of that working out puzzles. Milliseconds. */
export type Way = { readonly ms: number; readonly workingMs: number; readonly tried: number }

/** Takes a place as a page does: reads the keys, seals, asks, works out what is asked for. */
export async function takesPlace(where: Where, from: string): Promise<Way> {
  const began = performance.now()
  const body = await anArrival(where, from)
  let workingMs = 0
  let tried = 0
  let begun: number | undefined
  await working(
    (solved) => {
      if (begun !== undefined) workingMs += performance.now() - begun
      tried += (solved.puzzle?.answers.at(-1) ?? -1) + 1
      return asks(where, { ...body, ...solved }, from)
    },
    () => (begun = performance.now()),
  )
  return { ms: performance.now() - began, workingMs, tried }
}

export type Arrival = { readonly opening: string; readonly secret: string }

export async function anArrival({ origin, pin }: Where, from: string): Promise<Arrival> {
  const now = new Date()
  const answer = await fetch(origin + lineKeys.url.replace(':line', line), forwarded(from))
  const keys = v.parse(lineKeys.reply, await answer.json())
  const chain = keys.statements.map(fromBase64url)
  const { epoch } = await verifyVisitorChain(chain, pin, { line: keys.line, now })
  const names = { instance: keys.instance, line: keys.line, session: 1, now }
  const { opening } = await startConversation(epoch, names)
  return { opening: toBase64url(opening), secret: randomBytes(32).toString('base64url') }
}

/** An arrival nobody means: it asks, and leads nowhere. */
export function nonsense(): Arrival {
  return { opening: 'AAAA', secret: randomBytes(32).toString('base64url') }
}

const Told = v.object({ problem: v.optional(v.string()), puzzle: v.optional(Puzzle) })

/** Throws `Refused`. */
export async function asks(
  { origin }: Where,
  arrival: Arrival & { readonly puzzle?: Solved },
  from: string,
): Promise<void> {
  const body = { line, language: 'fr', rulesVersion: 1, ...arrival }
  const { headers } = forwarded(from)
  const response = await fetch(origin + arrive.url, {
    method: arrive.method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { problem, puzzle } = v.parse(Told, await response.json())
  if (problem === undefined) return
  throw new Refused(isProblemCode(problem) ? problem : 'internal', undefined, puzzle)
}

const line = 'ecoute'

/** As a reverse proxy tells it. */
function forwarded(from: string) {
  return { headers: { 'x-forwarded-for': from } }
}
