import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, type Evening } from '../evening.fixture.ts'
import { builtPages } from './built.fixture.ts'

leaks()

test('the page says what is true at this moment, in the language of the browser', async (t) => {
  const evening = await anEvening(t, builtPages(t))
  await evening.aColleague()

  const page = await opens(evening, '/', { 'accept-language': 'en-GB, fr;q=0.5' })

  equal(page.statusCode, 200)
  equal(page.headers['content-type'], 'text/html; charset=utf-8')
  equal(page.headers['vary'], 'accept-language, accept-encoding')
  const shown = JSON.parse(/<pre>(.*)<\/pre>/.exec(page.body)?.[1] ?? '')
  equal(shown.language, 'en')
  equal(shown.line, 'ecoute')
  equal(shown.now, '2026-03-10T15:00:00.000Z')
  equal(shown.demo, false)
  deepEqual(shown.status.wait, { fromMinutes: 0, toMinutes: 2 })
  equal(shown.helpline.instance, evening.instance)
  deepEqual(shown.emergency[0], {
    number: '112',
    label: { fr: 'Danger immédiat', en: 'Immediate danger' },
  })
})

test('a closed line still has its page', async (t) => {
  const evening = await anEvening(t, builtPages(t))
  const page = await opens(evening, '/fr/')
  equal(page.statusCode, 200)
  match(page.body, /"state":"closed","why":"nobody"/)
})

test('the browser’s wishes decide the language, French when it wishes none of ours', async (t) => {
  const evening = await anEvening(t, builtPages(t))
  const wishes: Record<string, string> = {
    '': 'fr',
    en: 'en',
    'en-US,en;q=0.9': 'en',
    'fr-CH, fr;q=0.9, en;q=0.8': 'fr',
    'de, en;q=0.7, fr;q=0.3': 'en',
    'fr;q=0.3, en;q=0.7': 'en',
    'fr; q=0.3, en; q=0.7': 'en',
    'en;q=0, fr;q=0.1': 'fr',
    'en;q=x, fr': 'fr',
    de: 'fr',
    '*': 'fr',
    ',,;q=': 'fr',
  }
  for (const [wish, language] of Object.entries(wishes)) {
    const page = await opens(evening, '/', { 'accept-language': wish })
    match(page.body, new RegExp(`"language":"${language}"`), wish)
  }
  match((await opens(evening, '/en/', { 'accept-language': 'fr' })).body, /"language":"en"/)
})

test('an address without its stroke, or mistyped, leads to the page', async (t) => {
  const evening = await anEvening(t, builtPages(t))
  const leads: Record<string, readonly [number, string]> = {
    '/fr': [308, '/fr/'],
    '/en': [308, '/en/'],
    '/desk': [308, '/desk/'],
    '/aide-moi': [303, '/'],
    '/favicon.ico': [303, '/'],
  }
  for (const [url, [status, location]] of Object.entries(leads)) {
    const answer = await opens(evening, url)
    deepEqual([answer.statusCode, answer.headers['location']], [status, location], url)
  }
})

test('a built file is kept for ever by the browser, and comes packed when it may', async (t) => {
  const evening = await anEvening(t, builtPages(t))
  const url = '/assets/app-abc123.js'
  const plain = await opens(evening, url)
  equal(plain.headers['content-type'], 'text/javascript; charset=utf-8')
  equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable')
  equal(plain.headers['vary'], 'accept-encoding')

  const br = await opens(evening, url, { 'accept-encoding': 'gzip, deflate, br' })
  equal(br.headers['content-encoding'], 'br')
  deepEqual(brotliDecompressSync(br.rawPayload), plain.rawPayload)
  const gzip = await opens(evening, url, { 'accept-encoding': 'gzip' })
  equal(gzip.headers['content-encoding'], 'gzip')
  deepEqual(gunzipSync(gzip.rawPayload), plain.rawPayload)
  const none = await opens(evening, url, { 'accept-encoding': 'br;q=0, gzip;q=0' })
  equal(none.headers['content-encoding'], undefined)

  const etag = String(plain.headers['etag'])
  const again = await opens(evening, url, { 'if-none-match': etag })
  equal(again.statusCode, 304)
  equal(again.body, '')
})

test('letters come as they are, being packed already', async (t) => {
  const evening = await anEvening(t, builtPages(t))
  const url = '/assets/letters-abc123.woff2'
  const letters = await opens(evening, url, { 'accept-encoding': 'br' })
  equal(letters.headers['content-type'], 'font/woff2')
  equal(letters.headers['content-encoding'], undefined)
})

test('when a line opens all open pages ask at once, and theirs is written a few times', async (t) => {
  const evening = await anEvening(t, builtPages(t))
  let readings = 0
  const { pool } = evening.database
  const connect = pool.connect.bind(pool)
  t.mock.method(pool, 'connect', (...given: Parameters<typeof connect>) => {
    readings += 1
    return connect(...given)
  })
  const headers = { 'accept-encoding': 'br' }
  const pages = await Promise.all(
    Array.from({ length: 200 }, () => opens(evening, '/fr/', headers)),
  )
  equal(new Set(pages.map((page) => page.rawPayload.toString('base64'))).size, 1)
  ok(readings < 60, `${readings} readings for 200 pages`)
})

test('the landing page comes packed, too', async (t) => {
  const evening = await anEvening(t, builtPages(t))
  const plain = (await opens(evening, '/fr/')).body
  const br = await opens(evening, '/fr/', { 'accept-encoding': 'br' })
  equal(brotliDecompressSync(br.rawPayload).toString(), plain)
  const gzip = await opens(evening, '/fr/', { 'accept-encoding': 'gzip' })
  equal(gunzipSync(gzip.rawPayload).toString(), plain)
})

test('what is not among the built files cannot be asked for', async (t) => {
  const evening = await anEvening(t, builtPages(t))
  for (const url of [
    '/assets/nothing.js',
    '/assets/notes.md',
    '/assets/../server/secret.js',
    '/assets/..%2fserver%2fsecret.js',
    '/assets/%2e%2e/server/page.js',
    '/assets/',
    '/desk/assets/app-abc123.js',
    '/assets/desk-abc123.js',
    '/server/secret.js',
  ]) {
    const answer = await opens(evening, url)
    ok(answer.statusCode === 404 || answer.statusCode === 303, `${url} ${answer.statusCode}`)
    ok(!answer.body.includes('not for browsers'))
  }
})

test('every address of the desk is the desk, and its words are computed apart', async (t) => {
  const evening = await anEvening(t, builtPages(t))
  for (const url of ['/desk/', '/desk/people', '/desk/conversations/7'])
    match((await opens(evening, url)).body, /<title>desk/)
  match((await opens(evening, '/desk/keysmith/')).body, /<title>vault/)
  match((await opens(evening, '/keysmith/')).body, /<title>words/)
})

test('without built pages the helpline says so and goes on', async (t) => {
  const evening = await anEvening(t)
  for (const url of ['/', '/fr/', '/desk/']) equal((await opens(evening, url)).statusCode, 503)
  equal((await opens(evening, '/keysmith/')).statusCode, 303)
  equal((await opens(evening, '/healthz')).body, 'ready\n')
})

function opens({ house }: Evening, url: string, headers: Record<string, string> = {}) {
  return house.app.inject({ method: 'GET', url, headers })
}
