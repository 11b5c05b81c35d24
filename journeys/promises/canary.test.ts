import { deepEqual, ok } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { readPhrase } from '@veilleuse/sealing/phrase'
import { french } from '@veilleuse/sealing/words/french'
import { until } from '@veilleuse/testkit/until'
import pg from 'pg'
import { codeOf } from '../frame/authenticators.ts'
import { browser, phone, screen, someone } from '../frame/browser.ts'
import { type Counsellor, counsellorAt } from '../frame/counsellor.ts'
import { aDemo, type Demo, freePort } from '../frame/demo.ts'
import { childrenOf } from '../frame/processes.ts'
import { aProxy, type Proxy } from '../frame/proxy.ts'
import { type Visitor, visitorAt } from '../frame/visitor.ts'
import { watch } from '../frame/watch.ts'
import { byteNeedles, needles, shapesIn, tracesIn } from './traces.ts'

// An address reserved for documentation (RFC 5737): nobody's.
const address = '203.0.113.77'
const elsewhere = 'https://meteofrance.com/'

test('what was said is nowhere but on the two screens, and there only until the end', async (t) => {
  const place = mkdtempSync(path.join(tmpdir(), 'veilleuse-canary-'))
  t.after(() => rmSync(place, { recursive: true, force: true }))
  const { demo, proxy } = await behindProxy(t, place)
  const wire: Buffer[] = []
  const inBrowser = (name: string, traits: object) =>
    aBrowser(t, { profile: path.join(place, name), origin: proxy.origin, wire, traits })

  const marker = `CANARY-${randomUUID()}`
  const words = (what: string) => `${marker}-é€ ${what}`
  const desk = await inBrowser('desk', screen)
  const mina = await atDesk(desk, { demo, origin: proxy.origin })

  // One conversation that comes to its end and is kept by words.
  const first = await inBrowser('end', phone)
  const lou = await arrives(first, proxy.origin)
  await lou.start()
  await lou.say(words('Je m’appelle Loumaëlle'))
  await mina.accept()
  const talk = mina.conversation()
  await talk.reads(marker)
  await talk.say(words('C’est noté nulle part'))
  await talk.card.getByRole('button', { name: 'Notes de l’équipe' }).click()
  await talk.card.getByRole('textbox', { name: 'Nouvelle note' }).fill(words('Entre nous'))
  await talk.card.getByRole('button', { name: 'Noter', exact: true }).click()
  await talk.card.getByRole('listitem').getByText('Entre nous').waitFor()
  await talk.message.fill(words('Un brouillon'))
  await talk.end('On s’est dit au revoir', words('Ce qui reste'))
  await talk.wrapUp()
  await lou.isAt('Prends soin de toi')
  const kept = await lou.keep()
  deepEqual(await storageOf(lou.page), nothing)
  await first.close()

  // One that is left in one gesture, in the middle of a word.
  const second = await inBrowser('exit', phone)
  const noor = await arrives(second, proxy.origin)
  await noor.start()
  await noor.say(words('Je dois partir'))
  await mina.accept()
  await talk.say(words('À bientôt'))
  await noor.reads('À bientôt')
  await noor.write(words('jamais envoyé'))
  await noor.exit.click()
  await noor.page.waitForURL(elsewhere)
  await talk.wrapUp()
  await second.close()

  // One that had asked to find the way back in this tab, until its end.
  const third = await inBrowser('stay', phone)
  const zoe = await arrives(third, proxy.origin)
  await zoe.start()
  await zoe.page.getByLabel(/me laisser revenir/).check()
  await zoe.say(words('Si ça coupe'))
  await zoe.page.reload()
  await zoe.reads('Si ça coupe')
  await mina.accept()
  await zoe.isAt('Mina est là, avec toi.')
  await zoe.end()
  deepEqual(await storageOf(zoe.page), nothing)
  await talk.wrapUp()
  await third.close()
  await desk.close()
  await proxy.close()

  const entropy = await entropyOf(kept)
  const planted = [
    ...needles(marker, 'words'),
    ...[' ', '-', ', ', '\n', '","', ''].flatMap((between) =>
      needles(kept.join(between), 'the phrase'),
    ),
    ...byteNeedles(entropy),
  ]
  const everything = [...planted, ...needles(address, 'the address')]

  await t.test('not on the wire', () => {
    ok(Buffer.concat(wire).length > 10_000, 'something was said on the wire')
    deepEqual(shapesIn(Buffer.concat(wire), planted), [])
  })

  await t.test('not in the database, in any table, in any shape', async () => {
    const dump = await dumpOf(demo)
    ok(dump.length > 10_000, 'the dump is not empty')
    deepEqual(shapesIn(dump, everything), [])
  })

  await t.test('not in its files, its journal included, nor in any log', async () => {
    await query(demo, 'checkpoint')
    deepEqual(tracesIn(demo.folder, everything), [])
    deepEqual(shapesIn(Buffer.from(demo.said()), everything), [])
    const metrics = await (await fetch(demo.metrics)).text()
    deepEqual(shapesIn(Buffer.from(metrics), everything), [])
  })

  await t.test('not in the memory of the server', async () => {
    const heap = readFileSync(await heapOf(demo, place))
    ok(heap.includes('veilleuse_waiting'), 'it is the server’s memory')
    deepEqual(shapesIn(heap, everything), [])
  })

  for (const profile of ['end', 'exit', 'desk', 'stay'])
    await t.test(`not in the folder of the browser: ${profile}`, () => {
      deepEqual(tracesIn(path.join(place, profile), planted), [])
    })

  await t.test('the history knows that a page was opened, and no more', () => {
    const page = `${proxy.origin}/`
    const seen = (profile: string) => historyOf(path.join(place, profile)).toSorted()
    deepEqual(seen('end'), [page])
    deepEqual(seen('stay'), [page])
    deepEqual(seen('exit'), [page, elsewhere].toSorted())
  })

  await t.test('and the search would have found it in each of these places', async () => {
    const sought = needles(marker)
    await query(demo, 'create table planted (words text)')
    await query(demo, 'insert into planted values ($1)', [words('dans une table')])
    await query(demo, 'checkpoint')
    ok(shapesIn(await dumpOf(demo), sought).length > 0, 'in a table')
    const found = tracesIn(demo.folder, sought)
    ok(
      found.some((trace) => trace.startsWith('postgres/cluster/base/')),
      'in its file',
    )
    ok(
      found.some((trace) => trace.startsWith('postgres/cluster/pg_wal/')),
      'in the journal',
    )
    appendFileSync(path.join(demo.folder, 'server.log'), Buffer.from(marker).toString('base64'))
    ok(tracesIn(demo.folder, sought).some((trace) => /^server\.log: .*base64/.test(trace)))
    const profile = path.join(place, 'careless')
    await remembers(t, { profile, origin: demo.origin, marker })
    ok(tracesIn(profile, sought).length > 0, 'in the folder of a browser')
  })
})

/** A demo as it stands on the net: behind a proxy that says who asks, and is believed. */
async function behindProxy(t: TestContext, place: string): Promise<{ demo: Demo; proxy: Proxy }> {
  const port = await freePort()
  const demo = await aDemo({
    environment: {
      PUBLIC_ORIGIN: `http://localhost:${port}`,
      TRUSTED_PROXIES: '127.0.0.1',
      // At this signal Node writes down all that is in its memory.
      NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${place}`,
    },
  })
  t.after(() => demo.end())
  await demo.start()
  const proxy = await aProxy({ port, to: demo.port, forwardedFor: address })
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
async function aBrowser(t: TestContext, wish: Wish): Promise<BrowserContext> {
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

async function arrives(context: BrowserContext, origin: string): Promise<Visitor> {
  const [page = await context.newPage()] = context.pages()
  const visitor = visitorAt(page, await watch(context, origin))
  await visitor.arrive()
  return visitor
}

/** Through a proxy nobody enters by one click: this is no longer this machine alone. */
async function atDesk(
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

const nothing = { session: 0, local: 0, databases: 0, caches: 0, cookie: '' }

async function storageOf(page: Page): Promise<typeof nothing> {
  return page.evaluate(async () => ({
    session: sessionStorage.length,
    local: localStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    cookie: document.cookie,
  }))
}

async function entropyOf(words: readonly string[]): Promise<Buffer> {
  const read = await readPhrase(words.join(' '), french)
  if (read.state !== 'read') throw new Error('the words that were shown do not read')
  return Buffer.from(read.entropy)
}

/** As the owner of the database, or as the one who may ask it to write everything down. */
async function query(demo: Demo, sql: string, values: readonly unknown[] = []) {
  const url = new URL(readFileSync(path.join(demo.folder, 'database.url'), 'utf8'))
  if (sql === 'checkpoint') {
    const keys: { postgres: string } = JSON.parse(
      readFileSync(path.join(demo.folder, 'postgres/keys.json'), 'utf8'),
    )
    url.username = 'postgres'
    url.password = keys.postgres
  }
  const client = new pg.Client(url.href)
  await client.connect()
  try {
    return await client.query<Record<string, unknown>>(sql, [...values])
  } finally {
    await client.end()
  }
}

/** Every row of every table, as text and with its bytes as bytes. */
async function dumpOf(demo: Demo): Promise<Buffer> {
  const tables = await query(
    demo,
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name
     from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const parts: Buffer[] = []
  for (const { name } of tables.rows) {
    const { rows } = await query(demo, `select * from ${String(name)}`)
    for (const row of rows)
      for (const value of Object.values(row))
        parts.push(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? ''))
  }
  return Buffer.concat(parts)
}

/** What the server has in its memory, written down to a file. */
async function heapOf(demo: Demo, place: string): Promise<string> {
  const [server = 0] = childrenOf(demo.pid())
  const files = () => readdirSync(place).filter((name) => name.endsWith('.heapsnapshot'))
  const before = files()
  process.kill(server, 'SIGUSR2')
  const [file = ''] = await until(
    () => {
      const fresh = files().filter((name) => !before.includes(name))
      return fresh.length > 0 && fresh
    },
    { seconds: 60, called: 'the memory of the server' },
  )
  const written = path.join(place, file)
  // It answers nobody while it writes.
  await until(async () => (await fetch(`${demo.origin}/healthz`)).ok, { seconds: 60 })
  return written
}

/** The addresses in the history of a browser that has been closed. */
function historyOf(profile: string): readonly string[] {
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
async function remembers(
  t: TestContext,
  { profile, origin, marker }: { profile: string; origin: string; marker: string },
): Promise<void> {
  const context = await aBrowser(t, { profile, origin, wire: [], traits: phone })
  const [page = await context.newPage()] = context.pages()
  await page.goto('/')
  await page.evaluate((words) => localStorage.setItem('careless', words), marker)
  await context.close()
}
