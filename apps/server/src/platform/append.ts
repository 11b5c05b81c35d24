import type { ConversationId, MessageId, StaffId } from '@veilleuse/domain/ids'
import pg from 'pg'
import { appendMany, appendOneByOne } from './append-statement.ts'
import { isBrokenOff, isOutage, type Reach } from './database.ts'
import { Problem } from './problem.ts'

export type Said = {
  readonly conversation: ConversationId
  readonly id: MessageId
  /** Who of the team wrote it; undefined for the visitor. */
  readonly author: StaffId | undefined
  readonly envelope: Buffer
}

export type Stored = {
  readonly seq: number
  readonly at: Date
  /** It had been stored before: an earlier acknowledgement was lost. */
  readonly again: boolean
}

export type Append = {
  /**
   * Resolves once the message is durable, with its place in the conversation. Throws `Problem`:
   * `not_found`, `conversation_closed`, `malformed` (the id is taken by other words), `too_fast`
   * (the lane is full; nothing was stored), `restarting` (the database stayed away).
   */
  append(said: Said): Promise<Stored>
  close(): Promise<void>
}

export type Wishes = {
  readonly lanes: number
  /** How many messages may wait in a lane before it refuses more. */
  readonly depth: number
  readonly patience: Patience
}

/** How long a lane waits for a database that is away. */
type Patience = { readonly tries: number; readonly pauseMs: number }

type Waiter = { said: Said; resolve(stored: Stored): void; reject(error: unknown): void }

/**
 * Durable append in lanes. A lane has one connection and one statement in flight; what arrives
 * meanwhile is the next batch, so that one flush of the disk carries many messages, and an idle lane
 * stores at once. A conversation keeps to its lane, so that its messages keep their order.
 */
export function openAppend(reach: Reach, wishes: Partial<Wishes> = {}): Append {
  const wanted = { lanes: 2, depth: 5000, patience: usualPatience, ...wishes }
  const lanes = Array.from({ length: wanted.lanes }, () => openLane(reach, wanted))
  return {
    append: (said) => laneOf(lanes, said.conversation).append(said),
    close: async () => void (await Promise.all(lanes.map((one) => one.close()))),
  }
}

function laneOf<T>(lanes: readonly T[], conversation: string): T {
  const lane = lanes[Number.parseInt(conversation.slice(-4), 16) % lanes.length]
  if (!lane) throw new Error('no lanes')
  return lane
}

const batchSize = 256
// After this the page is told; it keeps the message and sends it again.
const usualPatience: Patience = { tries: 20, pauseMs: 250 }

function openLane(reach: Reach, { depth, patience }: Wishes): Append {
  const waiting: Waiter[] = []
  let client: pg.Client | undefined
  let running = Promise.resolve()
  let busy = false
  let closed = false

  return {
    append(said) {
      if (closed) return Promise.reject(new Problem('restarting', 2))
      if (waiting.length >= depth) return Promise.reject(new Problem('too_fast', 1))
      return new Promise((resolve, reject) => {
        waiting.push({ said, resolve, reject })
        if (busy) return
        busy = true
        running = run()
      })
    },
    async close() {
      closed = true
      await running
      await client?.end().catch(() => {})
    },
  }

  async function run() {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchSize)
      try {
        await store(batch)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    // In the same breath as the last look at `waiting`: what came in between would wait for ever.
    busy = false
  }

  async function store(batch: readonly Waiter[]) {
    const lines = batch.map(({ said }) => said)
    let together = true
    for (let tries = 0; ; tries++) {
      try {
        const connection = await connected()
        const answers = together
          ? await appendMany(connection, lines)
          : await appendOneByOne(connection, lines)
        if (answers === 'short') {
          // A duplicate, a closed conversation, a stranger: sort out one by one which.
          together = false
          continue
        }
        batch.forEach((waiter, i) => settle(waiter, answers[i]))
        return
      } catch (error) {
        // Somebody else's change and this batch waited for each other, and the batch was broken off.
        if (isBrokenOff(error) && tries < patience.tries) continue
        if (!isOutage(error)) throw error
        await dropped()
        if (tries >= patience.tries || closed) throw new Problem('restarting', 2)
        // The batch may or may not have been committed: only the deduplicating way is safe now.
        together = false
        await new Promise((done) => setTimeout(done, patience.pauseMs))
      }
    }
  }

  async function connected() {
    if (client) return client
    const fresh = new pg.Client({
      // A database that has vanished without a word is an outage, not a reason to wait for ever.
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      ...reach,
      application_name: 'veilleuse append',
    })
    fresh.on('error', () => {
      if (client === fresh) client = undefined
    })
    try {
      await fresh.connect()
    } catch (error) {
      await fresh.end().catch(() => {})
      throw error
    }
    client = fresh
    return fresh
  }

  async function dropped() {
    const dead = client
    client = undefined
    await dead?.end().catch(() => {})
  }
}

function settle(waiter: Waiter, answer: Stored | Problem | undefined) {
  if (answer === undefined) waiter.reject(new Error('a message got no answer'))
  else if (answer instanceof Problem) waiter.reject(answer)
  else waiter.resolve(answer)
}
