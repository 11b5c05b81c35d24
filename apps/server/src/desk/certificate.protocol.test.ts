import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { publishEpoch } from '@veilleuse/contract/keys'
import { granted } from '@veilleuse/testkit/ask'
import { aDesk } from '@veilleuse/testkit/counsellor'
import { aHelpline } from '@veilleuse/testkit/helpline'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEpoch } from '@veilleuse/testkit/team'
import { until } from '@veilleuse/testkit/until'
import { aVisitor } from '@veilleuse/testkit/visitor'

leaks()

test('P-44 whoever answers certifies with the epoch the conversation began in, though a newer one runs', async (t) => {
  const helpline = await aHelpline(t)
  const { origin, clock, team, ask } = helpline
  const { pin } = team.root
  const mina = await aDesk(origin, { member: team.mina, pin, now: clock.now })
  t.after(() => mina.leave())
  await until(() => mina.state() === 'live')
  const visitor = await aVisitor(origin, { pin, now: clock.now })
  t.after(() => visitor.close())
  await visitor.say('je suis là')

  // Keys change while the visitor waits, and the one who answers has only just come.
  const body = await anEpoch(team, { number: 2 })
  await granted(ask(publishEpoch, { token: team.sam.token, body }))
  mina.leave()
  const noor = await aDesk(origin, { member: team.noor, pin, now: clock.now })
  t.after(() => noor.leave())
  clock.pass({ seconds: 31 })
  const offer = await until(() => noor.offers()[0])
  equal(offer.epoch, 1)
  const conversation = await noor.accept(offer)

  await until(() => noor.heard(conversation).length === 1)
  await noor.say(conversation, 'Moi aussi.')
  await until(() => visitor.heard().length === 2)
  deepEqual(
    visitor.heard().map(({ text }) => text),
    ['je suis là', 'Moi aussi.'],
  )
})
