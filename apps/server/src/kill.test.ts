import { deepEqual, equal, ok } from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from 'node:test'
import { publishEpoch } from '@veilleuse/contract/keys'
import { granted } from '@veilleuse/testkit/ask'
import { aDesk, type TestCounsellor } from '@veilleuse/testkit/counsellor'
import { aMember } from '@veilleuse/testkit/member'
import { aServerProcess } from '@veilleuse/testkit/server-process'
import { aTeam, anAddition, anEpoch, append } from '@veilleuse/testkit/team'
import { until } from '@veilleuse/testkit/until'
import { aVisitor, type TestVisitor } from '@veilleuse/testkit/visitor'
import pg from 'pg'

const visitors = 20
const counsellors = 10
const kills = 3
/** Milliseconds between two messages of one side: fast, and below the limit on saying. */
const pace = { least: 600, more: 600 }

type Pair = { readonly visitor: TestVisitor; readonly desk: TestCounsellor }
type Written = Map<string, string[]>

test('the server is killed in the middle of twenty conversations, and nothing said is lost', async (t) => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  t.diagnostic(`seed ${seed}`)
  const random = mulberry(seed)
  const server = await aServerProcess(t)
  const pairs = await twentyConversations(t, server)
  const written: Written = new Map()

  let talking = true
  const talk = Promise.all(
    pairs.flatMap(({ visitor, desk }) => [
      chatter('visitor', visitor.conversation, (text) => visitor.say(text)),
      chatter('desk', visitor.conversation, (text) => desk.say(visitor.conversation, text)),
    ]),
  )
  const caught: number[] = []
  for (let kill = 0; kill < kills; kill++) {
    await pause(1500 + random() * 1500)
    // Only a kill with words on their way proves anything.
    await until(() => unsent(pairs) > 0, { called: 'a message on its way' })
    await server.kill()
    await pause(200)
    caught.push(unsent(pairs))
    await server.start()
  }
  await pause(500)
  talking = false
  await talk
  await until(() => unsent(pairs) === 0, { seconds: 40, called: 'every outbox empty' })

  const stored = await messagesOf(server.databaseUrl())
  for (const { visitor, desk } of pairs) {
    const id = visitor.conversation
    const rows = stored.get(id) ?? []
    deepEqual(
      rows.map((row) => row.seq),
      rows.map((_, i) => i + 1),
      'numbers without holes',
    )
    const seqOf = new Map(rows.map((row) => [row.id, row.seq]))
    equal(seqOf.size, rows.length, 'each stored once')
    for (const [by, acknowledged] of [
      ['visitor', visitor.acknowledged],
      ['desk', desk.acknowledged],
    ] as const) {
      const order = written.get(`${by} ${id}`) ?? []
      ok(order.length > 0, 'both sides have spoken')
      for (const one of order)
        equal(acknowledged.get(one), seqOf.get(one), 'acknowledged as stored')
      const places = order.map((one) => seqOf.get(one) ?? 0)
      deepEqual(
        places,
        places.toSorted((a, b) => a - b),
        'in the order they were written',
      )
      ok(
        places.every((place) => place > 0),
        'nothing written is missing',
      )
    }
    equal(visitor.view().state, 'open')
    await until(() => desk.heard(id).length >= (written.get(`visitor ${id}`)?.length ?? 0), {
      called: 'everything heard at the desk',
    })
  }
  equal(stored.size, visitors)
  ok(
    caught.length === kills && caught.every((many) => many > 0),
    `each kill caught messages on their way: ${caught.join(', ')}`,
  )
  t.diagnostic(
    `${[...stored.values()].flat().length} messages, on their way at each kill: ${caught.join(', ')}`,
  )

  async function chatter(by: string, id: string, say: (text: string) => Promise<string>) {
    const order: string[] = []
    written.set(`${by} ${id}`, order)
    for (let n = 1; talking; n++) {
      order.push(await say(`${by} ${n}`))
      await pause(pace.least + random() * pace.more)
    }
  }
})

async function twentyConversations(
  t: Parameters<typeof aServerProcess>[0],
  server: Awaited<ReturnType<typeof aServerProcess>>,
): Promise<Pair[]> {
  const { origin, ask } = server
  // The server goes by the real time, so nobody moves it.
  const clock = { now: () => new Date(), pass: () => undefined }
  const team = await aTeam({ ask, clock }, await server.firstCode())
  const members = [team.mina, team.noor]
  while (members.length < counsellors) {
    const member = await aMember(team.desk, team.administrator)
    await append(team, team.sam, await anAddition(team, member))
    members.push(member)
  }
  const body = await anEpoch(team, { number: 2 })
  await granted(ask(publishEpoch, { token: team.sam.token, body }))

  const { pin } = team.root
  const desks = await Promise.all(members.map((member) => aDesk(origin, { member, pin })))
  t.after(() => desks.forEach((desk) => desk.leave()))
  const pages = await Promise.all(Array.from({ length: visitors }, () => aVisitor(origin, { pin })))
  t.after(() => pages.forEach((page) => page.close()))

  const pairs: Pair[] = []
  const taken = new Set<string>()
  await until(
    async () => {
      for (const desk of desks) {
        const offer = desk.offers().find((one) => !taken.has(one.id))
        if (!offer) continue
        taken.add(offer.id)
        const conversation = await desk.accept(offer)
        const visitor = pages.find((page) => page.conversation === conversation)
        if (visitor) pairs.push({ visitor, desk })
      }
      return pairs.length === visitors
    },
    { seconds: 40, called: 'twenty conversations' },
  )
  return pairs
}

function unsent(pairs: readonly Pair[]): number {
  const desks = new Set(pairs.map(({ desk }) => desk))
  const waiting = [...pairs.map(({ visitor }) => visitor), ...desks].map(
    (one) => one.unsent().length,
  )
  return waiting.reduce((sum, many) => sum + many, 0)
}

async function messagesOf(url: string) {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query<{ conversation_id: string; seq: number; id: string }>(
    'select conversation_id, seq::int, id from message order by conversation_id, seq',
  )
  await client.end()
  return Map.groupBy(rows, (row) => row.conversation_id)
}

/** A small seeded generator (mulberry32), so that a failing run can be had again by its seed. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
