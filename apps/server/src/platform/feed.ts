import type pg from 'pg'
import { isOutage, type Db } from './database.ts'
import type { ServerEvent } from './events.ts'
import { eventsAfter, lastEvent } from './outbox.ts'

export type Feed = {
  /** Called for every event, in the order of commit, with its number. */
  on(hear: (event: ServerEvent, seq: number) => Promise<void>): void
  /** Number of the last event every listener has dealt with. */
  readonly seq: () => number
  /** Reads what there is now. Called after a change of this server's own, to lose no time. */
  look(): void
  close(): Promise<void>
}

/**
 * Reads the outbox as it grows and hands events to this server's sockets. A notification is only a
 * hint to look; a look every second finds what a lost hint would have told.
 */
export async function openFeed(
  db: Db,
  listen: () => Promise<pg.Client>,
  failed: (error: unknown) => void,
): Promise<Feed> {
  const hearers: ((event: ServerEvent, seq: number) => Promise<void>)[] = []
  let seq = await lastEvent(db)
  let looking: Promise<void> | undefined
  let again = false
  let closed = false
  let listener: pg.Client | undefined
  const timer = setInterval(look, 1000)
  await hark()

  return {
    on: (hear) => void hearers.push(hear),
    seq: () => seq,
    look,
    async close() {
      closed = true
      clearInterval(timer)
      await looking
      await listener?.end().catch(() => {})
    },
  }

  function look() {
    again = true
    looking ??= readOn().finally(() => {
      looking = undefined
    })
  }

  async function readOn() {
    while (again) {
      again = false
      if (closed) return
      try {
        if (!listener) await hark()
        for (;;) {
          const events = await eventsAfter(db, seq)
          for (const { seq: number, event } of events) {
            for (const hear of hearers) await heard(() => hear(event, number))
            seq = number
          }
          if (events.length < 1000) break
        }
      } catch (error) {
        // The database is away. Nothing is lost: the next look begins where this one stopped.
        failed(error)
      }
    }
  }

  /** A listener's bug must not stop the others' news; an outage must not lose them either. */
  async function heard(hear: () => Promise<void>) {
    try {
      await hear()
    } catch (error) {
      if (isOutage(error)) throw error
      failed(error)
    }
  }

  async function hark() {
    try {
      const client = await listen()
      client.on('error', () => {
        listener = undefined
      })
      client.on('end', () => {
        listener = undefined
      })
      client.on('notification', look)
      await client.query('listen outbox')
      listener = client
    } catch (error) {
      failed(error)
    }
  }
}
