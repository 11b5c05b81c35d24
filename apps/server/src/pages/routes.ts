import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { languages, type Language } from '@veilleuse/domain/language'
import type { FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { allLines, helplineOf, newestRules } from '../line/store.ts'
import { helplinesBeside } from '../directory/present.ts'
import type { House } from '../platform/house.ts'
import { makeShared } from '../platform/shared.ts'
import { forAnyone } from '../queue/present.ts'
import { lineRead } from '../queue/reading.ts'
import { readAssets, sendAsset, sendForever, wished, type Asset } from './assets.ts'
import { helplineForPage, lineForPage, otherForPage } from './present.ts'
import { deskPolicy, keysmithPolicy, visitPolicy, workerPolicy } from './policy.ts'

const Page = v.object({
  html: v.string(),
  csp: v.object({ scripts: v.array(v.string()), styles: v.array(v.string()) }),
})
const Renderer = v.object({ renderPage: v.function() })
/** A page as it goes out, packed once for all who ask for it at the same time. */
type Written = v.InferOutput<typeof Page> & { readonly packed: Map<string, Buffer> }

/**
 * The pages themselves: the visitor's, rendered here from the built renderer so that it says what is
 * true at this moment and reads without JavaScript, and the desk's, which is a file.
 */
export async function pageRoutes(house: House): Promise<void> {
  const { app, config } = house
  const render = await rendererIn(config.visitorPages)
  const visitor = readAssets(join(config.visitorPages, 'assets'))
  const visitorSmith = readAssets(join(config.visitorPages, 'keysmith'))
  const desk = readAssets(join(config.deskPages, 'assets'))
  const deskSmith = readAssets(join(config.deskPages, 'keysmith'))
  const deskIndex = readAssets(config.deskPages).get('index.html')
  const sockets = config.publicOrigin.replace(/^http/, 'ws')

  const offered = makeShared(() => allLines(house.db))
  // When a line opens, every open page asks for itself anew at once: written once for all of them.
  const written = {
    fr: makeShared((slug: string) => write('fr', slug)),
    en: makeShared((slug: string) => write('en', slug)),
  } satisfies Record<Language, unknown>

  app.get('/', (request, reply) => landing(request, reply, { language: preferred(request) }))
  for (const language of languages) {
    app.get(`/${language}`, (_request, reply) => reply.redirect(`/${language}/`, 308))
    app.get(`/${language}/`, (request, reply) => landing(request, reply, { language }))
    app.get<{ Params: { line: string } }>(`/${language}/:line`, (request, reply) =>
      landing(request, reply, { language, slug: request.params.line }),
    )
  }
  app.get('/assets/*', (request, reply) => asset(request, reply, visitor))
  app.get('/desk/assets/*', (request, reply) => asset(request, reply, desk))
  app.get('/keysmith/', (request, reply) => smith(request, reply, visitorSmith))
  app.get('/desk/keysmith/', (request, reply) => smith(request, reply, deskSmith))
  app.get('/desk', (_request, reply) => reply.redirect('/desk/', 308))
  app.get('/desk/*', (request, reply) => {
    if (!deskIndex) return reply.code(503).type('text/plain').send('The desk has not been built.')
    reply.header('content-security-policy', deskPolicy(sockets))
    return sendAsset(request, reply, deskIndex)
  })

  async function landing(
    request: FastifyRequest,
    reply: FastifyReply,
    { language, slug }: { language: Language; slug?: string },
  ) {
    const lines = await offered('all')
    const line = slug === undefined ? lines[0] : lines.find((one) => one.slug === slug)
    // A line that is no more, or a mistyped one, leads to the helpline's own page.
    if (!line && lines.length > 0) return reply.redirect(`/${language}/`, 303)
    const page = line && (await written[language](slug === undefined ? '' : line.slug))
    if (!page) return reply.code(503).type('text/plain').send('The page has not been built.')
    reply
      .header('content-security-policy', visitPolicy(page.csp, sockets))
      .header('vary', 'accept-language, accept-encoding')
      .type('text/html; charset=utf-8')
    return sendPacked(request, reply, page)
  }

  /** The page of a line, or of the helpline where `slug` is empty. */
  async function write(language: Language, slug: string): Promise<Written | undefined> {
    const helpline = await helplineOf(house.db)
    const lines = await allLines(house.db)
    const line = slug === '' ? lines[0] : lines.find((one) => one.slug === slug)
    const reading = line && (await lineRead(house, line.id))
    if (!render || !helpline || !reading) return undefined
    const others = []
    for (const other of lines.filter(({ id }) => id !== line.id)) {
      const read = await lineRead(house, other.id)
      if (read) others.push(otherForPage(other, forAnyone(read.at).state))
    }
    const now = house.clock.now()
    const status = forAnyone(reading.at)
    const page = v.parse(
      Page,
      render({
        language,
        status,
        helpline: helplineForPage(helpline),
        path: slug,
        ...lineForPage(line, await newestRules(house.db, line.id)),
        others,
        exitAddress: helpline.exit_address,
        country: line.country,
        helplines: helplinesBeside(status, { country: line.country, language, now }),
        now,
        demo: config.demo,
      }),
    )
    return { ...page, packed: new Map() }
  }
}

async function rendererIn(folder: string) {
  const file = join(folder, 'server/page.js')
  if (!existsSync(file)) return undefined
  const built = v.parse(Renderer, { ...(await import(pathToFileURL(file).href)) })
  return built.renderPage
}

function asset(request: FastifyRequest, reply: FastifyReply, all: ReadonlyMap<string, Asset>) {
  const name = v.parse(v.object({ '*': v.string() }), request.params)['*']
  const found = all.get(name)
  if (!found) return reply.callNotFound()
  // A worker obeys the policy of its own script, not of the page that starts it.
  if (name.includes('worker')) reply.header('content-security-policy', workerPolicy)
  return sendForever(request, reply, found)
}

function smith(request: FastifyRequest, reply: FastifyReply, all: ReadonlyMap<string, Asset>) {
  const page = all.get('index.html')
  if (!page) return reply.callNotFound()
  reply.header('content-security-policy', keysmithPolicy).header('x-frame-options', 'SAMEORIGIN')
  return sendAsset(request, reply, page)
}

function sendPacked(request: FastifyRequest, reply: FastifyReply, { html, packed }: Written) {
  const wish = wished(request.headers['accept-encoding'])
  const packing = (['br', 'gzip'] as const).find((name) => wish.includes(name))
  if (!packing) return reply.send(html)
  const body = packed.get(packing) ?? packings[packing](html)
  packed.set(packing, body)
  return reply.header('content-encoding', packing).send(body)
}

const packings: Readonly<Record<'br' | 'gzip', (html: string) => Buffer>> = {
  // Quality 5 packs within a millisecond, a few per cent larger than the best.
  br: (html) => brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (html) => gzipSync(html),
}

/** The first language of the browser that the pages speak; French when it speaks none of them. */
function preferred(request: FastifyRequest): Language {
  for (const tag of wished(request.headers['accept-language'])) {
    const known = languages.find((language) => language === tag.slice(0, 2))
    if (known) return known
  }
  return 'fr'
}
