import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, get } from 'node:http'
import { test } from 'node:test'
import { type PublicStatus, publicStatus, publicStatuses } from '@veilleuse/contract/status'
import { refusal } from '@veilleuse/testkit/ask'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, served } from '../evening.fixture.ts'
import { asks, protects } from '../platform/headers.fixture.ts'
import { makeLive } from './live.ts'

leaks()

const params = { line: 'ecoute' }

test('anybody may read what the page shows of a line, and nothing of who is there', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague()
  await evening.aVisitor()
  const { reply } = served(await evening.ask(publicStatus, { params }))
  deepEqual(reply, {
    line: 'ecoute',
    name: { fr: 'Écoute', en: 'Listening' },
    state: 'open',
    wait: { fromMinutes: 0, toMinutes: 2 },
    zone: 'Europe/Paris',
    revision: 1,
  })
  const all = served(await evening.ask(publicStatuses)).reply
  deepEqual(all, { lines: [reply] })
})

test('a line nobody has heard of is not found, and one that is offered no more neither', async (t) => {
  const evening = await anEvening(t)
  equal(await refusal(evening.ask(publicStatus, { params: { line: 'nowhere' } })), 'not_found')
  equal(await refusal(evening.ask(publicStatus, { params: { line: 'Ecoute!' } })), 'malformed')
  await evening.database.pool.query(`update line set retired_at = now()`)
  equal(await refusal(evening.ask(publicStatus, { params })), 'not_found')
  deepEqual(served(await evening.ask(publicStatuses)).reply, { lines: [] })
})

test('a status may be read from any page and kept for two seconds, without a cookie', async (t) => {
  const evening = await anEvening(t, { publicOrigin: 'https://help.example' })
  for (const url of ['/api/status', '/api/status/ecoute']) {
    const headers = { origin: 'https://friend.example', 'sec-fetch-site': 'cross-site' }
    const answer = await asks(evening, { url, headers })
    equal(answer.statusCode, 200)
    protects(answer.headers, { url, status: 200 })
    equal(answer.headers['access-control-allow-origin'], '*')
    equal(answer.headers['cross-origin-resource-policy'], 'cross-origin')
    equal(answer.headers['cache-control'], 'public, max-age=2')
    equal(answer.headers['content-type'], 'application/json; charset=utf-8')
    equal(answer.headers['vary'], undefined)

    const etag = String(answer.headers['etag'])
    match(etag, /^"[\w-]{22}"$/)
    const again = await asks(evening, { url, headers: { ...headers, 'if-none-match': etag } })
    equal(again.statusCode, 304)
    equal(again.body, '')
    protects(again.headers, { url, status: 304 })
    await evening.aColleague()
    const changed = await asks(evening, { url, headers: { ...headers, 'if-none-match': etag } })
    equal(changed.statusCode, 200)
    await evening.database.pool.query(`update seat set state = 'off'`)
  }
})

test('nothing of whoever asks is written to the log', async (t) => {
  const evening = await anEvening(t)
  const before = evening.logged()
  await asks(evening, { url: '/api/status/ecoute', headers: { 'user-agent': 'somebody' } })
  equal(evening.logged(), before)
})

test('however many ask at once, a line is read a few times', async (t) => {
  const evening = await anEvening(t)
  let reads = 0
  const { pool } = evening.database
  const connect = pool.connect.bind(pool)
  t.mock.method(pool, 'connect', (...given: Parameters<typeof connect>) => {
    reads += 1
    return connect(...given)
  })
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => evening.ask(publicStatus, { params })),
  )
  const told = new Set(answers.map((answer) => JSON.stringify(served(answer).reply)))
  equal(told.size, 1)
  ok(reads < 40, `${reads} readings for 200 who asked`)
  const [status] = answers.map((answer): PublicStatus => served(answer).reply)
  equal(status?.state, 'closed')
})

test('as many listen as may, and one more when one has gone', async (t) => {
  const { house } = await anEvening(t)
  const live = makeLive(house, 1)
  const status = await live.statusOf('ecoute')
  if (!status) throw new Error('the line is not there')
  const gone = Promise.withResolvers<void>()
  const server = createServer((_request, page) => {
    page.on('close', gone.resolve)
    live.listen(status, page)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => {
    live.close()
    server.close()
  })
  const address = server.address()
  equal(live.hasRoom(), true)
  const page = get({ port: typeof address === 'object' ? address?.port : undefined })
  await once(page, 'response')
  equal(live.hasRoom(), false)
  page.destroy()
  await gone.promise
  equal(live.hasRoom(), true)
})
