import { equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening } from '../evening.fixture.ts'
import { builtPages } from '../pages/built.fixture.ts'
import { asks, https, json, policyIn } from './headers.fixture.ts'

leaks()

test('only an https helpline asks browsers to stay on https', async (t) => {
  const evening = await anEvening(t)
  const { headers } = await evening.house.app.inject({ url: '/healthz' })
  equal(headers['strict-transport-security'], undefined)
})

test('each page allows what it needs and nothing inline', async (t) => {
  const evening = await anEvening(t, { ...builtPages(t), publicOrigin: https })
  const policy = async (url: string) => policyIn((await asks(evening, { url })).headers)
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
