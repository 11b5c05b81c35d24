import { isOutage } from '@veilleuse/server/platform/database'
import pg from 'pg'
import { until } from '../until.ts'

export type Row = {
  readonly conversation: string
  readonly seq: number
  readonly id: string
  readonly by: 'visitor' | 'helpline'
}

/** What a helpline's database holds, read past the server. */
export type Records = {
  readonly messages: ReadonlyMap<string, readonly Row[]>
  /** The last number of each conversation, as the server counts. */
  readonly lastSeqs: ReadonlyMap<string, number>
  /** Who waits, in the order they are served. */
  readonly queue: readonly string[]
}

/** Waits for a database that is still recovering. */
export async function recordsIn(url: string): Promise<Records> {
  const client = await until(() => connected(url), { seconds: 30, called: 'the database' })
  try {
    // One moment for all three.
    await client.query('begin isolation level repeatable read')
    const messages = await client.query<Row>(
      `select conversation_id as conversation, seq::int, id,
         case when by_helpline then 'helpline' else 'visitor' end as by
       from message order by conversation_id, seq`,
    )
    const conversations = await client.query<{ id: string; last: number; state: string }>(
      `select id, last_seq::int as last, state from conversation
       order by at_head desc, arrived_at, id`,
    )
    return {
      messages: Map.groupBy(messages.rows, ({ conversation }) => conversation),
      lastSeqs: new Map(conversations.rows.map(({ id, last }) => [id, last])),
      queue: conversations.rows.flatMap(({ id, state }) => (state === 'waiting' ? [id] : [])),
    }
  } finally {
    await client.end()
  }
}

async function connected(url: string): Promise<pg.Client | undefined> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    if (!isOutage(error)) throw error
    return undefined
  }
}
