import { deepEqual, equal, ok } from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Endpoint } from '@veilleuse/contract/endpoint'
import { may } from '@veilleuse/domain/access'
import { roles } from '@veilleuse/domain/staff'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, type Evening } from './evening.fixture.ts'

leaks()

const contract = join(import.meta.dirname, '../../../packages/contract/src')
const endpoints = await everyEndpoint()
const params = { id: '00000000-0000-4000-8000-000000000000', line: 'ecoute' }

test('the contract has endpoints at each of the three doors', () => {
  deepEqual(
    new Set(endpoints.map(([, endpoint]) => endpoint.door)),
    new Set(['anyone', 'visit', 'desk']),
  )
})

test('every address of the server is an endpoint of the contract, and the reverse', async (t) => {
  const { house } = await anEvening(t)
  await house.app.ready()
  const registered = addresses(house.app.printRoutes({ commonPrefix: false }))
  const api = registered.filter((one) => one.split(' ')[1]?.startsWith('/api'))
  const promised = endpoints.map(([, { method, url }]) => `${method} ${url}`)
  // What is listened to has no reply, so it is no endpoint.
  promised.push('GET /api/status/:line/live')
  deepEqual(api.toSorted(), promised.toSorted())
})

test('at every desk endpoint those get past the door who are named for it, and nobody else', async (t) => {
  const evening = await anEvening(t)
  const visitor = await arrives(evening)
  const desk = endpoints.filter(([, { door }]) => door === 'desk')
  // Signing out comes last.
  desk.sort(([, a], [, b]) => Number(a.url.endsWith('out')) - Number(b.url.endsWith('out')))
  for (const role of roles) {
    const { token } = await evening.aColleague({ role, seat: 'off' })
    for (const [name, endpoint] of desk) {
      const problem = await knock(evening, endpoint, token)
      const named = endpoint.may !== undefined && may(role, endpoint.may)
      ok(problem !== 'signed_out', `${role} at ${name}`)
      if (!named) equal(problem, 'not_allowed', `${role} at ${name}`)
      // Some ask within, too, who exactly it is.
      else if (!endpoint.problems.includes('not_allowed'))
        ok(problem !== 'not_allowed', `${role} at ${name}`)
    }
  }
  for (const [name, endpoint] of desk)
    for (const token of [undefined, visitor.token, 'x', 'x'.repeat(43), ''])
      equal(await knock(evening, endpoint, token), 'signed_out', `${token} at ${name}`)
})

test('a visitor’s doors open to that visitor alone', async (t) => {
  const evening = await anEvening(t)
  const tokens = [undefined, 'x', 'x'.repeat(43)]
  for (const role of roles) tokens.push((await evening.aColleague({ role, seat: 'off' })).token)
  for (const [name, endpoint] of endpoints.filter(([, { door }]) => door === 'visit')) {
    for (const token of tokens)
      equal(await knock(evening, endpoint, token), 'signed_out', `${token} at ${name}`)
    const { token } = await arrives(evening)
    const problem = await knock(evening, endpoint, token)
    ok(problem !== 'signed_out' && problem !== 'not_allowed', `${problem} at ${name}`)
  }
})

test('doors that are open to anybody ask nobody who they are', async (t) => {
  const evening = await anEvening(t)
  const { token } = await evening.aColleague({ seat: 'off' })
  for (const [name, endpoint] of endpoints.filter(([, { door }]) => door === 'anyone'))
    for (const given of [undefined, token, 'x']) {
      const problem = await knock(evening, endpoint, given)
      ok(problem !== 'signed_out' && problem !== 'not_allowed', `${problem} at ${name}`)
    }
})

test('a session that has ended opens nothing', async (t) => {
  const evening = await anEvening(t)
  const mine = endpoints.find(([name]) => name === 'me')?.[1]
  if (!mine) throw new Error('there is no endpoint of one’s own')
  const { token, id } = await evening.aColleague({ seat: 'off' })
  equal(await knock(evening, mine, token), undefined)
  await evening.database.pool.query(`update session set revoked_at = now() where staff_id = $1`, [
    id,
  ])
  equal(await knock(evening, mine, token), 'signed_out')

  const { token: idle } = await evening.aColleague({ seat: 'off' })
  await evening.pass({ hours: 12 })
  equal(await knock(evening, mine, idle), 'signed_out')
})

/** What is answered to somebody with this token who says next to nothing. */
async function knock({ ask }: Evening, endpoint: Endpoint, token: string | undefined) {
  const answer = await ask(endpoint, {
    params,
    ...(token !== undefined && { token }),
    ...(endpoint.body && { body: {} }),
  })
  ok(answer.status !== 500, endpoint.url)
  return 'reply' in answer ? undefined : answer.problem
}

/** A visitor of this moment; somebody must be there to come to. */
async function arrives(evening: Evening) {
  await evening.aColleague({ seat: 'break' })
  return evening.aVisitor()
}

async function everyEndpoint(): Promise<readonly (readonly [string, Endpoint])[]> {
  const files = readdirSync(contract).filter((name) => /^(?!.*\.test\.).*\.ts$/.test(name))
  const modules = await Promise.all(files.map((name) => import(join(contract, name))))
  return modules.flatMap((one) =>
    Object.entries<unknown>({ ...one }).filter((entry): entry is [string, Endpoint] =>
      isEndpoint(entry[1]),
    ),
  )
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'url' in value && 'door' in value
}

/** `METHOD /address` for each branch of the drawn tree; HEAD goes with every GET. */
function addresses(tree: string): readonly string[] {
  const trunk: string[] = []
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] =
      /^([│ ]*)[├└]── (\S+) \((.*)\)$/.exec(line) ?? []
    if (part === '') return []
    const depth = indent.length / 4
    trunk.splice(depth, Number.POSITIVE_INFINITY, part)
    const url = trunk.join('')
    const each = methods.split(', ').filter((method) => method !== 'HEAD')
    return each.map((method) => `${method} ${url}`)
  })
}
