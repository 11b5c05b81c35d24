import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { aDesk } from '@veilleuse/testkit/counsellor'
import { aHelpline } from '@veilleuse/testkit/helpline'
import { until } from '@veilleuse/testkit/until'
import { aVisitor } from '@veilleuse/testkit/visitor'

test('a visitor writes while waiting, is answered, and both say goodbye', async (t) => {
  const helpline = await aHelpline(t)
  const { origin, clock, team } = helpline
  const { pin } = team.root
  const mina = await aDesk(origin, { member: team.mina, pin, now: clock.now })
  t.after(() => mina.leave())
  await until(() => mina.state() === 'live')
  const visitor = await aVisitor(origin, { pin, now: clock.now })
  t.after(() => visitor.close())

  equal(visitor.view().state, 'waiting')
  equal(visitor.view().place?.position, 1)
  await visitor.say('je sais pas par où commencer')

  const offer = await until(() => mina.offers()[0])
  const conversation = await mina.accept(offer)
  await until(() => visitor.view().state === 'open' && visitor.view())
  equal(visitor.view().counsellor?.alias, 'mina')
  equal((await until(() => mina.heard(conversation)[0])).text, 'je sais pas par où commencer')

  await mina.say(conversation, 'Prends ton temps.')
  await visitor.say('merci')
  for (const heard of [() => mina.heard(conversation), visitor.heard]) {
    await until(() => heard().length === 3)
    deepEqual(
      heard().map(({ by, text }) => `${by}: ${text}`),
      ['visitor: je sais pas par où commencer', 'helpline: Prends ton temps.', 'visitor: merci'],
    )
  }

  await mina.end(conversation)
  await until(() => visitor.view().state === 'closed')
  deepEqual(visitor.view().ending, { why: 'goodbye', by: 'helpline' })
  await mina.close(conversation)
  const { rows } = await helpline.database.pool.query(
    'select state, last_seq, (select count(*)::int from message) as messages from conversation',
  )
  deepEqual(rows, [{ state: 'closed', last_seq: 3, messages: 3 }])
  ok(!helpline.logged().includes('incident'), helpline.logged())
})
