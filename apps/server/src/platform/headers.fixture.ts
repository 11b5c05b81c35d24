import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Evening } from '../evening.fixture.ts'

export type Headers = Readonly<Record<string, string | number | string[] | undefined>>

export type Asked = {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS' | 'PATCH' | 'TRACE'
  readonly url: string
  readonly headers?: Record<string, string>
  readonly payload?: string
}

export type Route = { readonly method: string; readonly url: string }

/** Every route a server is built with, told by the router itself: none can be left out. */
export async function routesOf<Built>(build: () => Promise<Built>): Promise<[Built, Route[]]> {
  const routes: Route[] = []
  const listen = (message: unknown) => {
    const { fastify } = Object(message)
    fastify.addHook('onRoute', ({ method, url }: { method: string | string[]; url: string }) => {
      for (const one of [method].flat()) routes.push({ method: one, url })
    })
  }
  subscribe('fastify.initialization', listen)
  try {
    return [await build(), routes]
  } finally {
    unsubscribe('fastify.initialization', listen)
  }
}

export const https = 'https://help.example'
export const json = { 'content-type': 'application/json' }

/** Asks as a browser on the helpline's own address does, unless the headers say otherwise. */
export function asks({ house }: Evening, { method = 'GET', ...asked }: Asked) {
  const { host } = new URL(house.config.publicOrigin)
  // Nothing but the list of methods that may be injected is narrower than HTTP.
  const verb = method as 'GET'
  return house.app.inject({ method: verb, ...asked, headers: { host, ...asked.headers } })
}

/** Sends these very bytes and gives all that comes back until the connection ends. */
export async function talksTo(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (said: string) => void (answer += said))
  socket.on('error', () => {})
  socket.write(request)
  await once(socket, 'close')
  return answer
}

/** Status and headers of an answer as it stood on the wire. */
export function readHead(answer: string): { status: number; headers: Headers } {
  const [head = ''] = answer.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const pairs = lines.map((line) => line.split(/: (.*)/))
  const headers = Object.fromEntries(pairs.map(([name = '', value]) => [name.toLowerCase(), value]))
  equal(Object.keys(headers).length, pairs.length, 'each header is said once')
  return { status: Number(first.split(' ')[1]), headers }
}

/**
 * What each header says, to the letter: a value that browsers do not know protects nobody. From the
 * standards that define them: HTML (COOP, COEP, X-Frame-Options), Fetch (CORP, nosniff), Referrer
 * Policy, Permissions Policy, RFC 9111 and RFC 8246 (caching), RFC 6797 (staying on https).
 */
const always: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
}
const secure = 'max-age=63072000; includeSubDomains'
const nothingAllowed =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export type Where = { readonly url: string; readonly status: number; readonly origin?: string }

/** Every security header is there, known to browsers, and right for this address and status. */
export function protects(headers: Headers, { url, status, origin = https }: Where): void {
  const where = `${status} ${url}`
  const onHttps = origin.startsWith('https:')
  const shared = isForAnyPage({ url, status })
  const kind = ofItsKind(url, status === 200 || status === 304)
  const kept = { 'cache-control': `public, max-age=${url.startsWith('/api/status') ? 2 : 60}` }
  const wanted = { ...always, ...kind, ...(shared && { ...forAnyPage, ...kept }) }
  for (const [name, value] of Object.entries(wanted))
    equal(headers[name], value, `${name} of ${where}`)
  equal(headers['strict-transport-security'], onHttps ? secure : undefined, where)
  if (!('content-security-policy' in wanted)) policyIn(headers, where)

  for (const name of ['set-cookie', 'server', 'x-powered-by', 'via', 'alt-svc'])
    equal(headers[name], undefined, `${name} of ${where}`)
  const told = Object.keys(headers).filter((name) => name.startsWith('access-control'))
  deepEqual(told, shared ? ['access-control-allow-origin'] : [], where)
}

/** A line's status is for every page there is, and may be kept for a moment (docs/status.md); so are
 * the helplines of others (docs/directory.md). */
function isForAnyPage({ url, status }: Where): boolean {
  return /^\/api\/(status|directory)(\/|$)/.test(url) && (status === 200 || status === 304)
}

const forAnyPage: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

/** What depends on the address, once something was found there. Pages have policies of their own. */
function ofItsKind(url: string, found: boolean): Readonly<Record<string, string>> {
  const closed = { 'content-security-policy': nothingAllowed }
  const usual = { 'x-frame-options': 'DENY', 'cache-control': 'no-store' }
  if (!found) return { ...closed, ...usual }
  if (/^\/(desk\/)?keysmith\/$/.test(url)) return { ...usual, 'x-frame-options': 'SAMEORIGIN' }
  if (/^\/(desk\/)?assets\//.test(url)) {
    const kept = { ...usual, 'cache-control': 'public, max-age=31536000, immutable' }
    return url.includes('worker') ? kept : { ...closed, ...kept }
  }
  return /^\/(fr|en|desk)?(\/|\?|$)/.test(url) ? usual : { ...closed, ...usual }
}

/** The directives of Content Security Policy 3 and Trusted Types that we use, and what they take. */
const source = String.raw`('none'|'self'|'wasm-unsafe-eval'|'sha256-[\w+/=-]+'|data:|wss?://[a-z0-9.:-]+)`
const sources = new RegExp(`^${source}( ${source})*$`)
const directives: Readonly<Record<string, RegExp>> = {
  'default-src': /^'none'$/,
  'script-src': sources,
  'style-src': sources,
  'connect-src': sources,
  'img-src': sources,
  'font-src': sources,
  'frame-src': sources,
  'worker-src': sources,
  'object-src': /^'none'$/,
  'base-uri': /^'none'$/,
  'form-action': /^('none'|'self')$/,
  'frame-ancestors': /^('none'|'self')$/,
  'require-trusted-types-for': /^'script'$/,
  'trusted-types': /^'none'$/,
}

/** A content policy, directive by directive; each is one that browsers know, and is said once. */
export function policyIn(headers: Headers, where = ''): ReadonlyMap<string, string> {
  const said = String(headers['content-security-policy'])
  const all = said.split('; ').map((directive) => directive.split(/ (.*)/))
  equal(new Set(all.map(([name]) => name)).size, all.length, 'a directive counts once')
  const policy = new Map(all.map(([name = '', value = '']) => [name, value]))
  equal(policy.get('default-src'), "'none'", where)
  for (const [name, value] of policy) {
    const takes = directives[name]
    ok(takes, `${where}: nobody knows ${name}`)
    match(value, takes, `${where}: ${name}`)
  }
  return policy
}
