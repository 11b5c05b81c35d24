import { deepEqual, ok } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { chromium, type BrowserContext } from '@playwright/test'
import pg from 'pg'
import { browser, phone, someone } from '../frame/browser.ts'
import { aColleague } from '../frame/colleague.ts'
import { aDemo, type Demo } from '../frame/demo.ts'
import { visitorAt, type Visitor } from '../frame/visitor.ts'
import { watch } from '../frame/watch.ts'
import { type Needle, needles, shapesIn, tracesIn } from './traces.ts'

// Addresses reserved for documentation (RFC 5737): nobody's.
const address = '203.0.113.77'

test('what was said is nowhere but in the two browsers, and there only until the end', async (t) => {
  const demo = await aDemo({ environment: { TRUSTED_PROXIES: '127.0.0.1,::1' } })
  t.after(() => demo.end())
  await demo.start()
  const mina = await aColleague(demo, 'mina')
  t.after(() => mina.leave())
  const profile = mkdtempSync(path.join(tmpdir(), 'veilleuse-profile-'))
  t.after(() => rmSync(profile, { recursive: true }))
  const context = await aBrowser(t, demo, profile)

  const said = [1, 2, 3].map((n) => `CANARY-${randomUUID()}-é€-${n}`)
  const [first = '', answer = '', second = ''] = said
  const keptWords: string[] = []

  // One conversation that ends and is kept by words, one that is left in one gesture.
  const lou = await arrives(context, demo)
  await lou.start()
  await lou.say(first)
  const one = await mina.acceptNext()
  await mina.say(one, answer)
  await lou.reads(answer)
  await lou.end()
  keptWords.push(...(await lou.keep()))
  await lou.page.close()

  const again = await arrives(context, demo)
  await again.start()
  await again.say(second)
  await again.exit.click()
  await again.page.waitForURL(/meteofrance/)
  await context.close()

  const planted = said.flatMap((text) => needles(text))
  const phrase = needles(keptWords.join(' '))
  ok(keptWords.length === 8, 'eight words were shown')

  await t.test('not in the database, in any table, in any shape', async () => {
    const dump = await dumpOf(demo)
    ok(dump.length > 10_000, 'the dump is not empty')
    deepEqual(shapesIn(dump, [...planted, ...phrase, ...needles(address)]), [])
  })

  await t.test('not in the files of the database, its journal included, nor in any log', () => {
    deepEqual(tracesIn(demo.folder, [...planted, ...phrase, ...needles(address)]), [])
    deepEqual(shapesIn(Buffer.from(demo.said()), [...planted, ...phrase, ...needles(address)]), [])
  })

  await t.test('not in the browser’s profile, after the end and after leaving fast', () => {
    deepEqual(tracesIn(profile, [...planted, ...phrase]), [])
  })

  await t.test('and the search would find it: in a row, in a file', async () => {
    const sought: readonly Needle[] = needles(first)
    await query(demo, 'update phrase set text = $1 where place = 0', [first])
    ok(shapesIn(await dumpOf(demo), sought).length > 0, 'in the dump')
    writeFileSync(path.join(profile, 'planted'), Buffer.from(first).toString('base64'))
    ok(tracesIn(profile, sought).length > 0, 'in a file, as base64')
    await query(demo, 'checkpoint', []).catch(() => undefined)
    ok(tracesIn(demo.folder, sought).length > 0, 'in the files of the database')
  })
})

async function aBrowser(t: TestContext, demo: Demo, profile: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    ...browser,
    ...someone,
    ...phone,
    baseURL: demo.origin,
    extraHTTPHeaders: { 'x-forwarded-for': address },
  })
  t.after(() => context.close())
  // There is no way out to the page that quick exit leads to; any page will do.
  await context.route(/meteofrance/, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Météo</title><h1>Météo</h1>' }),
  )
  return context
}

async function arrives(context: BrowserContext, demo: Demo): Promise<Visitor> {
  const page = await context.newPage()
  const visitor = visitorAt(page, await watch(context, demo.origin))
  await visitor.arrive()
  return visitor
}

async function query(demo: Demo, sql: string, values: readonly unknown[]) {
  const client = new pg.Client(readFileSync(path.join(demo.folder, 'database.url'), 'utf8'))
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
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
    [],
  )
  const parts: Buffer[] = []
  for (const { name } of tables.rows) {
    const { rows } = await query(demo, `select * from ${String(name)}`, [])
    for (const row of rows)
      for (const value of Object.values(row))
        parts.push(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? ''))
  }
  return Buffer.concat(parts)
}
