import type pg from 'pg'
import type { Db } from './database.ts'
import type { ServerEvent } from './events.ts'
import { eventsAfter, lastEvent } from './outbox.ts'

export type Feed = {
  /** Called for every event since the feed was opened, in the order of commit, with its number. */
  on(hear: Hear): void
  /** Reads what there is now. Called after a change of this server's own, to lose no time. */
  look(): void
  close(): Promise<void>
}

type Hear = (event: ServerEvent, seq: number) => void

/**
 * Reads the outbox as it grows and hands events to this server's sockets. A notification is only a
 * hint to look; a look every second finds what a lost hint would have told.
 */
export async function openFeed(
  db: Db,
  listen: () => Promise<pg.Client>,
  failed: (error: unknown) => void,
): Promise<Feed> {
  const hearers: Hear[] = []
  let seq = await lastEvent(db)
  let looking = Promise.resolve()
  let busy = false
  let again = false
  let closed = false
  let listener: pg.Client | undefined
  const timer = setInterval(look, 1000)
  await hark()

  return {
    on(hear) {
      hearers.push(hear)
      look()
    },
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
    if (busy) return
    busy = true
    looking = readOn()
  }

  async function readOn() {
    // Events go past once: they wait for the first who listens.
    while (again && !closed && hearers.length > 0) {
      again = false
      try {
        if (!listener) await hark()
        for (;;) {
          const events = await eventsAfter(db, seq)
          for (const { seq: number, event } of events) {
            for (const hear of hearers) tell(hear, event, number)
            seq = number
          }
          if (events.length < 1000) break
        }
      } catch (error) {
        // The database is away. Nothing is lost: the next look begins where this one stopped.
        failed(error)
      }
    }
    // In the same breath as the last look at `again`, or a look asked for meanwhile would be lost.
    busy = false
  }

  function tell(hear: Hear, event: ServerEvent, number: number) {
    try {
      hear(event, number)
    } catch (error) {
      failed(error)
    }
  }

  async function hark() {
    let client: pg.Client | undefined
    const lost = () => {
      if (listener === client) listener = undefined
    }
    try {
      client = await listen()
      client.on('error', lost)
      client.on('end', lost)
      client.on('notification', look)
      await client.query('listen outbox')
      listener = client
    } catch (error) {
      await client?.end().catch(() => {})
      failed(error)
    }
  }
}
