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
/** The server alone twice; once its database with it, which then has to recover from its log. */
const kills = ['server', 'everything', 'server'] as const
/** Milliseconds between two messages of one side: fast, and below the limit on saying. */
const pace = { least: 600, more: 600 }
/** How many messages one writes into a dead line. */
const patience = 4

type Pair = { readonly visitor: TestVisitor; readonly desk: TestCounsellor }
type Place = { readonly id: string; say(text: string): Promise<string> }
type Written = Map<string, string[]>
type Row = { readonly seq: number; readonly id: string }

test('the server is killed in the middle of twenty conversations, and nothing said is lost', async (t) => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
  t.diagnostic(`seed ${seed}`)
  const random = mulberry(seed)
  const server = await aServerProcess(t)
  const pairs = await twentyConversations(t, server)
  const written: Written = new Map()

  let talking = true
  const everybody = signal()
  const talk = Promise.all(
    pairs.flatMap(({ visitor, desk }) => [
      chatter('visitor', visitor, { id: visitor.conversation, say: (text) => visitor.say(text) }),
      chatter('helpline', desk, {
        id: visitor.conversation,
        say: (text) => desk.say(visitor.conversation, text),
      }),
    ]),
  )
  const caught: number[] = []
  let unheard = 0
  for (const victim of kills) {
    await until(() => pairs.every(isLive), { seconds: 40, called: 'everybody back' })
    await pause(1000 + random() * 1000)
    // Only a kill with words on their way proves anything: everybody speaks, and then it comes.
    everybody.speaks()
    await until(() => unsent(pairs).length > visitors / 2, { called: 'messages on their way' })
    const onTheirWay = unsent(pairs)
    if (victim === 'server') {
      await server.kill()
      unheard += await storedOf(server.databaseUrl(), onTheirWay)
    } else await server.killEverything()
    caught.push(onTheirWay.length)
    await pause(200)
    await server.start()
  }
  await pause(500)
  talking = false
  await talk
  await until(() => unsent(pairs).length === 0, { seconds: 40, called: 'every outbox empty' })

  const stored = await messagesOf(server.databaseUrl())
  for (const pair of pairs)
    await nothingLost(pair, { rows: stored.get(pair.visitor.conversation) ?? [], written })
  equal(stored.size, visitors)
  ok(
    caught.length === kills.length && caught.every((many) => many > 0),
    `each kill caught messages on their way: ${caught.join(', ')}`,
  )
  t.diagnostic(
    `${[...stored.values()].flat().length} messages, on their way at each kill: ${caught.join(', ')}; of these ${unheard} were stored already and only their answer was lost`,
  )

  async function chatter(by: string, writer: TestVisitor | TestCounsellor, place: Place) {
    const order: string[] = []
    written.set(`${by} ${place.id}`, order)
    for (let n = 1; talking; n++) {
      await Promise.race([everybody.spoken(), pause(pace.least + random() * pace.more)])
      // Who sees that nothing goes out stops after a few words.
      if (writer.unsent().length < patience) order.push(await place.say(`${by} ${n}`))
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

function isLive({ visitor, desk }: Pair): boolean {
  return visitor.state() === 'live' && desk.state() === 'live'
}

/** Lets many who wait go on at once. */
function signal() {
  let go = () => {}
  let next = new Promise<void>((done) => (go = done))
  return {
    spoken: () => next,
    speaks() {
      const now = go
      next = new Promise<void>((done) => (go = done))
      now()
    },
  }
}

/** Ids of what was written and not acknowledged. */
function unsent(pairs: readonly Pair[]): string[] {
  const desks = new Set(pairs.map(({ desk }) => desk))
  return [...pairs.map(({ visitor }) => visitor), ...desks].flatMap((one) => one.unsent())
}

/** What both sides wrote is stored once, as acknowledged, in their order, and heard by the other. */
async function nothingLost(
  { visitor, desk }: Pair,
  { rows, written }: { rows: readonly Row[]; written: Written },
) {
  const id = visitor.conversation
  deepEqual(
    rows.map(({ seq }) => seq),
    rows.map((_, i) => i + 1),
    'numbers without holes',
  )
  const seqOf = new Map(rows.map((row) => [row.id, row.seq]))
  equal(seqOf.size, rows.length, 'each stored once')
  equal(visitor.view().state, 'open')
  for (const [by, acknowledged, heard] of [
    ['visitor', visitor.acknowledged, () => desk.heard(id)],
    ['helpline', desk.acknowledged, () => visitor.heard()],
  ] as const) {
    const order = written.get(`${by} ${id}`) ?? []
    const places = order.map((one) => seqOf.get(one) ?? 0)
    ok(order.length > 0, 'both sides have spoken')
    ok(
      places.every((place) => place > 0),
      'nothing written is missing',
    )
    deepEqual(
      places,
      places.toSorted((a, b) => a - b),
      'in the order they were written',
    )
    deepEqual(
      order.map((one) => acknowledged.get(one)),
      places,
      'acknowledged as stored',
    )
    const theirs = () => heard().filter((words) => words.by === by)
    await until(() => theirs().length === order.length, { called: `all of the ${by}’s heard` })
    deepEqual(
      theirs().map(({ seq }) => seq),
      places,
    )
  }
}

async function storedOf(url: string, ids: readonly string[]): Promise<number> {
  const stored = [...(await messagesOf(url)).values()].flat()
  return stored.filter(({ id }) => ids.includes(id)).length
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
