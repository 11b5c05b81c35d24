import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { get, request } from 'node:http'
import { networkInterfaces } from 'node:os'
import { type TestContext, test } from 'node:test'
import { demoPeople, signInAsDemo } from '@veilleuse/contract/account'
import * as v from 'valibot'
import { aDemo, type Demo } from '../frame/demo.ts'

/** Where other helplines are, as our own directory has it. */
const helplines = v.parse(
  v.array(v.object({ url: v.optional(v.string()) })),
  JSON.parse(
    readFileSync(new URL('../../apps/server/directory/helplines.json', import.meta.url), 'utf8'),
  ),
)

test('the doors of a helpline', async (t) => {
  const demo = await opened(t)
  const { origin, port } = demo

  await t.test('every answer forbids what it does not need, whatever it is', async () => {
    const script = /data-app="([^"]+)"/.exec(await (await fetch(`${origin}/fr/`)).text())?.[1]
    const sheet = /"(\/desk\/assets\/[^"]+\.css)"/.exec(
      await (await fetch(`${origin}/desk/`)).text(),
    )
    const places: readonly (readonly [path: string, status: number])[] = [
      ['/', 200],
      ['/fr/', 200],
      ['/en/', 200],
      ['/fr', 308],
      ['/desk/', 200],
      ['/desk/office', 200],
      ['/desk', 308],
      ['/keysmith/', 200],
      ['/desk/keysmith/', 200],
      [script ?? '', 200],
      [sheet?.[1] ?? '', 200],
      ['/healthz', 200],
      ['/api/visit/lines/ecoute/status', 200],
      ['/api/visit/lines/ecoute/keys', 200],
      ['/api/visit/lines/nowhere/status', 404],
      ['/api/desk/me', 401],
      ['/api/nothing', 404],
      ['/assets/nothing.js', 404],
      ['/desk/assets/nothing.js', 404],
      ['/mistyped', 303],
    ]
    for (const [path, status] of places) {
      const answer = await asked(`${origin}${path}`)
      equal(answer.status, status, path)
      for (const [name, value] of Object.entries(everywhere))
        equal(answer.headers[name], value, `${name} of ${path}`)
      equal(answer.headers['set-cookie'], undefined, path)
      equal(answer.headers['server'], undefined, path)
      equal(answer.headers['x-powered-by'], undefined, path)
      const policy = policyOf(answer.headers['content-security-policy'])
      deepEqual(policy['default-src'], ["'none'"], path)
      deepEqual(policy['base-uri'], ["'none'"], path)
      const framing = path.endsWith('keysmith/') ? ["'self'"] : ["'none'"]
      deepEqual(policy['frame-ancestors'], framing, path)
      for (const value of Object.values(policy).flat())
        ok(!/unsafe-inline|'unsafe-eval'|^\*|^https:$|^http:$/.test(value), `${value} of ${path}`)
      const page = ['/', '/fr/', '/en/', '/desk/', '/desk/office'].includes(path)
      if (page) deepEqual(policy['require-trusted-types-for'], ["'script'"], path)
      if (page) deepEqual(policy['trusted-types'], ["'none'"], path)
    }
  })

  await t.test('the page loads nothing of other houses, and leads to those that help', async () => {
    for (const path of ['/fr/', '/en/', '/desk/']) {
      const html = await (await fetch(`${origin}${path}`)).text()
      const addresses = [...html.matchAll(/(?:src|href|action)="([^"]+)"/g)].map(
        ([, to]) => to ?? '',
      )
      // A link is asked for nothing before somebody presses it, and then not told where from.
      const pressed = html.replaceAll(/<a [^>]*rel="[^"]*noreferrer[^"]*"[^>]*>/g, '')
      const loaded = [...pressed.matchAll(/(?:src|href|action)="([^"]+)"/g)]
      deepEqual(
        loaded.filter(([, to]) => isElsewhere(to)),
        [],
        path,
      )
      // Where quick exit goes, and other helplines while this one lets nobody in.
      const led = addresses.filter(isElsewhere)
      const known = ['https://meteofrance.com/', ...helplines.map(({ url }) => url)]
      for (const to of led) ok(known.includes(to), `${to} at ${path}`)
      deepEqual(led.length > 0, path !== '/desk/', path)
    }
  })

  await t.test('under another name it serves nobody', async () => {
    for (const path of ['/', '/fr/', '/desk/', '/api/visit/lines/ecoute/status']) {
      const answer = await asked(`${origin}${path}`, { headers: { host: 'evil.example' } })
      equal(answer.status, 400, path)
    }
  })

  await t.test('one click opens the demo at this machine alone', async () => {
    const body = JSON.stringify({ login: 'mina' })
    const click = (headers: Record<string, string>) =>
      asked(`${origin}${signInAsDemo.url}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      })
    equal((await click({})).status, 200)
    equal((await click({ host: 'evil.example' })).status, 400)
    equal((await click({ host: `evil.example:${port}`, origin })).status, 400)
    equal((await click({ origin: 'https://evil.example' })).status, 403)
    equal((await click({ 'sec-fetch-site': 'cross-site' })).status, 403)
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])
      equal((await click({ [header]: '203.0.113.77' })).status, 404, header)
    const listed = await asked(`${origin}${demoPeople.url}`, {
      headers: { 'x-forwarded-for': '127.0.0.1' },
    })
    equal(listed.status, 404)
    ok(!listed.text.includes(demo.person('mina').passphrase))
  })

  await t.test(
    'numbers for operators are told on the loopback alone, and name nobody',
    async () => {
      const { status, text } = await asked(demo.metrics)
      equal(status, 200)
      match(text, /^veilleuse_waiting 0$/m)
      ok(!/mina|Mina|[0-9a-f]{8}-[0-9a-f]{4}-/.test(text))
      equal((await asked(`${origin}/metrics`)).status, 303)
      for (const address of ownAddresses()) {
        const { hostname } = new URL(demo.metrics)
        equal(await reaches(demo.metrics.replace(hostname, address)), false, address)
        equal(await reaches(origin.replace('localhost', address)), false, address)
      }
    },
  )

  await t.test('it says that it is ready, and no more', async () => {
    const { status, text } = await asked(`${origin}/healthz`)
    deepEqual([status, text], [200, 'ready\n'])
  })

  await t.test('sockets take nobody from another site', async () => {
    for (const path of ['/visit/socket', '/desk/socket']) {
      equal(await upgrades(`${origin}${path}`, 'https://evil.example'), 404, path)
      equal(await upgrades(`${origin}${path}`, origin), 101, path)
    }
  })
})

test('without the demo there is no one-click, and nobody is listed', async (t) => {
  const demo = await opened(t)
  await demo.stop()
  const serving = await demo.serve()
  t.after(serving.stop)
  for (const { method, url } of [demoPeople, signInAsDemo]) {
    const body = method === 'POST' ? JSON.stringify({ login: 'mina' }) : undefined
    const answer = await asked(`${demo.origin}${url}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body,
    })
    deepEqual([answer.status, answer.text], [404, '{"problem":"not_found"}'], url)
  }
  const page = await fetch(`${demo.origin}/fr/`)
  ok(!(await page.text()).includes('Page d’essai'))
})

const everywhere = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
}

async function opened(t: TestContext): Promise<Demo> {
  const demo = await aDemo()
  t.after(() => demo.end())
  await demo.start()
  return demo
}

function policyOf(header: string | string[] | undefined): Record<string, readonly string[]> {
  const entries = String(header ?? '')
    .split(';')
    .map((directive) => {
      const [name = '', ...values] = directive.trim().split(/\s+/)
      return [name, values] as const
    })
  return Object.fromEntries(entries)
}

type Asked = { method?: string; headers?: Record<string, string>; body?: string | undefined }
type Answer = {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly text: string
}

/** As fetch, which would not let us lie about who we are, nor stay where we are sent away. */
function asked(url: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, family: 4 }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => (text += part))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
      )
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

function reaches(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { timeout: 2000 }, (answer) => {
      answer.resume()
      resolve(true)
    })
      .on('error', () => resolve(false))
      .on('timeout', () => resolve(false))
  })
}

/** The status with which a socket is let in or turned away. */
function upgrades(url: string, origin: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      origin,
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    }
    const asking = request(url, { headers, family: 4 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asking.on('upgrade', (answer, socket) => {
      socket.destroy()
      resolve(answer.statusCode ?? 0)
    })
    asking.on('error', reject)
    asking.end()
  })
}

/** The addresses at which others would find this machine. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
}

function isElsewhere(to = ''): boolean {
  return /^(https?:)?\/\//.test(to)
}
