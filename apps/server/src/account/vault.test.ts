import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { me, saveVault } from '@veilleuse/contract/account'
import { granted, refusal } from '@veilleuse/testkit/ask'
import { leaks } from '@veilleuse/testkit/leaks'
import { enrols, newContents, newWay } from '@veilleuse/testkit/member'
import { aHouse } from '../people/house.fixture.ts'

leaks()

test('new contents under the same ways in need the session alone', async (t) => {
  const house = await aHouse(t)
  const agathe = await enrols(house, await house.firstCode())
  const vault = await newContents(agathe, { seq: 3, hash: randomBytes(32) })
  const { token } = agathe
  await granted(house.ask(saveVault, { token, body: { vault } }))
  assert.equal((await granted(house.ask(me, { token }))).vault, vault)
})

test('a new way in needs a fresh code, and is written down', async (t) => {
  const house = await aHouse(t)
  const agathe = await enrols(house, await house.firstCode())
  const { token } = agathe
  const vault = await newWay(agathe)
  const save = (code?: string) =>
    refusal(house.ask(saveVault, { token, body: { vault, ...(code && { code }) } }))
  assert.equal(await save(), 'second_factor_needed')
  assert.equal(await save('000000'), 'second_factor_needed')
  assert.equal((await granted(house.ask(me, { token }))).vault, agathe.me.vault)
  assert.equal(await save(agathe.code()), undefined)
  assert.equal((await granted(house.ask(me, { token }))).vault, vault)
  const audit = await house.db.selectFrom('audit').select(['what', 'who']).execute()
  assert.deepEqual(audit.at(-1), { what: 'vault.ways_changed', who: agathe.me.id })
})

test('what is no vault does not replace one', async (t) => {
  const house = await aHouse(t)
  const agathe = await enrols(house, await house.firstCode())
  const { token } = agathe
  for (const vault of ['', 'AAAA', randomBytes(900).toString('base64url')]) {
    const body = { vault, code: agathe.code() }
    assert.equal(await refusal(house.ask(saveVault, { token, body })), 'malformed')
  }
})
