import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import type { PublicStatus } from '@veilleuse/contract/status'
import { setHours } from '@veilleuse/server/line/actions'
import { protects } from '@veilleuse/server/platform/headers.fixture'
import { aHelpline } from './helpline.ts'
import { leaks } from './leaks.ts'
import { aListener } from './listener.ts'

leaks()

const zone = 'Europe/Paris'
// The clock of the test begins on a Tuesday at four in the afternoon in Paris.
const tuesdays = (from: number, to: number) => ({ zone, week: [{ day: 2, from, to }] })
const never = { zone, week: [] }

test('a page that listens is told within a second that a line has another state', async (t) => {
  const { origin, house } = await aHelpline(t)
  const page = await aListener(t, `${origin}/api/status/ecoute/live`)
  const first = await page.next()
  deepEqual([first.state, first.why], ['closed', 'nobody'])

  const began = performance.now()
  await setHours(house.db, 'ecoute', never)
  const second = await page.next()
  deepEqual([second.state, second.why], ['closed', 'hours'])
  const took = performance.now() - began
  ok(took < 1000, `${Math.round(took)} ms`)
})

test('a line opens on the page at the minute it opens, with nothing said by anybody', async (t) => {
  const { origin, house, clock } = await aHelpline(t)
  await setHours(house.db, 'ecoute', tuesdays(18 * 60, 22 * 60))
  const page = await aListener(t, `${origin}/api/status/ecoute/live`)
  equal((await page.next()).opensAt, '2026-03-10T17:00:00.000Z')
  clock.pass({ minutes: 120 })
  equal((await page.next()).why, 'nobody')
})

test('everybody who listens hears the same, and who comes later hears what was said last', async (t) => {
  const { origin, house } = await aHelpline(t)
  const pages = await Promise.all(
    Array.from({ length: 40 }, () => aListener(t, `${origin}/api/status/ecoute/live`)),
  )
  for (const page of pages) await page.next()
  await setHours(house.db, 'ecoute', never)
  const heard: PublicStatus[] = []
  for (const page of pages) heard.push(await page.next())
  const late = await aListener(t, `${origin}/api/status/ecoute/live`)
  heard.push(await late.next())
  equal(new Set(heard.map((one) => JSON.stringify(one))).size, 1)
})

test('what a page listens to has every header, and may be read from any page', async (t) => {
  const { origin } = await aHelpline(t)
  const { headers } = await aListener(t, `${origin}/api/status/ecoute/live`)
  equal(headers['content-type'], 'text/event-stream; charset=utf-8')
  equal(headers['access-control-allow-origin'], '*')
  // It is never kept; all else is as for the status itself.
  equal(headers['cache-control'], 'no-store')
  const as = { ...headers, 'cache-control': 'public, max-age=2' }
  protects(as, { url: '/api/status/ecoute', status: 200, origin })
  const nowhere = await fetch(`${origin}/api/status/nowhere/live`)
  equal(nowhere.status, 404)
})
