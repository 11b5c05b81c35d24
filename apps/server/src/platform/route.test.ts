import { deepEqual, equal, match, ok, throws } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Endpoint } from '@veilleuse/contract/endpoint'
import type { LineId, StaffId } from '@veilleuse/domain/ids'
import { asking } from '@veilleuse/testkit/ask'
import { movableClock } from '@veilleuse/testkit/clock'
import { leaks } from '@veilleuse/testkit/leaks'
import Fastify from 'fastify'
import * as v from 'valibot'
import { readConfig } from './config.ts'
import { openDatabase, openPool } from './database.ts'
import type { House } from './house.ts'
import { makeLimits } from './limits.ts'
import { makeLog } from './log.ts'
import { Problem } from './problem.ts'
import { route } from './route.ts'
import { secretsFrom } from './secrets.ts'

leaks()

const greet = {
  method: 'POST',
  url: '/api/greet/:name',
  door: 'anyone',
  params: v.object({ name: v.pipe(v.string(), v.maxLength(8)) }),
  body: v.object({ words: v.string() }),
  reply: v.object({ said: v.string() }),
  problems: ['not_found', 'too_fast'],
} as const satisfies Endpoint
const given = { params: { name: 'mina' }, body: { words: 'bonjour' } }

test('an action is given what the contract names, and nothing else', async (t) => {
  const { house, ask } = aHouse(t)
  let heard: unknown
  route(house, greet, async ({ params, body, session }) => {
    heard = { params, body, session }
    return { said: 'bonjour' }
  })

  const body = { ...given.body, more: 'than asked for' }
  deepEqual(await ask(greet, { ...given, body }), { status: 200, reply: { said: 'bonjour' } })

  deepEqual(heard, { params: { name: 'mina' }, body: { words: 'bonjour' }, session: undefined })
})

test('a field that the reply does not name stays inside', async (t) => {
  const { house } = aHouse(t)
  const answer = { said: 'bonjour', staff: 'mina', secret: 'not for you' }
  route(house, greet, async () => answer)
  const told = await house.app.inject({
    method: 'POST',
    url: '/api/greet/mina',
    payload: given.body,
  })
  equal(told.body, '{"said":"bonjour"}')
})

test('what does not fit the contract is refused before anything happens', async (t) => {
  const { house, ask } = aHouse(t)
  let ran = 0
  route(house, greet, async () => {
    ran += 1
    return { said: 'bonjour' }
  })
  const wrong = [
    { ...given, body: {} },
    { ...given, body: { words: 7 } },
    { ...given, body: [] },
    { params: given.params },
    { ...given, params: { name: 'much too long' } },
  ]
  for (const one of wrong) deepEqual(await ask(greet, one), { status: 400, problem: 'malformed' })
  equal(ran, 0)
})

test('a refusal the endpoint declares is told as such, with the wait if there is one', async (t) => {
  const { house, ask, logged } = aHouse(t)
  route(house, greet, async ({ body }) => {
    throw body.words === 'wait' ? new Problem('too_fast', 7) : new Problem('not_found')
  })
  deepEqual(await ask(greet, given), { status: 404, problem: 'not_found' })
  const told = await house.app.inject({
    method: 'POST',
    url: '/api/greet/mina',
    payload: { words: 'wait' },
  })
  equal(told.statusCode, 429)
  equal(told.headers['retry-after'], '7')
  equal(told.body, '{"problem":"too_fast","retryAfterSeconds":7}')
  ok(!logged().includes('incident'))
})

test('a refusal the endpoint does not declare is a fault of ours', async (t) => {
  const { house, ask, logged } = aHouse(t)
  route(house, greet, async () => {
    throw new Problem('at_limit')
  })
  deepEqual(await ask(greet, given), { status: 500, problem: 'internal' })
  match(logged(), /"incident":"[0-9a-f-]{36}"/)
})

test('a fault is told by a number alone, here and in the log', async (t) => {
  const { house, logged } = aHouse(t)
  route(house, greet, async ({ body }) => {
    throw new TypeError(`cannot read «${body.words}»`)
  })
  const told = await house.app.inject({
    method: 'POST',
    url: '/api/greet/mina',
    payload: { words: 'je suis Camille' },
  })
  equal(told.statusCode, 500)
  const { incident, ...rest } = told.json()
  deepEqual(rest, { problem: 'internal' })
  ok(logged().includes(incident))
  match(logged(), /"kind":"TypeError"/)
  ok(!logged().includes('Camille') && !told.body.includes('Camille'))
})

test('an answer out of contract is a fault, not an answer', async (t) => {
  const { house, ask } = aHouse(t)
  route<Endpoint>(house, greet, async () => ({ said: 7 }))
  deepEqual(await ask(greet, given), { status: 500, problem: 'internal' })
})

test('a database that is away asks for a little patience', async (t) => {
  const { house, ask, logged } = aHouse(t)
  route(house, greet, async () => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  })
  deepEqual(await ask(greet, given), { status: 503, problem: 'restarting' })
  ok(!logged().includes('incident'))
})

test('an endpoint of the desk that names nobody for it is not even registered', (t) => {
  const { house } = aHouse(t)
  const open: Endpoint = { ...greet, door: 'desk' }
  throws(() => route(house, open, async () => ({ said: '' })), /says for nobody what it takes/)
})

test('the door is asked before the body is read', async (t) => {
  const { house, ask } = aHouse(t)
  const desk = { ...greet, url: '/api/desk/greet/:name', door: 'desk', may: 'read_audit' } as const
  const visit = { ...greet, url: '/api/visit/greet/:name', door: 'visit' } as const
  route(house, desk, async ({ session }) => ({ said: session.alias }))
  route(house, visit, async ({ session }) => ({ said: session.conversation }))
  const wrong = { params: given.params, body: {} }

  deepEqual(await ask(desk, wrong), { status: 401, problem: 'signed_out' })
  deepEqual(await ask(visit, wrong), { status: 401, problem: 'signed_out' })
  const counsellor = { ...wrong, token: 'c'.repeat(43) }
  deepEqual(await ask(desk, counsellor), { status: 403, problem: 'not_allowed' })
  deepEqual(await ask(visit, counsellor), { status: 401, problem: 'signed_out' })
  const supervisor = { ...given, token: 's'.repeat(43) }
  deepEqual(await ask(desk, supervisor), { status: 200, reply: { said: 'Sam' } })
})

test('only a whole token in its own header is a token', async (t) => {
  const { house } = aHouse(t)
  const desk = { ...greet, url: '/api/desk/greet/:name', door: 'desk', may: 'read_audit' } as const
  route(house, desk, async ({ session }) => ({ said: session.alias }))
  const token = 's'.repeat(43)
  const asks = async (headers: Record<string, string>, query = '') =>
    (
      await house.app.inject({
        method: 'POST',
        url: `/api/desk/greet/mina${query}`,
        payload: given.body,
        headers,
      })
    ).statusCode
  equal(await asks({ authorization: `Bearer ${token}` }), 200)
  const none: readonly Record<string, string>[] = [
    {},
    { authorization: token },
    { authorization: `bearer ${token}` },
    { authorization: `Bearer ${token}s` },
    { authorization: `Bearer  ${token}` },
    { authorization: `Basic ${token}` },
    { cookie: `token=${token}` },
  ]
  for (const headers of none) equal(await asks(headers), 401, JSON.stringify(headers))
  equal(await asks({}, `?token=${token}`), 401)
})

test('limits see a household, not an address', async (t) => {
  const { house, ask } = aHouse(t)
  route(house, greet, async ({ household }) => ({ said: household }))
  const said = async (from: string) => {
    const answer = await ask(greet, { ...given, from })
    return 'reply' in answer ? answer.reply.said : undefined
  }
  equal(await said('203.0.113.7'), '203.0.113.7')
  equal(await said('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2')
  equal(await said('2001:db8::1'), '2001:db8:0:0')
  equal(await said('::1'), '0:0:0:0')
  equal(await said('::ffff:203.0.113.7'), await said('203.0.113.7'))
  equal(await said('fe80::1%eth0'), 'fe80:0:0:0')
})

function aHouse(t: TestContext) {
  const clock = movableClock()
  const app = Fastify()
  t.after(() => app.close())
  const lines: string[] = []
  const sam = { staff: 'sam' as StaffId, lines: ['line' as LineId], alias: 'Sam', hash: '' }
  const sessions = new Map([
    ['c'.repeat(43), { ...sam, role: 'counsellor' as const }],
    ['s'.repeat(43), { ...sam, role: 'supervisor' as const }],
  ])
  const house: House = {
    app,
    // Never reached: these actions touch nothing.
    db: openDatabase(openPool({ host: '/nowhere' })),
    clock,
    config: readConfig({}),
    limits: makeLimits(clock),
    log: makeLog({ write: (line) => void lines.push(line) }),
    secrets: secretsFrom(Buffer.alloc(32)),
    doors: {
      staff: (token) => Promise.resolve(sessions.get(token)),
      visitor: () => Promise.resolve(undefined),
    },
  }
  return { house, ask: asking(app), logged: () => lines.join('') }
}
