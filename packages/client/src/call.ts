import type { Endpoint } from '@veilleuse/contract/endpoint'
import { isProblemCode, type ProblemCode } from '@veilleuse/contract/problems'
import { Puzzle } from '@veilleuse/contract/puzzle'
import * as v from 'valibot'

type Given<E extends Endpoint> = (E extends { params: v.GenericSchema }
  ? { params: v.InferInput<E['params']> }
  : { params?: undefined }) &
  (E extends { body: v.GenericSchema }
    ? { body: v.InferInput<E['body']> }
    : { body?: undefined }) & {
    /** The session, sent as a header: it never stands in an address. */
    token?: string
    /** Lets the request outlive the page, for leaving. */
    keepalive?: boolean
  }

/** A refusal the contract knows. */
export class Refused extends Error {
  readonly problem: ProblemCode
  readonly retryAfterSeconds: number | undefined
  /** What to work out first, with `puzzle_needed`. */
  readonly puzzle: Puzzle | undefined

  constructor(problem: ProblemCode, retryAfterSeconds?: number, puzzle?: Puzzle) {
    super(problem)
    this.name = 'Refused'
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
    this.puzzle = puzzle
  }
}

/** No answer: the network, or a server that is restarting. Worth trying again. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/**
 * Calls an endpoint of the contract at `origin` and gives its reply, read by the reply's schema.
 * Throws `Refused` for a refusal, `Unreachable` when nobody answered.
 */
export async function call<E extends Endpoint>(
  origin: string,
  endpoint: E,
  given: Given<E>,
): Promise<v.InferOutput<E['reply']>> {
  const { params, body, token, keepalive } = given
  let response: Response
  try {
    response = await fetch(origin + addressOf(endpoint.url, params), {
      method: endpoint.method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      keepalive: keepalive ?? false,
    })
  } catch (cause) {
    throw new Unreachable('nobody answered', { cause })
  }
  const answer: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw refusal(response, answer)
  const reply = v.safeParse(endpoint.reply, answer)
  if (!reply.success) throw new Refused('protocol_too_old')
  return reply.output
}

function addressOf(url: string, params: unknown): string {
  const given = v.parse(v.optional(v.record(v.string(), v.string()), {}), params)
  return url.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(given[name] ?? ''))
}

const Answer = v.object({
  problem: v.string(),
  retryAfterSeconds: v.optional(v.number()),
  puzzle: v.optional(Puzzle),
})

function refusal(response: Response, answer: unknown): Error {
  const told = v.safeParse(Answer, answer)
  if (told.success && isProblemCode(told.output.problem)) {
    const { problem, retryAfterSeconds, puzzle } = told.output
    return problem === 'restarting'
      ? new Unreachable('restarting')
      : new Refused(problem, retryAfterSeconds, puzzle)
  }
  return response.status >= 500 ? new Unreachable(String(response.status)) : new Refused('internal')
}
