import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import * as account from '@veilleuse/contract/account'
import * as desk from '@veilleuse/contract/desk'
import * as directory from '@veilleuse/contract/directory'
import type { Endpoint } from '@veilleuse/contract/endpoint'
import * as keys from '@veilleuse/contract/keys'
import * as line from '@veilleuse/contract/line'
import { isProblemCode, problemKinds, problems } from '@veilleuse/contract/problems'
import * as seat from '@veilleuse/contract/seat'
import * as shift from '@veilleuse/contract/shift'
import * as statusContract from '@veilleuse/contract/status'
import * as visit from '@veilleuse/contract/visit'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, type Evening } from '../evening.fixture.ts'
import { builtPages } from '../pages/built.fixture.ts'
import { type Asked, asks, https, json, protects, type Route, routesOf } from './headers.fixture.ts'
import { limits } from './limits.ts'
import { Problem } from './problem.ts'

leaks()

const endpoints: readonly Endpoint[] = Object.values<unknown>({
  ...account,
  ...desk,
  ...directory,
  ...keys,
  ...line,
  ...seat,
  ...shift,
  ...statusContract,
  ...visit,
}).filter(isEndpoint)
const own = { ...json, origin: https }
const token = { authorization: `Bearer ${'x'.repeat(43)}` }

test('what the server answers to is the contract, the pages and whether it is ready', async (t) => {
  const [, routes] = await aBuiltEvening(t)
  const api = routes.filter(({ method, url }) => url.startsWith('/api/') && method !== 'HEAD')
  const told = (all: readonly Route[]) =>
    all.map(({ method, url }) => `${method} ${url}`).toSorted()
  // What is listened to has no reply, so it is no endpoint; status.test.ts looks at its head.
  const listened = { method: 'GET', url: '/api/status/:line/live' }
  deepEqual(told(api), told([...endpoints, listened]))
  const others = [...routes.filter(({ url }) => !url.startsWith('/api/')), listened]
  const pages = others.map(({ url }) => url)
  deepEqual([...new Set(pages)].toSorted(), Object.keys(addresses).toSorted())
})

test('every route protects its answers, whoever asks and however', async (t) => {
  const [evening, routes] = await aBuiltEvening(t)
  const colleague = await evening.aColleague()
  const signedIn = { authorization: `Bearer ${colleague.token}` }
  const met = new Set<string>()

  for (const { method, url: pattern } of routes)
    for (const url of addressesOf(pattern)) {
      const as = (headers: Record<string, string> = {}, payload?: string) =>
        ({ method, url, headers, ...(payload !== undefined && { payload }) }) as Asked
      const statusOf = async (asked: Asked) => {
        const answer = await asks(evening, asked)
        protects(answer.headers, { url, status: answer.statusCode })
        met.add(`${answer.statusCode}`)
        return answer.statusCode
      }
      await statusOf(as())
      await statusOf(as(signedIn))
      await statusOf(as({ ...token, range: 'bytes=0-10', 'accept-encoding': 'br, gzip' }))
      equal(await statusOf(as({ host: 'elsewhere.example' })), 400, url)
      for (const other of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'] as const)
        equal(await statusOf({ method: other, url, headers: { origin: https } }), 404, other + url)
      if (method !== 'POST') continue
      equal(await statusOf(as({ ...json, origin: 'https://elsewhere.example' }, '{}')), 403, url)
      equal(await statusOf(as(own, 'no json')), 400, url)
      equal(await statusOf(as({ ...own, 'content-type': 'text/xml' }, '<x/>')), 400, url)
      equal(await statusOf(as(own, `"${'A'.repeat(2_000_000)}"`)), 413, url)
    }
  deepEqual([...met].toSorted(), ['200', '303', '308', '400', '401', '403', '404', '413'])
})

test('behind a door every refusal there is has its status and every header', async (t) => {
  const [evening] = await aBuiltEvening(t)
  const met = new Set<number>()
  for (const { method, url: pattern, door, problems: declared } of endpoints) {
    if (door === 'anyone') continue
    for (const code of Object.keys(problems).filter(isProblemCode)) {
      const refuses = () => Promise.reject(new Problem(code, 7))
      Object.assign(evening.house.doors, { visitor: refuses, staff: refuses })
      const [url = ''] = addressesOf(pattern)
      const asked = { method, url, headers: { ...own, ...token } }
      const answer = await asks(evening, method === 'GET' ? asked : { ...asked, payload: '{}' })
      const always = ['signed_out', 'not_allowed', 'malformed', 'restarting']
      const known = [...always, ...declared].includes(code)
      const status = known ? problemKinds[problems[code].kind].status : 500
      equal(answer.statusCode, status, `${code} at ${url}`)
      protects(answer.headers, { url, status })
      if (known) equal(answer.headers['retry-after'], '7', url)
      met.add(status)
    }
  }
  const declared = endpoints.filter(({ door }) => door !== 'anyone').flatMap((one) => one.problems)
  for (const code of declared) ok(met.has(problemKinds[problems[code].kind].status), code)
})

test('a fault of ours and an outage of the database show every header on every route', async (t) => {
  const [evening, routes] = await aBuiltEvening(t)
  const { pool } = evening.database
  await pool.query('alter table helpline rename to gone')
  const met = new Map<number, string>()
  const visits = async () => {
    for (const { method, url: pattern } of routes)
      for (const url of addressesOf(pattern)) {
        const answer = await asks(evening, { method: method as 'GET', url, headers: own })
        protects(answer.headers, { url, status: answer.statusCode })
        met.set(answer.statusCode, url)
      }
  }
  await visits()
  ok(met.has(500))
  const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
  t.mock.method(evening.database.pool, 'connect', () => Promise.reject(away))
  await visits()
  ok(met.has(503), [...met.keys()].join())
})

test('what is nowhere, read again unchanged, or not built shows every header', async (t) => {
  const [evening] = await aBuiltEvening(t)
  for (const url of addresses['/assets/*'] ?? []) {
    const { headers, statusCode } = await asks(evening, { url })
    if (statusCode !== 200) continue
    const etag = String(headers['etag'])
    const again = await asks(evening, { url, headers: { 'if-none-match': etag } })
    equal(again.statusCode, 304)
    protects(again.headers, { url, status: 304 })
  }
  for (const [url, status] of [
    ['/nowhere', 303],
    ['/api/nowhere', 404],
  ] as const) {
    const answer = await asks(evening, { url })
    equal(answer.statusCode, status)
    protects(answer.headers, { url, status })
  }
  const unbuilt = await anEvening(t, { publicOrigin: https })
  for (const url of ['/', '/fr/', '/en/', '/desk/']) {
    const answer = await asks(unbuilt, { url })
    equal(answer.statusCode, 503, url)
    protects(answer.headers, { url, status: 503 })
  }
})

test('no way leads out of the folders of the pages', async (t) => {
  const [evening] = await aBuiltEvening(t)
  for (const way of ways)
    for (const url of [`/assets/${way}`, `/desk/assets/${way}`, `/${way}`, `/desk/../${way}`]) {
      const answer = await asks(evening, { url })
      ok([200, 303, 400, 404].includes(answer.statusCode), `${answer.statusCode} ${url}`)
      ok(!/not for browsers|root:|veilleuse-pages/.test(answer.body), url)
      protects(answer.headers, { url: new URL(url, https).pathname, status: answer.statusCode })
    }
})

test('a flood is told how long to wait, with every header', async (t) => {
  const [evening] = await aBuiltEvening(t)
  const body = JSON.stringify({ login: 'mina' })
  const asked = {
    method: 'POST',
    url: '/api/desk/sign-in/begin',
    headers: own,
    payload: body,
  } as const
  let answer = await asks(evening, asked)
  for (let times = 0; times < limits.beginSignIn.times; times++) answer = await asks(evening, asked)
  equal(answer.statusCode, 429)
  match(String(answer.headers['retry-after']), /^\d+$/)
  protects(answer.headers, { url: asked.url, status: 429 })
})

function aBuiltEvening(t: TestContext): Promise<[Evening, Route[]]> {
  return routesOf(() => anEvening(t, { ...builtPages(t), publicOrigin: https }))
}

/** Of every route that is none of the contract, the addresses to be tried. */
const addresses: Readonly<Record<string, readonly string[]>> = {
  '/': ['/'],
  '/fr': ['/fr'],
  '/fr/': ['/fr/', '/fr/?from=button'],
  '/fr/:line': ['/fr/ecoute', '/fr/nowhere'],
  '/en': ['/en'],
  '/en/': ['/en/'],
  '/en/:line': ['/en/ecoute'],
  '/healthz': ['/healthz'],
  // Of a line there is, no answer ever ends.
  '/api/status/:line/live': ['/api/status/nowhere/live'],
  '/keysmith/': ['/keysmith/'],
  '/desk/keysmith/': ['/desk/keysmith/'],
  '/assets/*': [
    '/assets/app-abc123.js',
    '/assets/worker-abc123.js',
    '/assets/style-abc123.css',
    '/assets/letters-abc123.woff2',
    '/assets/nothing.js',
  ],
  '/desk/assets/*': ['/desk/assets/desk-abc123.js', '/desk/assets/'],
  '/desk': ['/desk'],
  '/desk/*': ['/desk/', '/desk/anything', '/desk/enrol'],
}

const ways = [
  '../server/secret.js',
  '..%2fserver%2fsecret.js',
  '%2e%2e/server/secret.js',
  '%2e%2e%2fserver%2fsecret.js',
  '..%5cserver%5csecret.js',
  '....//server/secret.js',
  '../../../../../../etc/passwd',
  '%2fetc%2fpasswd',
  'app-abc123.js%00.css',
  '%c0%ae%c0%ae/server/secret.js',
  '%ff',
  '__proto__',
  'constructor',
]

function addressesOf(pattern: string): readonly string[] {
  const sample = (name: string) =>
    name === 'line' ? 'ecoute' : '0b0e5ad2-4d6e-4b8e-9f5a-0d2f6a1c7e3b'
  return addresses[pattern] ?? [pattern.replaceAll(/:(\w+)/g, (_, name: string) => sample(name))]
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'url' in value && 'door' in value
}
