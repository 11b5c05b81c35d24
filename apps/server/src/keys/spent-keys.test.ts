import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { conversationId } from '@veilleuse/contract/shapes'
import type { ConversationId, LineId } from '@veilleuse/domain/ids'
import { leaks } from '@veilleuse/testkit/leaks'
import * as v from 'valibot'
import { aHouse, aTeam, type TestHouse } from '../people/house.fixture.ts'
import { dropSpentIntakeKeys, keysOf } from './store.ts'

leaks()

test('an intake key that nothing refers to is destroyed for all a day after its epoch', async (t) => {
  const house = await aHouse(t)
  const team = await aTeam(house)
  const { me } = team.sam
  const kinds = async () => (await keysOf(house.db, me.id)).map((key) => key.kind)
  house.clock.pass({ days: 7, hours: 23 })
  await dropSpentIntakeKeys(house.db, house.clock.now())
  assert.deepEqual(await kinds(), ['archive', 'intake'])
  house.clock.pass({ hours: 1 })
  await dropSpentIntakeKeys(house.db, house.clock.now())
  assert.deepEqual(await kinds(), ['archive'])
  assert.deepEqual(await keysOf(house.db, team.mina.me.id), [])
})

for (const reason of ['under way', 'not yet re-sealed'] as const) {
  test(`an intake key stays while a conversation of its epoch is ${reason}`, async (t) => {
    const house = await aHouse(t)
    const team = await aTeam(house)
    const { line, me } = team.sam
    const id = await aConversation(house, { line, closed: reason === 'not yet re-sealed' })
    if (reason === 'not yet re-sealed') {
      const wrap = Buffer.alloc(100)
      const place = { conversation_id: id, key: 'staff', sealed_to: 'intake', epoch: 1 } as const
      await house.db
        .insertInto('conversation_key')
        .values({ ...place, wrap })
        .execute()
    }
    const kinds = async () => (await keysOf(house.db, me.id)).map((key) => key.kind)
    house.clock.pass({ days: 30 })
    await dropSpentIntakeKeys(house.db, house.clock.now())
    assert.deepEqual(await kinds(), ['archive', 'intake'])

    await house.db.deleteFrom('conversation').execute()
    await dropSpentIntakeKeys(house.db, house.clock.now())
    assert.deepEqual(await kinds(), ['archive'])
  })
}

async function aConversation(
  { db, clock }: TestHouse,
  { line, closed }: { line: LineId; closed: boolean },
): Promise<ConversationId> {
  const now = clock.now()
  const id = v.parse(conversationId, randomUUID())
  const end = { state: 'closed', ended_at: now, ending: 'goodbye', ended_by: 'helpline' } as const
  await db
    .insertInto('conversation')
    .values({
      id,
      line_id: line,
      language: 'fr',
      session: 1,
      arrived_at: now,
      epoch: 1,
      opening: Buffer.alloc(10),
      visitor_key: Buffer.alloc(65),
      visitor_hash: Buffer.alloc(32),
      rules_version: 1,
      visitor_seen_at: now,
      ...(closed ? end : { state: 'waiting' }),
    })
    .execute()
  return id
}
