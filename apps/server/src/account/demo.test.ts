import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { demoPeople, me, signInAsDemo } from '@veilleuse/contract/account'
import { granted, refusal, type Given } from '@veilleuse/testkit/ask'
import { leaks } from '@veilleuse/testkit/leaks'
import { aMember, enrols, type Member } from '@veilleuse/testkit/member'
import { aHouse, type TestHouse } from '../people/house.fixture.ts'

leaks()

const here = { headers: { host: 'localhost:8080' }, from: '127.0.0.1' }

test('in the demo, one click signs in as one of its people', async (t) => {
  const { house, mina } = await aDemo(t)
  for (const given of [here, { ...here, from: '::1' }, { ...here, from: '::ffff:127.0.0.1' }]) {
    const { people } = await granted(house.ask(demoPeople, given))
    assert.deepEqual(people, [one(mina)])
    const body = { login: mina.login }
    const { token } = await granted(house.ask(signInAsDemo, { ...given, body }))
    assert.equal((await granted(house.ask(me, { token }))).id, mina.me.id)
  }
})

const elsewhere: Record<string, Given> = {
  'from another machine': { ...here, from: '192.0.2.7' },
  'from another machine that says it is this one': {
    headers: { host: 'localhost', 'x-forwarded-for': '127.0.0.1' },
    from: '192.0.2.7',
  },
  'by a proxy on this machine': {
    headers: { host: 'localhost', 'x-forwarded-for': '192.0.2.7' },
    from: '127.0.0.1',
  },
  'by a name on the net that points here': { ...here, headers: { host: 'evil.example' } },
  'by a name that begins as this machine’s': {
    ...here,
    headers: { host: 'localhost.evil.example' },
  },
  'by a name that is none': { ...here, headers: { host: 'local host' } },
}

for (const [how, given] of Object.entries(elsewhere)) {
  test(`nobody reaches the demo’s people ${how}`, async (t) => {
    const { house, mina } = await aDemo(t)
    assert.equal(await refusal(house.ask(demoPeople, given)), 'not_found')
    const body = { login: mina.login }
    assert.equal(await refusal(house.ask(signInAsDemo, { ...given, body })), 'not_found')
  })
}

test('a helpline that is no demo has no such people, whatever lies in its folder', async (t) => {
  const house = await aHouse(t)
  const agathe = await enrols(house, await house.firstCode())
  writePeople(house, [agathe])
  assert.equal(await refusal(house.ask(demoPeople, here)), 'not_found')
  const body = { login: agathe.login }
  assert.equal(await refusal(house.ask(signInAsDemo, { ...here, body })), 'not_found')
})

test('whoever enrolled in the demo by themself is not signed in by a click', async (t) => {
  const { house, administrator } = await aDemo(t)
  const body = { login: administrator.login }
  assert.equal(await refusal(house.ask(signInAsDemo, { ...here, body })), 'not_found')
})

test('a demo that is still being set up has nobody yet', async (t) => {
  const house = await aHouse(t, { demo: true })
  assert.deepEqual(await granted(house.ask(demoPeople, here)), { people: [] })
})

async function aDemo(t: Parameters<typeof aHouse>[0]) {
  const house = await aHouse(t, { demo: true })
  const administrator = await enrols(house, await house.firstCode())
  const mina = await aMember(house, administrator, { login: 'mina' })
  writePeople(house, [mina])
  return { house, administrator, mina }
}

function writePeople({ house }: TestHouse, people: readonly Member[]) {
  const file = join(house.config.dataFolder, 'demo.json')
  writeFileSync(file, JSON.stringify({ people: people.map(one), more: 'that is not told' }))
}

function one({ me: { login, alias, role } }: Member) {
  return { login, alias, role, passphrase: 'five words of the demo' }
}
