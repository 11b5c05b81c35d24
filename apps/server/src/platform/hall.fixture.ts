import { randomBytes, randomUUID } from 'node:crypto'
import type { ConversationState } from '@veilleuse/domain/conversation'
import type { ConversationId, MessageId, StaffId } from '@veilleuse/domain/ids'
import { freshDatabase, type TestDatabase } from '@veilleuse/testkit/database'
import type { TestContext } from 'node:test'
import pg from 'pg'
import type { Said } from './append.ts'
import './database.ts'
import { newLineId, newStaffId } from './ids.ts'
import { Problem } from './problem.ts'

/** A database with two counsellors, and conversations as a test needs them. No keys, no server. */
export type Hall = {
  readonly database: TestDatabase
  readonly mina: StaffId
  readonly noor: StaffId
  /** Waiting unless the state is told; held by Mina unless it waits. */
  conversation(state?: ConversationState, by?: StaffId): Promise<ConversationId>
  /** What is stored, in order, and the number the conversation itself says it has come to. */
  stored(conversation: ConversationId): Promise<Kept>
  /** How many statements wait for a row that somebody holds. */
  waiting(): Promise<number>
  /** A connection of the test's own. */
  connected(): Promise<pg.Client>
}

export type Kept = { readonly last: number; readonly messages: readonly KeptMessage[] }
export type KeptMessage = { readonly seq: number; readonly id: string; readonly words: string }

export async function aHall(t: TestContext): Promise<Hall> {
  const database = await freshDatabase(t)
  const { pool } = database
  const line = newLineId()
  await pool.query(
    `insert into line (id, slug, name, hours, emergency) values ($1, 'nuit', '{}', '{}', '[]')`,
    [line],
  )
  const [mina, noor] = [newStaffId(), newStaffId()]
  for (const [id, name] of [
    [mina, 'mina'],
    [noor, 'noor'],
  ])
    await pool.query(
      `insert into staff (id, login, alias, role, state, salt, created_at)
       values ($1, $2, $2, 'counsellor', 'invited', $3, now())`,
      [id, name, randomBytes(16)],
    )

  return {
    database,
    mina,
    noor,
    async conversation(state = 'waiting', by = mina) {
      const id = randomUUID() as string as ConversationId
      const held = state !== 'waiting'
      const over = state === 'wrapping_up' || state === 'closed'
      await pool.query(
        `insert into conversation (id, line_id, language, session, state, arrived_at, accepted_at,
           ended_at, ending, ended_by, counsellor_id, epoch, opening, visitor_hash, rules_version,
           visitor_seen_at)
         values ($1, $2, 'fr', 1, $3, now(), $4, $5, $6, $7, $8, 1, '', $9, 1, now())`,
        [
          id,
          line,
          state,
          held ? new Date() : null,
          over ? new Date() : null,
          over ? 'goodbye' : null,
          over ? 'helpline' : null,
          held ? by : null,
          randomBytes(32),
        ],
      )
      return id
    },
    async stored(conversation) {
      const counted = await pool.query<{ last_seq: number }>(
        'select last_seq from conversation where id = $1',
        [conversation],
      )
      const messages = await pool.query<{ seq: number; id: string; envelope: Buffer }>(
        'select seq, id, envelope from message where conversation_id = $1 order by seq',
        [conversation],
      )
      return {
        last: counted.rows[0]?.last_seq ?? 0,
        messages: messages.rows.map(({ seq, id, envelope }) => ({
          seq,
          id,
          words: envelope.toString(),
        })),
      }
    },
    async waiting() {
      const { rows } = await pool.query<{ many: number }>(
        `select count(*)::int as many from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      )
      return rows[0]?.many ?? 0
    },
    async connected() {
      const client = new pg.Client(database.config)
      await client.connect()
      t.after(() => client.end())
      return client
    },
  }
}

/** The visitor says something, or with an author somebody of the team. */
export function words(
  conversation: ConversationId,
  said: { text?: string; id?: MessageId; author?: StaffId } = {},
): Said {
  const { id = newMessageId(), text = id, author } = said
  return { conversation, id, author, envelope: Buffer.from(text) }
}

export function newMessageId(): MessageId {
  return randomUUID() as string as MessageId
}

/** How an append ended, in a word: a number, `again 3`, or the problem's code. */
export function inAWord(answer: PromiseSettledResult<{ seq: number; again: boolean }>): string {
  if (answer.status === 'fulfilled')
    return answer.value.again ? `again ${answer.value.seq}` : String(answer.value.seq)
  return answer.reason instanceof Problem ? answer.reason.code : String(answer.reason)
}

/** Holds a whole table, so that whoever reads it stops there until it is let go. */
export async function holdTable(t: TestContext, database: TestDatabase, table: string) {
  const holder = new pg.Client(database.config)
  await holder.connect()
  t.after(() => holder.end())
  await holder.query('begin')
  await holder.query(`lock table ${pg.escapeIdentifier(table)} in access exclusive mode`)
  return {
    /** How many wait for it. */
    async waiting() {
      const { rows } = await holder.query<{ many: number }>(
        `select count(*)::int as many from pg_locks
         where relation = $1::regclass and not granted`,
        [table],
      )
      return rows[0]?.many ?? 0
    },
    letGo: async () => void (await holder.query('commit')),
  }
}
