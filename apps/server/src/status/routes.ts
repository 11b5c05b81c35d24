import { slug } from '@veilleuse/contract/shapes'
import * as contract from '@veilleuse/contract/status'
import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { headersFor } from '../platform/headers.ts'
import type { House } from '../platform/house.ts'
import { Problem } from '../platform/problem.ts'
import { forAnyPage, route } from '../platform/route.ts'
import type { Live } from './live.ts'

/** After this a page that found no room may try again to listen. */
const retryAfter = { seconds: 60 }

export function statusRoutes(house: House, live: Live): void {
  const { app, config } = house
  route(house, contract.publicStatuses, async () => ({ lines: [...(await live.statuses())] }))
  route(house, contract.publicStatus, async ({ params }) => {
    const status = await live.statusOf(params.line)
    if (!status) throw new Problem('not_found')
    return status
  })
  app.get('/api/status/:line/live', { exposeHeadRoute: false }, (request, reply) =>
    listen(request, reply),
  )

  /** Server-sent events: the status now, and again whenever it is another one. */
  async function listen(request: FastifyRequest, reply: FastifyReply) {
    const asked = v.safeParse(v.object({ line: slug }), request.params)
    const status = asked.success ? await live.statusOf(asked.output.line) : undefined
    if (!status) throw new Problem('not_found')
    if (!live.hasRoom()) {
      reply.header('retry-after', String(retryAfter.seconds))
      throw new Problem('too_fast', retryAfter.seconds)
    }
    reply.hijack()
    reply.raw.writeHead(200, {
      ...headersFor(config.publicOrigin),
      ...forAnyPage,
      'content-type': 'text/event-stream; charset=utf-8',
    })
    forgetWho(request.raw)
    live.listen(status, reply.raw)
  }
}

/** A page may listen for hours: what came with its request, an address among it, is not kept so long. */
function forgetWho(request: IncomingMessage): void {
  request.rawHeaders.length = 0
  request.headers = {}
}
