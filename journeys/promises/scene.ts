import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { TestContext } from 'node:test'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { aProxy, type Proxy } from '@veilleuse/testkit/proxy'
import { codeOf } from '../frame/authenticators.ts'
import { browser, someone } from '../frame/browser.ts'
import { type Counsellor, counsellorAt } from '../frame/counsellor.ts'
import { aDemo, type Demo, freePort } from '../frame/demo.ts'
import { type Visitor, visitorAt } from '../frame/visitor.ts'
import { watch } from '../frame/watch.ts'

// Addresses reserved for documentation (RFC 5737, RFC 3849): nobody's.
export const addresses = ['203.0.113.77', '2001:db8::77'] as const
export const elsewhere = 'https://meteofrance.com/'

type Staging = {
  /** Where everything it writes down at a signal is put. */
  readonly place: string
  /** A program that is loaded into the server before its own. */
  readonly loads?: string
}

/** A demo as it stands on the net: behind a proxy that says who asks, and is believed. */
export async function behindProxy(
  t: TestContext,
  { place, loads }: Staging,
): Promise<{ demo: Demo; proxy: Proxy }> {
  const port = await freePort()
  const temporary = path.join(place, 'tmp')
  mkdirSync(temporary, { mode: 0o777 })
  let asked = 0
  const demo = await aDemo({
    environment: {
      PUBLIC_ORIGIN: `http://localhost:${port}`,
      TRUSTED_PROXIES: '127.0.0.1',
      TMPDIR: temporary,
      // At the one signal Node writes down all that is in its memory, at the other what it would
      // write down in a crash.
      NODE_OPTIONS: [
        '--heapsnapshot-signal=SIGUSR2 --report-on-signal --report-signal=SIGWINCH',
        `--diagnostic-dir=${place} --report-directory=${place}`,
        loads ? `--import=${loads}` : '',
      ].join(' '),
    },
  })
  t.after(() => demo.end())
  await demo.start()
  const proxy = await aProxy({
    port,
    to: demo.port,
    forwardedFor: () => addresses[(asked += 1) % 2],
  })
  t.after(() => proxy.close())
  return { demo, proxy }
}

type Wish = {
  readonly profile: string
  readonly origin: string
  readonly wire: Buffer[]
  readonly traits: object
}

/** A browser with a folder of its own, as everybody's; all it sends and hears is kept in `wire`. */
export async function aBrowser(t: TestContext, wish: Wish): Promise<BrowserContext> {
  const { profile, origin, wire, traits } = wish
  const context = await chromium.launchPersistentContext(profile, {
    ...browser,
    ...someone,
    ...traits,
    baseURL: origin,
  })
  t.after(() => context.close())
  context.setDefaultTimeout(30_000)
  // There is no other site here; this is what it would answer.
  await context.route(`${elsewhere}**`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<link rel="icon" href="data:,">Il fait beau',
    }),
  )
  const hear = (said: string | Buffer | null) => said && wire.push(Buffer.from(said))
  context.on('request', (request) => {
    hear(request.url())
    hear(JSON.stringify(request.headers()))
    hear(request.postDataBuffer())
  })
  context.on('page', follow)
  for (const page of context.pages()) follow(page)
  return context

  function follow(page: Page) {
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => hear(payload))
      socket.on('framereceived', ({ payload }) => hear(payload))
    })
  }
}

export async function arrives(context: BrowserContext, origin: string): Promise<Visitor> {
  const [page = await context.newPage()] = context.pages()
  const visitor = visitorAt(page, await watch(context, origin))
  await visitor.arrive()
  return visitor
}

/** Through a proxy nobody enters by one click: this is no longer this machine alone. */
export async function atDesk(
  context: BrowserContext,
  { demo, origin }: { demo: Demo; origin: string },
): Promise<Counsellor> {
  const [page = await context.newPage()] = context.pages()
  const counsellor = counsellorAt(page, await watch(context, origin))
  const { login, passphrase, totpSecret } = demo.person('mina')
  await page.goto('/desk/')
  await page.getByRole('textbox', { name: 'Identifiant' }).fill(login)
  await page.getByRole('textbox', { name: 'Phrase secrète' }).fill(passphrase)
  await page.getByRole('textbox', { name: 'Code à six chiffres' }).fill(codeOf(totpSecret, 1))
  await page.getByRole('button', { name: 'Entrer', exact: true }).click()
  await counsellor.takeSeat()
  return counsellor
}

export const nothing = { session: 0, local: 0, databases: 0, caches: 0, cookie: '' }

export async function storageOf(page: Page): Promise<typeof nothing> {
  return page.evaluate(async () => ({
    session: sessionStorage.length,
    local: localStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    cookie: document.cookie,
  }))
}

/** The addresses in the history of a browser that has been closed. */
export function historyOf(profile: string): readonly string[] {
  const history = new DatabaseSync(path.join(profile, 'Default/History'), { readOnly: true })
  try {
    return history
      .prepare('select url from urls')
      .all()
      .map(({ url }) => String(url))
  } finally {
    history.close()
  }
}

/** A browser into which somebody has put the words, as a careless page would. */
export async function remembers(
  t: TestContext,
  { profile, origin, marker }: { profile: string; origin: string; marker: string },
): Promise<void> {
  const context = await aBrowser(t, { profile, origin, wire: [], traits: {} })
  const [page = await context.newPage()] = context.pages()
  await page.goto('/')
  await page.evaluate((words) => localStorage.setItem('careless', words), marker)
  await context.close()
}
