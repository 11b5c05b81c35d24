import type { Endpoint } from '@veilleuse/contract/endpoint'
import { isProblemCode, type ProblemCode } from '@veilleuse/contract/problems'
import * as v from 'valibot'

/** What a browser would send, and from where. */
export type Given = {
  readonly params?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The address at the other end of the socket; this machine when absent. */
  readonly from?: string
}

export type Answer<E extends Endpoint> =
  | { readonly status: number; readonly reply: v.InferOutput<E['reply']> }
  | { readonly status: number; readonly problem: ProblemCode | undefined }

/** Asks a server without a network, through its real doors. */
export type Ask = <E extends Endpoint>(endpoint: E, given?: Given) => Promise<Answer<E>>

/** The part of Fastify that is needed to ask. */
type Injectable = {
  inject(request: {
    readonly method: 'GET' | 'POST'
    readonly url: string
    readonly headers: Record<string, string>
    readonly remoteAddress: string
    readonly payload?: string
  }): Promise<{ readonly statusCode: number; readonly body: string }>
}

const Refusal = v.object({ problem: v.string() })

export function asking(app: Injectable): Ask {
  return async (endpoint, given = {}) => {
    const { params = {}, body, token, headers = {}, from = '127.0.0.1' } = given
    const response = await app.inject({
      method: endpoint.method,
      url: endpoint.url.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? ''),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      remoteAddress: from,
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    })
    const said: unknown = response.body === '' ? undefined : JSON.parse(response.body)
    const status = response.statusCode
    if (status === 200) return { status, reply: v.parse(endpoint.reply, said) }
    const told = v.safeParse(Refusal, said)
    const code = told.success ? told.output.problem : undefined
    return { status, problem: isProblemCode(code) ? code : undefined }
  }
}

/** The reply of somebody who is sure to be served; throws when they are refused. */
export async function granted<E extends Endpoint>(
  answer: Promise<Answer<E>>,
): Promise<v.InferOutput<E['reply']>> {
  const given = await answer
  if ('reply' in given) return given.reply
  throw new Error(`Refused: ${given.status} ${given.problem ?? ''}`)
}

/** The problem of somebody who is sure to be refused; undefined when they are served. */
export async function refusal(answer: Promise<Answer<Endpoint>>): Promise<ProblemCode | undefined> {
  const given = await answer
  return 'problem' in given ? given.problem : undefined
}
