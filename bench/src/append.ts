import { randomBytes, randomUUID } from 'node:crypto'
import { conversationId, messageId } from '@veilleuse/contract/shapes'
import type { ConversationId } from '@veilleuse/domain/ids'
import { openAppend, type Said } from '@veilleuse/server/platform/append'
import { openPool, type Reach } from '@veilleuse/server/platform/database'
import pg from 'pg'
import * as v from 'valibot'

const rounds = 3
const turn = { milliseconds: 3000 }
const writers = 256
const conversations = 200
/** A short sealed message on the wire, padded to 256 bytes of words. */
const envelopeBytes = 600

/** Grouped in lanes against one transaction a message on 16 connections, turn about. */
export async function benchAppend(reach: Reach): Promise<void> {
  const ids = await furnish(reach)
  const ratios: number[] = []
  for (let round = 0; round < rounds; round++) {
    const single = await singly(reach, ids)
    const grouped = await inLanes(reach, ids)
    ratios.push(grouped.perSecond / single.perSecond)
    process.stdout.write(
      `round ${round + 1}: one by one ${told(single)}; in lanes ${told(grouped)}\n`,
    )
  }
  const [median = 0] = ratios.toSorted((a, b) => a - b).slice(Math.floor(rounds / 2))
  process.stdout.write(
    `durable append in lanes / one transaction a message (median of ${rounds}): ${median.toFixed(1)}\n`,
  )
}

type Told = { readonly perSecond: number; readonly p50: number; readonly p99: number }

function told({ perSecond, p50, p99 }: Told): string {
  return `${Math.round(perSecond)}/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
}

async function inLanes(reach: Reach, ids: readonly ConversationId[]): Promise<Told> {
  const lanes = openAppend(reach)
  const result = await write(ids, async (said) => void (await lanes.append(said)))
  await lanes.close()
  return result
}

async function singly(reach: Reach, ids: readonly ConversationId[]): Promise<Told> {
  const pool = openPool(reach, 16)
  const result = await write(ids, async (said) => {
    await pool.query({
      name: 'single',
      text: `with counted as (
          update conversation set last_seq = last_seq + 1 where id = $1 returning last_seq
        )
        insert into message (conversation_id, seq, id, by_helpline, envelope)
        select $1, last_seq, $2, false, $3 from counted`,
      values: [said.conversation, said.id, said.envelope],
    })
  })
  await pool.end()
  return result
}

async function write(
  ids: readonly ConversationId[],
  store: (said: Said) => Promise<void>,
): Promise<Told> {
  const waits: number[] = []
  const began = performance.now()
  const end = began + turn.milliseconds
  const body = randomBytes(envelopeBytes)
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      const conversation = ids[writer % ids.length]
      while (conversation && performance.now() < end) {
        const at = performance.now()
        const id = v.parse(messageId, randomUUID())
        await store({ conversation, id, author: undefined, envelope: body })
        waits.push(performance.now() - at)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const sorted = waits.toSorted((a, b) => a - b)
  const point = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return { perSecond: waits.length / seconds, p50: point(0.5), p99: point(0.99) }
}

async function furnish(reach: Reach): Promise<ConversationId[]> {
  const client = new pg.Client(reach)
  await client.connect()
  const { rows } = await client.query<{ id: string }>(
    `with of_line as (
       insert into line (id, slug, name, hours, emergency)
       values (gen_random_uuid(), 'bench', '{}', '{}', '[]') returning id
     )
     insert into conversation (id, line_id, language, session, state, arrived_at, epoch, opening,
       visitor_hash, rules_version, visitor_seen_at)
     select gen_random_uuid(), of_line.id, 'fr', 1, 'waiting', now(), 1, '',
       sha256(n::text::bytea), 1, now()
     from of_line, generate_series(1, $1::int) n returning id`,
    [conversations],
  )
  await client.end()
  return rows.map((row) => v.parse(conversationId, row.id))
}
