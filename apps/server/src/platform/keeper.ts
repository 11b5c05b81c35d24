import type pg from 'pg'
import { locks } from './locks.ts'

export type Keeper = {
  /** Runs a job again and again, one run at a time, as long as this server is the keeper. */
  every(span: { milliseconds: number }, name: string, run: () => Promise<void>): void
  /** Told each time this server becomes the keeper: at the start, and after a loss of the database. */
  elected(hear: () => void): void
  close(): Promise<void>
}

/**
 * Of all servers on one database, one keeps the deadlines. It holds a lock on a connection of its
 * own; when it dies, PostgreSQL lets the lock go and the next server takes it within a second.
 */
export function openKeeper(
  connect: () => Promise<pg.Client>,
  failed: (job: string, error: unknown) => void,
): Keeper {
  const timers: NodeJS.Timeout[] = []
  const running = new Set<Promise<void>>()
  const hearers: (() => void)[] = []
  let lock: pg.Client | undefined
  let closed = false
  timers.push(setInterval(() => track(elect()), 1000))
  track(elect())

  return {
    every({ milliseconds }, name, run) {
      let busy = false
      timers.push(
        setInterval(() => {
          if (!lock || busy || closed) return
          busy = true
          track(
            run()
              .catch((error: unknown) => failed(name, error))
              .finally(() => {
                busy = false
              }),
          )
        }, milliseconds),
      )
    },
    elected: (hear) => void hearers.push(hear),
    async close() {
      closed = true
      for (const timer of timers) clearInterval(timer)
      await Promise.allSettled(running)
      await lock?.end().catch(() => {})
    },
  }

  function track(run: Promise<void>) {
    running.add(run)
    void run.finally(() => running.delete(run))
  }

  async function elect() {
    if (lock || closed) return
    let client: pg.Client | undefined
    try {
      client = await connect()
      const { rows } = await client.query<{ mine: boolean }>(
        'select pg_try_advisory_lock($1) as mine',
        [locks.keeper],
      )
      if (rows[0]?.mine !== true) return await client.end()
      const mine = client
      const lost = () => {
        if (lock === mine) lock = undefined
      }
      client.on('error', lost)
      client.on('end', lost)
      for (const hear of hearers) hear()
      lock = client
    } catch (error) {
      await client?.end().catch(() => {})
      failed('elect', error)
    }
  }
}
