import { deepEqual, equal, ok } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { deskFeed } from '@veilleuse/client/desk-feed'
import type { DeskView } from '@veilleuse/contract/desk'
import { aNight, type Night, writes } from '@veilleuse/server/night.fixture'
import { type Cable, aCable } from './cable.ts'
import { leaks } from './leaks.ts'
import { until } from './until.ts'

leaks()

test('P-12 a desk among others keeps one line, whatever happens at the others', async (t) => {
  const night = await aNight(t)
  const mina = await aDeskOf(t, night)
  const noor = await aDeskOf(t, night)
  for (let i = 0; i < 3; i++) {
    await night.aVisitor()
    for (const { colleague } of [noor, mina]) await night.sit(colleague, 'break')
    for (const { colleague } of [noor, mina]) await night.sit(colleague, 'available')
  }
  for (const desk of [mina, noor]) {
    await until(() => desk.feed.picture().desk?.offers.length === 1)
    await night.accepts(desk.colleague)
  }
  await showsWhatIs(night, mina)
  await showsWhatIs(night, noor)
  // Longer than the pause before a desk that missed something asks anew.
  await new Promise((done) => setTimeout(done, 1200))
  deepEqual([mina.cable.ever(), noor.cable.ever()], [1, 1])
})

test('P-34 a desk that loses its line again and again shows what is, and what was said, once', async (t) => {
  const night = await aNight(t)
  const mina = await aDeskOf(t, night)
  const visitor = await night.aVisitor()
  const id = await night.accepts(mina.colleague)
  const phone = night.page(visitor)
  await phone.one('live')
  const write = writes(visitor)
  let said = 0
  for (let cuts = 0; cuts < 4; cuts++) {
    phone.send((await write(`line ${(said += 1)}`)).frame)
    mina.cable.cut()
    phone.send((await write(`line ${(said += 1)}`)).frame)
    await night.sit(mina.colleague, cuts % 2 ? 'available' : 'break')
    mina.feed.retryNow()
    await until(() => mina.feed.picture().connection === 'live')
  }
  await until(() => mina.feed.messages(id).length === said)
  await showsWhatIs(night, mina)
  deepEqual(
    mina.feed.messages(id).map(({ seq }) => seq),
    Array.from({ length: said }, (_, i) => i + 1),
  )
  ok(mina.cable.ever() > 4)
})

test('P-35 a desk that was signed out is told why, and comes back no more', async (t) => {
  const night = await aNight(t)
  const mina = await aDeskOf(t, night)
  await night.db.updateTable('session').set({ revoked_at: night.clock.now() }).execute()
  mina.cable.cut()
  mina.feed.retryNow()
  await until(() => mina.feed.picture().connection === 'refused')
  equal(mina.feed.picture().refusedFor, 'signed_out')
})

async function aDeskOf(t: TestContext, night: Night) {
  const colleague = await night.aColleague()
  const cable = await aCable(t, { to: { port: night.port } })
  const feed = deskFeed({
    address: `ws://localhost:${cable.port}/desk/socket`,
    token: colleague.token,
  })
  t.after(() => feed.close())
  await until(() => feed.picture().connection === 'live')
  return { colleague, cable, feed }
}

type Desk = { readonly feed: ReturnType<typeof deskFeed>; readonly cable: Cable } & {
  readonly colleague: Parameters<Night['desk']>[0]
}

async function showsWhatIs(night: Night, { feed, colleague }: Desk) {
  const whole = ({ seat, offers, conversations }: DeskView) => ({ seat, offers, conversations })
  const shown = async () => {
    const { desk } = feed.picture()
    return desk && JSON.stringify([whole(desk), whole(await night.desk(colleague))])
  }
  await until(async () => {
    const [here, there] = JSON.parse((await shown()) ?? '[0, 1]')
    return JSON.stringify(here) === JSON.stringify(there)
  })
}
