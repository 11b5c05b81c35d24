import type { Server } from 'node:http'
import pg from 'pg'
import { accountJobs } from './account/jobs.ts'
import { sessionOf } from './account/session.ts'
import { buildApp } from './app.ts'
import { openLiveBoard } from './board/jobs.ts'
import { boardDoor } from './board/socket.ts'
import { contactJobs } from './contact/jobs.ts'
import { deskDoor } from './desk/socket.ts'
import { keysJobs } from './keys/jobs.ts'
import { furnish } from './line/actions.ts'
import { openAppend } from './platform/append.ts'
import type { Config } from './platform/config.ts'
import { openDatabase, openPool, type Reach } from './platform/database.ts'
import { openFeed } from './platform/feed.ts'
import type { House } from './platform/house.ts'
import { newId } from './platform/ids.ts'
import { openKeeper } from './platform/keeper.ts'
import { makeLimits } from './platform/limits.ts'
import type { Log } from './platform/log.ts'
import { makeMetrics, serveMetrics } from './platform/metrics.ts'
import { migrate } from './platform/migrate.ts'
import { secretsIn } from './platform/secrets.ts'
import { openSockets } from './platform/socket.ts'
import { countNow } from './queue/store.ts'
import { queueJobs } from './queue/jobs.ts'
import { silenceJobs } from './silence/jobs.ts'
import { openSwitchboard } from './switchboard.ts'
import { visitorSessions } from './visit/access.ts'
import { visitDoor } from './visit/socket.ts'
import type { Clock } from '@veilleuse/domain/clock'

export type Running = {
  readonly house: House
  readonly port: number
  /** Lets go of everything in order; what was acknowledged is stored, what was not is sent again. */
  stop(): Promise<void>
}

/** Opens the helpline on a database that can be reached. */
export async function openHelpline(
  config: Config,
  { reach, log, clock }: { reach: Reach; log: Log; clock: Clock },
): Promise<Running> {
  log.migrated({ names: await migrate(reach) })
  const pool = openPool(reach)
  const db = openDatabase(pool)
  await furnish(db)

  const incident = (where: string) => (error: unknown) =>
    log.incident({ incident: newId(), where, error })
  const house = await buildApp({
    db,
    clock,
    config,
    log,
    limits: makeLimits(clock),
    secrets: secretsIn(config.dataFolder),
    doors: {
      staff: (token) => sessionOf(db, token, clock.now()),
      visitor: visitorSessions(db),
    },
  })
  const connect = async (name: string) => {
    const client = new pg.Client({ ...reach, application_name: `veilleuse ${name}` })
    client.on('error', () => {})
    await client.connect()
    return client
  }
  const append = openAppend(reach)
  const feed = await openFeed(db, () => connect('feed'), incident('feed'))
  const metrics = makeMetrics(async () => ({
    ...(await countNow(db)),
    crowd: house.limits.crowd(),
  }))
  const board = await openSwitchboard(house, { append, feed, metrics })
  feed.on(house.live.hear)
  const live = openLiveBoard(house, feed, incident('board'))
  const doors = [visitDoor(board), deskDoor(board), boardDoor(house, live)]
  const sockets = openSockets(house.app.server, doors, house)
  const keeper = openKeeper(
    () => connect('keeper'),
    (job, error) => incident(job)(error),
  )
  queueJobs(house, keeper)
  silenceJobs(house, keeper)
  contactJobs(house, keeper)
  accountJobs(house, keeper)
  keysJobs(house, keeper)

  await house.app.listen({ host: config.host, port: config.port })
  const told: Server | undefined =
    config.metricsPort > 0 ? await serveMetrics(metrics, config.metricsPort) : undefined
  const address = house.app.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  log.started({ port, demo: config.demo })

  return {
    house,
    port,
    async stop() {
      sockets.close()
      told?.close()
      await house.app.close()
      await keeper.close()
      live.close()
      board.close()
      await append.close()
      await feed.close()
      await db.destroy()
    },
  }
}
