import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { call } from '@veilleuse/client/call'
import { leave } from '@veilleuse/contract/visit'
import { startPostgres } from '@veilleuse/server/platform/postgres/start-postgres'
import { until } from '@veilleuse/testkit/until'
import pg from 'pg'
import { type Cast, seedCast, type Shape } from './cast.ts'
import { costOf, costOfFamily } from './cost.ts'
import { chance, type Spread, spreadOf } from './figures.ts'
import { type Gauge, type RunningServer, startServer } from './running-server.ts'
import { nothingSeen, type Seen, talks, type There, waits, watches } from './talk.ts'

export type EveningWish = {
  readonly shape: Shape
  readonly seed: number
  /** Each end of each conversation writes once in this time. */
  readonly every: { readonly seconds: number }
  /** How long is talked, and how long nothing is said, to see what waiting costs. */
  readonly talk: { readonly seconds: number }
  readonly quiet: { readonly seconds: number }
  /** How long is waited after many have come, until all is calm. */
  readonly settle: { readonly seconds: number }
  /** Folder for a profile of the server. */
  readonly profile?: string | undefined
}

export type Evening = {
  readonly wish: EveningWish
  readonly delivered: Spread
  readonly acknowledged: Spread
  readonly opened: number
  /** Cores used while all talk. */
  readonly cores: Used
  /** By how many milliseconds each came late to its work while all talk, 99 times of 100 at most. */
  readonly late: { readonly server: number; readonly generator: number }
  /** Of one who waits: bytes of the server after a collection, and seconds of processor a second. */
  readonly waiting: {
    readonly live: number
    readonly resident: number
    readonly server: number
    readonly database: number
    /** Until all who wait were there, all having come at once. */
    readonly cameIn: { readonly seconds: number }
  }
  readonly memory: Pick<Gauge, 'live' | 'resident'>
}

type Used = { readonly server: number; readonly database: number; readonly generator: number }

/** Everybody there at once: those who wait, those who talk, and the team. */
export async function evening(folder: string, wish: EveningWish): Promise<Evening> {
  const cast = await seeded(folder, wish.shape)
  const server = await startServer(folder, { profile: wish.profile })
  const seen = nothingSeen()
  const there: There[] = []
  try {
    const held = new Set(cast.pairs.map((pair) => pair.counsellor.token))
    const talk = talks(server.origin, cast.pairs, seen)
    there.push(...talk.all)
    for (const token of cast.desks) if (!held.has(token)) there.push(watches(server.origin, token))
    await allLive(there)
    await pause(wish.settle.seconds * 1000)
    const before = { ...(await use(server, wish.quiet)), ...(await server.gauge()) }

    const began = performance.now()
    await come(server.origin, cast, there)
    const cameIn = { seconds: (performance.now() - began) / 1000 }
    await pause(wish.settle.seconds * 1000)
    const after = { ...(await use(server, wish.quiet)), ...(await server.gauge()) }

    const generator = monitorEventLoopDelay({ resolution: 2 })
    generator.enable()
    const talking = Promise.all([converse(talk.ends, wish), leaveOneByOne(server, cast, wish)])
    const cores = await use(server, wish.talk)
    await talking
    const late = {
      server: (await server.gauge()).lateMs,
      generator: generator.percentile(99) / 1e6,
    }
    await until(() => seen.opened >= seen.said, { called: 'the last delivery' }).catch(
      () => undefined,
    )
    await allStored(folder, seen)
    const each = (one: keyof Used | 'live' | 'resident') =>
      (after[one] - before[one]) / wish.shape.waiting
    return {
      wish,
      delivered: spreadOf(seen.delivered),
      acknowledged: spreadOf(seen.acknowledged),
      opened: seen.opened,
      cores,
      late,
      waiting: {
        live: each('live'),
        resident: each('resident'),
        server: each('server'),
        database: each('database'),
        cameIn,
      },
      memory: after,
    }
  } finally {
    for (const one of there) one.close()
    await server.stop()
  }
}

/** An evening in a database that then waits for its server. */
export async function seeded(folder: string, shape: Shape): Promise<Cast> {
  const postgres = await startPostgres({ dataFolder: folder, log: () => undefined })
  try {
    return await seedCast(postgres.options, shape)
  } finally {
    await postgres.stop()
  }
}

/** Those who wait come as fast as they are welcomed, a hundred at a time. */
async function come(origin: string, { waiting }: Cast, there: There[]): Promise<void> {
  for (let at = 0; at < waiting.length; at += 100) {
    const some = waiting.slice(at, at + 100).map(({ token }) => waits(origin, token))
    there.push(...some)
    await allLive(some)
  }
}

function allLive(all: readonly There[]): Promise<true> {
  const live = () => all.every((one) => one.live()) || undefined
  return until(live, { seconds: 60, called: `${all.length} pages and desks` })
}

/** Cores used from now on for so long. */
async function use(server: RunningServer, { seconds }: { seconds: number }): Promise<Used> {
  const spent = () => ({
    server: costOf(server.pid).cpu,
    database: costOfFamily(server.postgres).cpu,
    generator: costOf(process.pid).cpu,
  })
  const before = spent()
  const began = performance.now()
  await pause(seconds * 1000)
  const after = spent()
  const took = (performance.now() - began) / 1000
  const rate = (one: keyof Used) => (after[one] - before[one]) / took
  return { server: rate('server'), database: rate('database'), generator: rate('generator') }
}

/** Every end writes in its own rhythm, begun at a moment of its own. */
async function converse(ends: readonly (() => Promise<void>)[], wish: EveningWish): Promise<void> {
  const random = chance(wish.seed)
  const every = wish.every.seconds * 1000
  const began = performance.now()
  await Promise.all(
    ends.map(async (say) => {
      let due = random() * every
      for (; due < wish.talk.seconds * 1000; due += every) {
        await pause(Math.max(0, began + due - performance.now()))
        await say()
      }
    }),
  )
}

/** Every two seconds one of the first leaves the queue, so that all behind move up and are told. */
async function leaveOneByOne({ origin }: RunningServer, { waiting }: Cast, wish: EveningWish) {
  const leaving = waiting.slice(0, Math.floor(wish.talk.seconds / 2))
  for (const { token } of leaving) {
    await call(origin, leave, { token })
    await pause(2000)
  }
}

/** Nothing was lost on the way, nothing doubled, nothing out of order, nothing left undelivered. */
async function allStored(folder: string, seen: Seen): Promise<void> {
  const connectionString = readFileSync(join(folder, 'database.url'), 'utf8').trim()
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ stored: number }>(
      'select count(*)::int as stored from message',
    )
    const [{ stored } = { stored: 0 }] = rows
    const whole =
      stored > 0 &&
      [seen.said, seen.acknowledged.length, seen.opened].every((count) => count === stored) &&
      seen.disordered === 0 &&
      seen.refused === 0
    if (whole) return
    const counts = {
      ...seen,
      stored,
      acknowledged: seen.acknowledged.length,
      delivered: seen.delivered.length,
    }
    throw new Error(`not all arrived as it should: ${JSON.stringify(counts)}`)
  } finally {
    await client.end()
  }
}
