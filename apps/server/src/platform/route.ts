import { hash } from 'node:crypto'
import type { Endpoint } from '@veilleuse/contract/endpoint'
import type { ProblemCode } from '@veilleuse/contract/problems'
import { may } from '@veilleuse/domain/access'
import type { FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { isOutage } from './database.ts'
import type { House } from './house.ts'
import { newId } from './ids.ts'
import { household } from './limits.ts'
import { Problem, statusOf } from './problem.ts'
import type { StaffSession, VisitorSession } from './session.ts'

type Output<E, K extends 'params' | 'body'> =
  E extends Record<K, infer S extends v.GenericSchema> ? v.InferOutput<S> : undefined

type SessionAt<E extends Endpoint> = E['door'] extends 'desk'
  ? StaffSession
  : E['door'] extends 'visit'
    ? VisitorSession
    : undefined

export type Asked<E extends Endpoint> = {
  readonly params: Output<E, 'params'>
  readonly body: Output<E, 'body'>
  readonly session: SessionAt<E>
  /** One household's address, for limits alone: never stored, never logged. */
  readonly household: string
  readonly request: FastifyRequest
}

/**
 * Registers an endpoint: opens its door, reads what was sent by the contract's schemas, runs the
 * action, and lets the answer out through the reply schema, which drops what it does not name. A
 * refusal that the endpoint does not declare is a bug and answers 500: the contract cannot drift.
 */
export function route<E extends Endpoint>(
  house: House,
  endpoint: E,
  act: (asked: Asked<E>) => Promise<v.InferInput<E['reply']>>,
): void {
  if (endpoint.door === 'desk' && endpoint.may === undefined)
    throw new Error(`${endpoint.url} says for nobody what it takes to use it`)
  house.app.route({
    method: endpoint.method,
    url: endpoint.url,
    ...(endpoint.bodyKibibytes !== undefined && { bodyLimit: endpoint.bodyKibibytes * 1024 }),
    handler: async (request, reply) => {
      try {
        const asked = await readAsked(house, endpoint, request)
        const answer = v.safeParse(endpoint.reply, await act(asked))
        if (!answer.success) throw new Error(`${endpoint.url} answered out of contract`)
        if (endpoint.anyPage)
          return await sendKept(request, reply, {
            answer: answer.output,
            ...endpoint.anyPage,
          })
        return await reply.send(answer.output)
      } catch (error) {
        return answerProblem(house, { endpoint, error, reply })
      }
    },
  })
}

/** On what any page may read: no cookie goes along, and nothing in it is anybody's. */
export const forAnyPage = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const

function sendKept(
  request: FastifyRequest,
  reply: FastifyReply,
  { answer, keepSeconds }: { answer: unknown; keepSeconds: number },
) {
  const body = JSON.stringify(answer)
  const etag = `"${hash('sha256', body, 'base64url').slice(0, 22)}"`
  reply
    .headers(forAnyPage)
    .headers({ 'cache-control': `public, max-age=${keepSeconds}`, etag })
    .type('application/json; charset=utf-8')
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  return reply.send(body)
}

async function readAsked<E extends Endpoint>(house: House, endpoint: E, request: FastifyRequest) {
  const session = await sessionFor(house, endpoint, request)
  const read = {
    params: parsed(endpoint.params, request.params),
    body: parsed(endpoint.body, request.body),
    session,
    household: household(request.ip),
    request,
  }
  // The schemas have just made these of the types the endpoint declares.
  return read as unknown as Asked<E>
}

async function sessionFor(house: House, endpoint: Endpoint, request: FastifyRequest) {
  if (endpoint.door === 'anyone') return undefined
  const token = bearer(request)
  if (endpoint.door === 'visit') {
    const session = token && (await house.doors.visitor(token))
    if (!session) throw new Problem('signed_out')
    return session
  }
  const session = token && (await house.doors.staff(token))
  if (!session) throw new Problem('signed_out')
  if (endpoint.may === undefined || !may(session.role, endpoint.may))
    throw new Problem('not_allowed')
  return session
}

function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{43})$/.exec(request.headers.authorization ?? '')?.[1]
}

function parsed(schema: v.GenericSchema | undefined, given: unknown): unknown {
  if (!schema) return undefined
  const read = v.safeParse(schema, given)
  if (!read.success) throw new Problem('malformed')
  return read.output
}

// A door, a schema or the database may refuse at any endpoint, so no contract needs to say so.
const everywhere: readonly ProblemCode[] = ['signed_out', 'not_allowed', 'malformed', 'restarting']

function answerProblem(
  house: House,
  { endpoint, error, reply }: { endpoint: Endpoint; error: unknown; reply: FastifyReply },
) {
  const problem = asProblem(error)
  if (problem && [...everywhere, ...endpoint.problems].includes(problem.code)) {
    house.log.rejected({ where: endpoint.url, problem: problem.code })
    if (problem.retryAfterSeconds !== undefined)
      reply.header('retry-after', String(problem.retryAfterSeconds))
    return reply.code(statusOf(problem.code)).send({
      problem: problem.code,
      ...(problem.retryAfterSeconds !== undefined && {
        retryAfterSeconds: problem.retryAfterSeconds,
      }),
      ...(problem.puzzle && { puzzle: problem.puzzle }),
    })
  }
  const incident = newId()
  house.log.incident({ incident, where: endpoint.url, error })
  return reply.code(500).send({ problem: 'internal', incident })
}

/** What was thrown, as a refusal, if it is one: an outage of the database is one, too. */
export function asProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  return isOutage(error) ? new Problem('restarting', 2) : undefined
}
