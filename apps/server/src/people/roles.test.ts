import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as account from '@veilleuse/contract/account'
import type { Endpoint } from '@veilleuse/contract/endpoint'
import * as keys from '@veilleuse/contract/keys'
import type { Role } from '@veilleuse/domain/staff'
import type { Given } from '@veilleuse/testkit/ask'
import { leaks } from '@veilleuse/testkit/leaks'
import { aHouse, aTeam, type TestHouse } from './house.fixture.ts'

leaks()

const nobody: readonly Role[] = []
const everybody: readonly Role[] = ['counsellor', 'supervisor', 'coordinator', 'administrator']
const administrator: readonly Role[] = ['administrator']
const supervisor: readonly Role[] = ['supervisor']

/** Who gets past the door of each. Written by hand: what the code says must be what is said here. */
const doors: Record<string, { readonly session: boolean; readonly roles: readonly Role[] }> = {
  beginSignIn: { session: false, roles: nobody },
  signInByPassphrase: { session: false, roles: nobody },
  beginPasskey: { session: false, roles: nobody },
  signInByPasskey: { session: false, roles: nobody },
  demoPeople: { session: false, roles: nobody },
  signInAsDemo: { session: false, roles: nobody },
  beginEnrolment: { session: false, roles: nobody },
  finishEnrolment: { session: false, roles: nobody },
  me: { session: true, roles: everybody },
  saveVault: { session: true, roles: everybody },
  beginNewPasskey: { session: true, roles: everybody },
  addPasskey: { session: true, roles: everybody },
  directory: { session: true, roles: everybody },
  appendStatement: { session: true, roles: everybody },
  myEpochKeys: { session: true, roles: everybody },
  people: { session: true, roles: [...administrator, ...supervisor] },
  invite: { session: true, roles: administrator },
  placePerson: { session: true, roles: administrator },
  removePerson: { session: true, roles: administrator },
  openDirectory: { session: true, roles: administrator },
  publishEpoch: { session: true, roles: supervisor },
  giveEpochKeys: { session: true, roles: supervisor },
  signOut: { session: true, roles: everybody },
}

const endpoints = new Map<string, Endpoint>()
for (const [name, value] of Object.entries<unknown>({ ...account, ...keys })) {
  if (isEndpoint(value)) endpoints.set(name, value)
}

test('every endpoint of the team has its line in the table, and no line is idle', () => {
  assert.deepEqual([...endpoints.keys()].toSorted(), Object.keys(doors).toSorted())
})

test('each role gets past just the doors that are its own', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const people = [team.mina, team.sam, team.coordinator, team.administrator]
  const params = { id: '00000000-0000-4000-8000-000000000000' }

  // In the order of the table, because signing out comes last.
  for (const [name, { session, roles }] of Object.entries(doors)) {
    for (const { token, me } of people) {
      const problem = await knock(house, name, { token, params })
      const stopped = problem === 'not_allowed' || problem === 'signed_out'
      assert.equal(stopped, session && !roles.includes(me.role), `${me.role} at ${name}`)
    }
    for (const given of [{ params }, { params, token: 'x'.repeat(43) }, { params, token: 'x' }]) {
      const problem = await knock(house, name, given)
      assert.equal(problem === 'signed_out', session, `nobody at ${name}`)
    }
  }
})

/** What is answered to a body that is too little for any of them; undefined when all is granted. */
async function knock({ ask }: TestHouse, name: string, given: Given) {
  const endpoint = endpoints.get(name)
  if (!endpoint) throw new Error(`There is no ${name}`)
  const answer = await ask(endpoint, endpoint.body ? { ...given, body: {} } : given)
  if ('reply' in answer) return undefined
  assert.notEqual(answer.status, 500, name)
  assert.ok(answer.problem, `${name} has no door`)
  return answer.problem
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'url' in value && 'door' in value
}
