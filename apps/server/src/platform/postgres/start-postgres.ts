import { setTimeout as pause } from 'node:timers/promises'
import { holdFolder } from './folder-lock.ts'
import { layoutIn, makeHome } from './layout.ts'
import { openCluster, type OpenCluster, type RoleOptions } from './open-cluster.ts'
import { StartRefused } from './refused.ts'
import { clearSocketFolder, stopServer, trimLog } from './server.ts'

/** What happens to the database, for the log. */
export type PostgresEvent =
  | { readonly type: 'postgres.created' }
  | { readonly type: 'postgres.started'; readonly pid: number; readonly as: string }
  | { readonly type: 'postgres.adopted'; readonly pid: number }
  | { readonly type: 'postgres.recovering' }
  | { readonly type: 'postgres.lost' }
  | { readonly type: 'postgres.restart_failed'; readonly why: string }
  | { readonly type: 'postgres.back'; readonly pid: number }
  | { readonly type: 'postgres.stopped' }

export type Postgres = {
  /** For `pg.Pool` and Kysely: the role `veilleuse`, which owns its database and nothing else. */
  readonly options: RoleOptions
  /** The same as one string. */
  readonly connectionString: string
  /** The role that may do all, for backup and tests alone. */
  readonly superuser: RoleOptions
  /** The server's process now; it changes when the server was lost and came back. */
  pid(): number
  /** Ends the database in good order and lets go of the folder. */
  stop(): Promise<void>
}

export type PostgresWish = {
  /** Veilleuse's data folder. The database keeps to `postgres/` in it. */
  readonly dataFolder: string
  /** Also told when the server dies under us (`postgres.lost`) and when it is back. */
  log(event: PostgresEvent): void
  /** For tests that throw the cluster away: nothing is flushed, and the role may create databases. */
  readonly throwaway?: boolean
}

const backoff = { shortest: { milliseconds: 100 }, longest: { milliseconds: 10_000 } }
// One that took connections this long has not failed to start: a long wait would only keep people out.
const healthy = { milliseconds: 2_000 }

/**
 * Starts the embedded PostgreSQL, or takes over the one that outlived a killed Veilleuse, and keeps
 * it running. Throws `StartRefused` with a sentence for people when it cannot be.
 */
export async function startPostgres(wish: PostgresWish): Promise<Postgres> {
  const layout = layoutIn(wish.dataFolder)
  makeHome(layout)
  const hold = holdFolder(layout.home)
  if ('heldBy' in hold) {
    throw new StartRefused(
      `Veilleuse already runs on ${wish.dataFolder} (process ${hold.heldBy.pid}): stop it first, or set VEILLEUSE_DATA to another folder.`,
    )
  }
  try {
    const first = await openCluster(layout, wish)
    return keepRunning(first, { ...wish, layout, release: () => hold.release() })
  } catch (error) {
    hold.release()
    throw error
  }
}

type Keeping = PostgresWish & { readonly layout: ReturnType<typeof layoutIn>; release(): void }

function keepRunning(first: OpenCluster, keeping: Keeping): Postgres {
  const stopping = new AbortController()
  let current = first
  const kept = keep()
  const hourly = setInterval(() => trimLog(keeping.layout.serverLog), 3_600_000)
  hourly.unref()

  async function keep() {
    let wait = backoff.shortest.milliseconds
    let since = performance.now()
    while (!stopping.signal.aborted) {
      await Promise.race([current.server.gone, aborted(stopping.signal)])
      if (stopping.signal.aborted) return
      keeping.log({ type: 'postgres.lost' })
      if (performance.now() - since > healthy.milliseconds) wait = backoff.shortest.milliseconds
      wait = await startAgain(wait)
      since = performance.now()
    }
  }

  /** Tries until it runs or is no longer wanted; gives the wait for the next time. */
  async function startAgain(firstWait: number): Promise<number> {
    for (let wait = firstWait; ; wait = Math.min(wait * 2, backoff.longest.milliseconds)) {
      await Promise.race([pause(wait, undefined, { ref: false }), aborted(stopping.signal)])
      if (stopping.signal.aborted) return wait
      try {
        current = await openCluster(keeping.layout, keeping)
        keeping.log({ type: 'postgres.back', pid: current.server.pid })
        return Math.min(wait * 2, backoff.longest.milliseconds)
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        keeping.log({ type: 'postgres.restart_failed', why })
      }
    }
  }

  async function stop() {
    if (stopping.signal.aborted) return kept
    stopping.abort()
    clearInterval(hourly)
    await kept
    await stopServer(current.server)
    clearSocketFolder(keeping.layout, current.server)
    keeping.release()
    keeping.log({ type: 'postgres.stopped' })
  }

  return {
    options: first.veilleuse,
    connectionString: first.connectionString,
    superuser: first.superuser,
    pid: () => current.server.pid,
    stop,
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
