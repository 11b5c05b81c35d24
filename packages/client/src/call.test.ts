import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { mostTries } from '@veilleuse/domain/puzzle'
import * as v from 'valibot'
import { call, Refused, Unreachable } from './call.ts'

const endpoint = {
  method: 'POST',
  url: '/api/desk/conversations/:id/end',
  door: 'desk',
  params: v.object({ id: v.string() }),
  body: v.object({ ending: v.string() }),
  reply: v.object({ state: v.string() }),
  problems: [],
} as const
const given = { params: { id: 'a/b' }, body: { ending: 'goodbye' }, token: 'secret' }

test('a call goes to its address with its session in a header, and nothing of it elsewhere', async (t) => {
  const asked = answers(t, 200, { state: 'closed', more: 'than was agreed' })
  deepEqual(await call('https://help.example', endpoint, given), { state: 'closed' })

  const [address, wishes] = asked.arguments()
  equal(address, 'https://help.example/api/desk/conversations/a%2Fb/end')
  equal(wishes.method, 'POST')
  equal(wishes.body, '{"ending":"goodbye"}')
  deepEqual(wishes.headers, {
    'content-type': 'application/json',
    authorization: 'Bearer secret',
  })
  // No cookie, no referrer, no copy, no other host.
  const { cache, credentials, referrerPolicy, redirect } = wishes
  deepEqual(
    [cache, credentials, referrerPolicy, redirect],
    ['no-store', 'omit', 'no-referrer', 'error'],
  )
})

test('a refusal of the contract is told by its code, with the wait if there is one', async (t) => {
  answers(t, 429, { problem: 'too_fast', retryAfterSeconds: 7 })
  await rejects(call('', endpoint, given), (error) => {
    ok(error instanceof Refused)
    deepEqual([error.problem, error.retryAfterSeconds], ['too_fast', 7])
    return true
  })
})

test('P-50 a puzzle beyond the most is not even begun', async (t) => {
  const puzzle = { at: 1, tries: mostTries, seed: 'A'.repeat(43) }
  const told = async (tries: number) => {
    answers(t, 429, { problem: 'puzzle_needed', puzzle: { ...puzzle, tries } })
    const refused: unknown = await call('', endpoint, given).catch((error: unknown) => error)
    ok(refused instanceof Refused)
    return refused.puzzle?.tries
  }
  equal(await told(mostTries), mostTries)
  for (const wrong of [mostTries + 1, 0, 1.5]) equal(await told(wrong), undefined)
})

for (const [story, status, answer] of [
  ['a server that is restarting', 503, { problem: 'restarting', retryAfterSeconds: 2 }],
  ['a proxy whose server is away', 502, undefined],
] as const)
  test(`${story} is worth another try`, async (t) => {
    answers(t, status, answer)
    await rejects(call('', endpoint, given), Unreachable)
  })

test('no network is worth another try', async (t) => {
  t.mock.method(globalThis, 'fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  await rejects(call('', endpoint, given), Unreachable)
})

test('a refusal nobody knows is a bug of ours', async (t) => {
  answers(t, 418, { problem: 'teapot' })
  await rejects(call('', endpoint, given), (error) => {
    ok(error instanceof Refused)
    equal(error.problem, 'internal')
    return true
  })
})

test('a reply out of contract means that page and server have grown apart', async (t) => {
  answers(t, 200, { nothing: 'of the kind' })
  await rejects(call('', endpoint, given), (error) => {
    ok(error instanceof Refused)
    equal(error.problem, 'protocol_too_old')
    return true
  })
})

/** The network, played by the test. */
function answers(t: TestContext, status: number, answer: unknown) {
  const body = answer === undefined ? '<html>Bad gateway</html>' : JSON.stringify(answer)
  const fetch = t.mock.method(globalThis, 'fetch', () =>
    Promise.resolve(new Response(body, { status })),
  )
  return {
    arguments: () => (fetch.mock.calls[0]?.arguments ?? []) as unknown as [string, RequestInit],
  }
}
