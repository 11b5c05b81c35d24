import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, type Evening } from '../evening.fixture.ts'
import { builtPages } from '../pages/built.fixture.ts'

leaks()

type Headers = Readonly<Record<string, string | number | string[] | undefined>>
type Asked = {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS' | 'PATCH'
  readonly url: string
  readonly headers?: Record<string, string>
  readonly payload?: string
}

const https = 'https://help.example'
const json = { 'content-type': 'application/json' }

/** What each header may say: a value that browsers know, or it protects nobody. */
const valid: Record<string, RegExp> = {
  'content-security-policy': /^default-src 'none'; /,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-embedder-policy': /^require-corp$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /^[a-z-]+=\(\)(, ?[a-z-]+=\(\))*$/,
  'referrer-policy': /^no-referrer$/,
  'x-content-type-options': /^nosniff$/,
  'x-dns-prefetch-control': /^off$/,
  'x-frame-options': /^(DENY|SAMEORIGIN)$/,
  'cache-control': /^(no-store|public, max-age=31536000, immutable)$/,
  'strict-transport-security': /^max-age=[1-9]\d{6,}; includeSubDomains$/,
}

/** The directives of Content Security Policy 3 and Trusted Types that we use, and what they take. */
const source = String.raw`('none'|'self'|'wasm-unsafe-eval'|'sha256-[\w+/=-]+'|data:|wss?://[a-z0-9.:-]+)`
const sources = new RegExp(`^${source}( ${source})*$`)
const directives: Record<string, RegExp> = {
  'default-src': sources,
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

test('every answer carries every header, whatever its address and its status', async (t) => {
  const evening = await anEvening(t, { ...builtPages(t), publicOrigin: https })
  const { house } = evening
  const colleague = await evening.aColleague()
  const signedIn = { authorization: `Bearer ${colleague.token}` }
  const own = { ...json, origin: https }
  const arrives = { method: 'POST', url: '/api/visit/arrive', headers: own } as const
  const etag = (await asks(evening, { url: '/assets/app-abc123.js' })).headers['etag']
  Object.assign(house.doors, { visitor: () => Promise.reject(new Error('a fault of ours')) })
  const visit = { method: 'POST', headers: { authorization: `Bearer ${'x'.repeat(43)}` } } as const

  const expected: readonly (readonly [number, Asked])[] = [
    [200, { url: '/' }],
    [200, { url: '/fr/' }],
    [200, { url: '/desk/' }],
    [200, { url: '/desk/anything' }],
    [200, { url: '/keysmith/' }],
    [200, { url: '/desk/keysmith/' }],
    [200, { url: '/assets/app-abc123.js' }],
    [200, { url: '/assets/worker-abc123.js' }],
    [200, { url: '/assets/letters-abc123.woff2' }],
    [200, { url: '/desk/assets/desk-abc123.js' }],
    [200, { url: '/api/visit/lines/ecoute/status' }],
    [200, { url: '/api/visit/lines/ecoute/keys' }],
    [200, { url: '/api/desk/phrases', headers: signedIn }],
    [200, { url: '/healthz' }],
    [200, { method: 'HEAD', url: '/fr/' }],
    [303, { url: '/nowhere' }],
    [304, { url: '/assets/app-abc123.js', headers: { 'if-none-match': String(etag) } }],
    [308, { url: '/fr' }],
    [308, { url: '/desk' }],
    [400, { ...arrives, payload: '{}' }],
    [400, { ...arrives, payload: 'no json' }],
    [400, { ...arrives, headers: { origin: https, 'content-type': 'text/xml' }, payload: '<x/>' }],
    [400, { url: '/%ff' }],
    [400, { url: '/api/%E0%A4%A' }],
    [400, { url: '/', headers: { host: 'elsewhere.example' } }],
    [401, { url: '/api/desk/me' }],
    [401, { method: 'POST', url: '/api/visit/leave' }],
    [403, { ...arrives, headers: { ...json, origin: 'https://elsewhere.example' }, payload: '{}' }],
    [403, { url: '/api/desk/people', headers: signedIn }],
    [404, { url: '/api/nowhere' }],
    [404, { url: '/assets/nothing.js' }],
    [404, { url: '/api/visit/lines/nowhere/status' }],
    [404, { method: 'PUT', url: '/api/visit/arrive' }],
    [404, { method: 'DELETE', url: '/' }],
    [404, { method: 'OPTIONS', url: '/api/visit/arrive' }],
    [429, { ...arrives, payload: JSON.stringify({ more: 'A'.repeat(70_000) }) }],
    [500, { ...visit, url: '/api/visit/leave' }],
  ]
  for (const [status, asked] of expected) {
    const answer = await asks(evening, asked)
    equal(answer.statusCode, status, `${asked.method ?? 'GET'} ${asked.url}`)
    protects(answer.headers, asked.url)
  }
  for (let times = 0; times < 61; times++) await asks(evening, { ...arrives, payload: aWish })
  const flooded = await asks(evening, { ...arrives, payload: aWish })
  equal(flooded.statusCode, 429)
  match(String(flooded.headers['retry-after']), /^\d+$/)
  protects(flooded.headers, 'a flood')
  await evening.database.pool.query('drop table helpline')
  const broken = await asks(evening, { url: '/healthz' })
  equal(broken.statusCode, 500)
  protects(broken.headers, 'a broken database')
})

test('pages that are not built and a database that is away say so with every header', async (t) => {
  const evening = await anEvening(t, { publicOrigin: https })
  const unbuilt = await asks(evening, { url: '/fr/' })
  equal(unbuilt.statusCode, 503)
  protects(unbuilt.headers, 'unbuilt')
  const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
  Object.assign(evening.house.doors, { staff: () => Promise.reject(away) })
  const headers = { authorization: `Bearer ${'x'.repeat(43)}` }
  const outage = await asks(evening, { url: '/api/desk/me', headers })
  equal(outage.statusCode, 503)
  equal(outage.headers['retry-after'], '2')
  protects(outage.headers, 'away')
})

test('what is no HTTP at all is answered with every header, too', async (t) => {
  const { house } = await anEvening(t)
  await house.app.listen({ host: '127.0.0.1', port: 0 })
  const address = house.app.server.address()
  if (typeof address !== 'object' || !address) throw new Error('nobody listens')
  const sent: Record<string, string> = {
    'HTTP/1.1 400 ': 'GET / HTTP/9.9\r\n\r\n',
    'HTTP/1.1 431 ': `GET /?${'a'.repeat(20_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
  }
  for (const [begins, request] of Object.entries(sent)) {
    const answer = await talksTo(address.port, request)
    ok(answer.startsWith(begins), answer)
    const [head = ''] = answer.split('\r\n\r\n')
    const lines = head
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(/: (.*)/))
    const headers = Object.fromEntries(
      lines.map(([name = '', value]) => [name.toLowerCase(), value]),
    )
    protects(
      { ...headers, 'strict-transport-security': 'max-age=63072000; includeSubDomains' },
      begins,
    )
  }
})

test('only an https helpline asks browsers to stay on https', async (t) => {
  const evening = await anEvening(t)
  const { headers } = await evening.house.app.inject({ url: '/healthz' })
  equal(headers['strict-transport-security'], undefined)
})

test('each page allows what it needs and nothing inline', async (t) => {
  const evening = await anEvening(t, { ...builtPages(t), publicOrigin: https })
  const policy = async (url: string) => parsed((await asks(evening, { url })).headers)
  for (const url of [
    '/fr/',
    '/desk/',
    '/keysmith/',
    '/desk/keysmith/',
    '/assets/worker-abc123.js',
  ]) {
    const all = await policy(url)
    for (const [name, value] of all)
      ok(
        !/unsafe-(inline|eval|hashes)|\*|https?:/.test(value.replace("'wasm-unsafe-eval'", '')),
        `${url} ${name} ${value}`,
      )
  }
  const page = await policy('/fr/')
  equal(page.get('script-src'), "'self' 'sha256-AAAA'")
  equal(page.get('style-src'), "'self' 'sha256-BBBB'")
  equal(page.get('connect-src'), "'self' wss://help.example")
  equal(page.get('frame-ancestors'), "'none'")
  equal(page.get('require-trusted-types-for'), "'script'")
  const desk = await policy('/desk/')
  equal(desk.get('script-src'), "'self'")
  equal(desk.get('form-action'), "'none'")
  // WebAssembly where phrases are stretched, and nowhere else.
  for (const url of ['/fr/', '/desk/', '/assets/app-abc123.js', '/healthz'])
    ok(!(await policy(url)).get('script-src')?.includes('wasm'), url)
  ok((await policy('/keysmith/')).get('script-src')?.includes("'wasm-unsafe-eval'"))
  equal((await policy('/keysmith/')).get('frame-ancestors'), "'self'")
})

test('a helpline answers to its own name alone', async (t) => {
  const evening = await anEvening(t, { ...builtPages(t), publicOrigin: https })
  for (const host of [
    'elsewhere.example',
    'localhost',
    '127.0.0.1:8080',
    'help.example.evil.example',
    'help.example:444',
  ])
    for (const url of ['/', '/api/visit/lines/ecoute/status', '/desk/', '/%ff'])
      equal((await asks(evening, { url, headers: { host } })).statusCode, 400, `${host} ${url}`)
})

test('no other site can make a browser do anything here', async (t) => {
  const evening = await anEvening(t, { publicOrigin: https })
  const { body } = await evening.anOpening()
  const payload = JSON.stringify(body)
  await evening.aColleague()
  const foreign: readonly Record<string, string>[] = [
    { origin: 'https://elsewhere.example' },
    { origin: 'http://help.example' },
    { origin: 'https://sub.help.example' },
    { origin: 'http://localhost:8080' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: https, 'sec-fetch-site': 'cross-site' },
  ]
  const arrives = (headers: Record<string, string>) =>
    asks(evening, {
      method: 'POST',
      url: '/api/visit/arrive',
      headers: { ...json, ...headers },
      payload,
    })
  for (const headers of foreign) {
    const answer = await arrives(headers)
    equal(answer.statusCode, 403, JSON.stringify(headers))
    equal(answer.body, '{"problem":"not_allowed"}')
  }
  equal((await arrives({ origin: https, 'sec-fetch-site': 'same-origin' })).statusCode, 200)
})

const aWish = JSON.stringify({
  line: 'nowhere',
  language: 'fr',
  opening: 'AAAA',
  rulesVersion: 1,
  secret: 'A'.repeat(43),
})

function asks({ house }: Evening, { method = 'GET', ...asked }: Asked) {
  const { host } = new URL(house.config.publicOrigin)
  return house.app.inject({ method, ...asked, headers: { host, ...asked.headers } })
}

function protects(headers: Headers, where: string) {
  for (const [name, values] of Object.entries(valid))
    match(String(headers[name] ?? 'missing'), values, `${name} of ${where}`)
  for (const [name, value] of parsed(headers)) {
    const takes = directives[name]
    ok(takes, `${where}: nobody knows ${name}`)
    match(value, takes, `${where}: ${name}`)
  }
  equal(headers['set-cookie'], undefined, where)
  equal(headers['server'], undefined, where)
  equal(headers['x-powered-by'], undefined, where)
  deepEqual(
    Object.keys(headers).filter((name) => name.startsWith('access-control')),
    [],
    where,
  )
}

function parsed(headers: Headers): ReadonlyMap<string, string> {
  const said = String(headers['content-security-policy'])
  const all = said.split('; ').map((directive) => directive.split(/ (.*)/))
  equal(new Set(all.map(([name]) => name)).size, all.length, 'a directive counts once')
  return new Map(all.map(([name = '', value = '']) => [name, value]))
}

async function talksTo(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (said: string) => void (answer += said))
  socket.end(request)
  await once(socket, 'close')
  return answer
}
