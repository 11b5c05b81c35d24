import { fork } from 'node:child_process'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { conversationId, messageId } from '@veilleuse/contract/shapes'
import { uuidv7 } from '@veilleuse/sealing/bytes'
import { openAppend } from '@veilleuse/server/platform/append'
import { freePort } from '@veilleuse/testkit/free-port'
import pg from 'pg'
import * as v from 'valibot'
import type { Cast } from './cast.ts'
import { costOf, costOfFamily } from './cost.ts'
import { seeded } from './evening.ts'
import { medianOf, type Spread, spreadOf } from './figures.ts'
import { allLive, helloOf, type Mouth, openPost, type Post, press } from './press.ts'
import { profileOf, type Share } from './profile.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { template } from './template.ts'

export type SaturationWish = {
  readonly desks: number
  /** Open conversations at each desk. */
  readonly each: number
  readonly atOnce: number
  readonly rounds: number
  readonly turn: { readonly seconds: number }
  /** Where the profile is put. */
  readonly profile: string
}

/** Messages a second, and what one costs, in microseconds of the processor. */
export type Rate = {
  readonly perSecond: number
  readonly waits: Spread
  readonly cost: { readonly node: number; readonly database: number; readonly generator: number }
}

export type Saturation = {
  readonly wish: SaturationWish
  /** The product, end to end: socket, all checks, durable, acknowledged, and at the other end. */
  readonly product: Rate
  /** Sockets and the same append, nothing else. */
  readonly bare: Rate
  /** The append alone, without sockets. */
  readonly append: Rate
  /** Medians of what they were in each round. */
  readonly ratios: { readonly toBare: number; readonly toAppend: number }
  /** Where the product's process spends its time. */
  readonly shares: readonly Share[]
}

/**
 * How many messages a second go through, against what the same database bears of the same rows in the
 * same run, turn about. Nobody opens these messages: each end's first is sealed as in life and sent
 * again under new ids.
 */
export async function saturation(folder: string, wish: SaturationWish): Promise<Saturation> {
  const { desks, each } = wish
  const many = desks * each
  const cast = await seeded(folder, { counsellors: desks, each, supervisors: 0, waiting: many })
  const server = await startServer(folder)
  const rounds: Round[] = []
  try {
    const product = await productEnds(server, cast)
    const bare = await bareEnds(folder, cast, many)
    for (let n = 0; n < wish.rounds; n += 1) {
      rounds.push({
        append: await alone(folder, cast, { wish, server }),
        bare: await pressed(bare, { wish, server, node: bare.pid }),
        product: await pressed(product, { wish, server, node: server.pid }),
      })
    }
    bare.close()
    product.close()
  } finally {
    await server.stop()
  }
  return {
    wish,
    product: middle(rounds.map((round) => round.product)),
    bare: middle(rounds.map((round) => round.bare)),
    append: middle(rounds.map((round) => round.append)),
    ratios: {
      toBare: medianOf(rounds.map((r) => r.product.perSecond / r.bare.perSecond)),
      toAppend: medianOf(rounds.map((r) => r.product.perSecond / r.append.perSecond)),
    },
    shares: await profiled(folder, cast, wish),
  }
}

type Round = Pick<Saturation, 'product' | 'bare' | 'append'>
type Ends = { readonly post: Post; readonly mouths: readonly Mouth[]; close(): void }
type Turn = { readonly wish: SaturationWish; readonly server: RunningServer }

/** All ends of all open conversations, at the product's own doors. */
async function productEnds({ origin }: RunningServer, { pairs }: Cast): Promise<Ends> {
  const post = openPost()
  const desks = new Map(
    [...new Set(pairs.map((pair) => pair.counsellor.token))].map((token) => [
      token,
      post.wire(`${origin}/desk/socket`, helloOf(token, {})),
    ]),
  )
  const mouths: Mouth[] = []
  for (const { id, visitor, counsellor } of pairs) {
    const desk = desks.get(counsellor.token)
    const page = post.wire(`${origin}/visit/socket`, helloOf(visitor.token, 0))
    // A hundred at a time: more would wait too long for the database, and this socket tries but once.
    if (mouths.length % 200 === 0) await allLive([...desks.values(), page])
    mouths.push({ socket: page, frame: await template(visitor.voice), conversation: id })
    if (desk)
      mouths.push({ socket: desk, frame: await template(counsellor.voice), conversation: id })
  }
  const wires = [...new Set(mouths.map((mouth) => mouth.socket))]
  await allLive(wires)
  return { post, mouths, close: () => wires.forEach((wire) => wire.close()) }
}

/** As many sockets at the bare loop, in conversations of its own: those of who waits. */
async function bareEnds(folder: string, { pairs, waiting }: Cast, many: number) {
  const port = await freePort(26_000)
  const loop = fork(join(import.meta.dirname, 'bare-loop.ts'), [databaseUrl(folder), String(port)])
  await once(loop, 'message')
  const [first] = pairs
  if (!first) throw new Error('nobody talks')
  const frame = await template(first.visitor.voice)
  const ids = waiting.slice(0, many).map((one) => one.id)
  const post = openPost()
  const address = `http://localhost:${port}`
  const desks = pairs.length / new Set(pairs.map((pair) => pair.counsellor.token)).size
  const mouths: Mouth[] = []
  for (let at = 0; at < ids.length; at += desks) {
    const held = ids.slice(at, at + desks)
    const desk = post.wire(address, held.join(' '))
    for (const conversation of held) {
      mouths.push({ socket: desk, frame, conversation })
      mouths.push({ socket: post.wire(address, conversation), frame, conversation })
    }
  }
  const wires = [...new Set(mouths.map((mouth) => mouth.socket))]
  await allLive(wires)
  const close = () => {
    for (const wire of wires) wire.close()
    loop.disconnect()
  }
  return { post, mouths, close, pid: v.parse(v.number(), loop.pid) }
}

async function pressed(
  { post, mouths }: Ends,
  { wish, server, node }: Turn & { readonly node: number },
): Promise<Rate> {
  const before = post.delivered()
  const refused = post.refused()
  const rate = await measured({ wish, server, node }, () =>
    press(post, mouths, { atOnce: wish.atOnce, seconds: wish.turn.seconds }),
  )
  await pause(200)
  const delivered = post.delivered() - before
  if (post.refused() > refused) throw new Error(`${post.refused() - refused} messages were refused`)
  if (delivered !== rate.waits.count)
    throw new Error(`of ${rate.waits.count} stored messages ${delivered} were delivered`)
  return rate
}

/** The lanes alone, in this process: what the database bears of these rows. */
async function alone(folder: string, { waiting, pairs }: Cast, turn: Turn): Promise<Rate> {
  const lanes = openAppend({ connectionString: databaseUrl(folder) })
  const [first] = pairs
  const envelope = first ? (await template(first.visitor.voice)).subarray(1) : randomBytes(600)
  const { atOnce, turn: span } = turn.wish
  const rate = await measured({ ...turn, node: process.pid }, async () => {
    const waits: number[] = []
    const end = performance.now() + span.seconds * 1000
    await Promise.all(
      Array.from({ length: atOnce }, async (_, writer) => {
        const conversation = v.parse(conversationId, waiting[writer % waiting.length]?.id)
        while (performance.now() < end) {
          const began = performance.now()
          const id = v.parse(messageId, uuidv7(new Date()))
          await lanes.append({ conversation, id, author: undefined, envelope })
          waits.push(performance.now() - began)
        }
      }),
    )
    return waits
  })
  await lanes.close()
  return rate
}

async function measured(
  { server, node }: Turn & { readonly node: number },
  run: () => Promise<readonly number[]>,
): Promise<Rate> {
  const spent = () => ({
    node: costOf(node).cpu,
    database: costOfFamily(server.postgres).cpu,
    generator: costOf(process.pid).cpu,
  })
  const before = spent()
  const began = performance.now()
  const waits = await run()
  const seconds = (performance.now() - began) / 1000
  const after = spent()
  const each = (one: keyof Rate['cost']) => ((after[one] - before[one]) * 1e6) / waits.length
  const cost = { node: each('node'), database: each('database'), generator: each('generator') }
  return { perSecond: waits.length / seconds, waits: spreadOf(waits), cost }
}

/** The round whose rate lies in the middle. */
function middle(rates: readonly Rate[]): Rate {
  const sorted = rates.toSorted((a, b) => a.perSecond - b.perSecond)
  const one = sorted[Math.floor(sorted.length / 2)]
  if (!one) throw new Error('there was no round')
  return one
}

/** Once more with a profiler in the server: it slows it, so that turn is not counted. */
async function profiled(folder: string, cast: Cast, wish: SaturationWish) {
  const server = await startServer(folder, { profile: wish.profile })
  try {
    await forgetAll(folder)
    const ends = await productEnds(server, cast)
    await pressed(ends, { wish, server, node: server.pid })
    ends.close()
  } finally {
    await server.stop()
  }
  // What follows the pressing is short.
  return profileOf(wish.profile, wish.turn)
}

/** Nobody who comes has missed anything then. */
async function forgetAll(folder: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(folder) })
  await client.connect()
  await client.query('truncate message')
  await client.query('update conversation set last_seq = 0')
  await client.end()
}

function databaseUrl(folder: string): string {
  return readFileSync(join(folder, 'database.url'), 'utf8').trim()
}
