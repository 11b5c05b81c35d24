import type { ServerResponse } from 'node:http'
import Fastify from 'fastify'
import { accountRoutes } from './account/routes.ts'
import { deskRoutes } from './desk/routes.ts'
import { directoryRoutes } from './directory/routes.ts'
import { visitRoutes as keepRoutes } from './keep/routes.ts'
import { keysRoutes } from './keys/routes.ts'
import { deskRoutes as lineOfficeRoutes, visitRoutes as lineRoutes } from './line/routes.ts'
import { pageRoutes } from './pages/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { answerMalformed, answerUnread, headersFor, sendHeaders } from './platform/headers.ts'
import type { House } from './platform/house.ts'
import { newId } from './platform/ids.ts'
import { Problem, statusOf } from './platform/problem.ts'
import { asProblem } from './platform/route.ts'
import { isOwn, isOwnHost } from './platform/socket.ts'
import { deskRoutes as rotaRoutes } from './shift/routes.ts'
import { type Live, makeLive } from './status/live.ts'
import { statusRoutes } from './status/routes.ts'
import { visitRoutes } from './visit/routes.ts'

/** An opening with 32 earlier keys is 20 kB; an envelope 24. */
const largestBody = 64 * 1024

/** Every slice, by name, at its door. Whatever is registered nowhere here does not exist. */
export async function buildApp(parts: Omit<House, 'app'>): Promise<House & { live: Live }> {
  const { config } = parts
  const headers = headersFor(config.publicOrigin)
  const app = Fastify({
    logger: false,
    bodyLimit: largestBody,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    // A slow or silent client keeps no connection for ever.
    requestTimeout: 30_000,
    connectionTimeout: 0,
    forceCloseConnections: true,
    // Whoever asks while we stop is served or cut off: the ready-made 503 carries no header of ours.
    return503OnClosing: false,
    // A request without a host is refused below, with every header, and not before by Node. Who is
    // too slow is looked for often enough that half a minute does not become a whole one.
    http: { requireHostHeader: false, connectionsCheckingInterval: 5000 },
    // Neither an address that cannot be read nor what is no HTTP at all comes as far as the hooks.
    frameworkErrors: (_error, _request, reply) => answerMalformed(reply.raw, headers),
    clientErrorHandler: (error, socket) => answerUnread(error, socket, headers),
  })
  const house: House = { ...parts, app }
  const live = makeLive(parts)
  app.addHook('preClose', async () => live.close())
  sendHeaders(app, headers)
  // We meet no expectation but the usual one, which Node meets by itself.
  app.server.on('checkExpectation', (_request, response: ServerResponse) =>
    answerMalformed(response, headers),
  )

  app.addHook('onRequest', (request, _reply, done) => {
    // A foreign name for this host is an attack on its visitors' browsers, or a wrong set-up.
    if (!isOwnHost(config, request.headers.host)) return done(new Problem('malformed'))
    const unsafe = request.method !== 'GET' && request.method !== 'HEAD'
    const foreign =
      !isOwn(config, request.headers.origin) || request.headers['sec-fetch-site'] === 'cross-site'
    done(unsafe && foreign ? new Problem('not_allowed') : undefined)
  })
  app.setErrorHandler((error, _request, reply) => {
    const problem = asProblem(error) ?? asProblem(fromFastify(error))
    if (problem) return reply.code(statusOf(problem.code)).send({ problem: problem.code })
    const incident = newId()
    parts.log.incident({ incident, where: 'http', error })
    return reply.code(500).send({ problem: 'internal', incident })
  })
  app.setNotFoundHandler((request, reply) => {
    const page = request.method === 'GET' && !/^\/(api|desk|assets)\//.test(request.url)
    // A mistyped address still leads somewhere: to the page.
    if (page) return reply.redirect('/', 303)
    return reply.code(404).send({ problem: 'not_found' })
  })

  app.get('/healthz', async (_request, reply) => {
    await parts.db.selectFrom('helpline').select('one').execute()
    return reply.type('text/plain').send('ready\n')
  })
  lineRoutes(house)
  lineOfficeRoutes(house)
  statusRoutes(house, live)
  visitRoutes(house)
  keepRoutes(house)
  accountRoutes(house)
  peopleRoutes(house)
  keysRoutes(house)
  deskRoutes(house)
  directoryRoutes(house)
  rotaRoutes(house)
  await pageRoutes(house)
  return { ...house, live }
}

function fromFastify(error: unknown): unknown {
  if (!(error instanceof Error) || !('statusCode' in error)) return error
  if (error.statusCode === 413) return new Problem('too_large')
  return Number(error.statusCode) < 500 ? new Problem('malformed') : error
}
