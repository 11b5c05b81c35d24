import type pg from 'pg'
import type { Said, Stored } from './append.ts'
import { Problem } from './problem.ts'

/**
 * One statement that stores a whole batch: locks the conversations in order (so that two servers
 * cannot deadlock), numbers the messages without gaps under that lock, and rolls itself back by
 * dividing by zero when any row was not stored. The guard is a row of its own, so that it runs even
 * when nothing at all was stored.
 */
const together = `
with locked as materialized (
  select id, last_seq, counsellor_id from conversation
  where id = any($1::uuid[]) and state in ('waiting', 'open')
  order by id for no key update
), said as materialized (
  select conversation, id, envelope, author,
    row_number() over (partition by conversation order by place) as nth,
    count(*) over (partition by conversation) as many
  from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::uuid[])
    with ordinality as t(conversation, id, envelope, author, place)
), counted as (
  update conversation set last_seq = conversation.last_seq + said.many
  from (select distinct conversation, many from said) said
  where conversation.id = said.conversation
), stored as (
  insert into message (conversation_id, seq, id, by_helpline, envelope)
  select said.conversation, locked.last_seq + said.nth, said.id, said.author is not null, said.envelope
  from said join locked on locked.id = said.conversation
    and (said.author is null or said.author = locked.counsellor_id)
  on conflict (conversation_id, id) do nothing
  returning conversation_id, id, seq, at
)
select conversation_id, id, seq, at from stored
union all
select null, null, 1 / (case when (select count(*) from stored) = cardinality($2::uuid[])
  then 1 else 0 end), null`

const divisionByZero = '22012'

/** Stores all or nothing; `short` when some may not be stored, or are already. */
export async function appendMany(
  client: pg.Client,
  batch: readonly Said[],
): Promise<Stored[] | 'short'> {
  const answer = await client
    .query<{ conversation_id: string | null; id: string | null; seq: number; at: Date }>({
      name: 'append',
      text: together,
      values: [
        uuids(batch.map((said) => said.conversation)),
        uuids(batch.map((said) => said.id)),
        binaryArray(
          byteaType,
          batch.map((said) => said.envelope),
        ),
        uuids(batch.map((said) => said.author)),
      ],
    })
    .catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === divisionByZero)
        return undefined
      throw error
    })
  if (!answer) return 'short'
  const places = new Map(
    answer.rows.map((row) => [`${row.conversation_id} ${row.id}`, { seq: row.seq, at: row.at }]),
  )
  return batch.map((said) => {
    const place = places.get(`${said.conversation} ${said.id}`)
    if (!place) throw new Error('a stored message came back without its number')
    return { ...place, again: false }
  })
}

/** The slow way: each message by itself, in one transaction, knowing what is already there. */
export async function appendOneByOne(
  client: pg.Client,
  batch: readonly Said[],
): Promise<(Stored | Problem)[]> {
  const answers: (Stored | Problem)[] = []
  await client.query('begin')
  try {
    // By conversation, the order of locks everywhere; the order within each stays.
    const inOrder = [...batch.entries()].toSorted(([, a], [, b]) =>
      compare(a.conversation, b.conversation),
    )
    for (const [place, said] of inOrder) answers[place] = await appendOne(client, said)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
  return answers
}

async function appendOne(client: pg.Client, said: Said): Promise<Stored | Problem> {
  const { rows } = await client.query<{ state: string; counsellor_id: string | null }>(
    'select state, counsellor_id from conversation where id = $1 for no key update',
    [said.conversation],
  )
  const [conversation] = rows
  if (!conversation) return new Problem('not_found')
  const before = await client.query<{ seq: number; at: Date; envelope: Buffer }>(
    'select seq, at, envelope from message where conversation_id = $1 and id = $2',
    [said.conversation, said.id],
  )
  const [stored] = before.rows
  if (stored)
    return stored.envelope.equals(said.envelope)
      ? { seq: stored.seq, at: stored.at, again: true }
      : new Problem('malformed')
  if (said.author !== undefined && said.author !== conversation.counsellor_id)
    return new Problem('not_found')
  if (conversation.state !== 'waiting' && conversation.state !== 'open')
    return new Problem('conversation_closed')
  const { rows: fresh } = await client.query<{ seq: number; at: Date }>(
    `with counted as (
       update conversation set last_seq = last_seq + 1 where id = $1 returning last_seq
     )
     insert into message (conversation_id, seq, id, by_helpline, envelope)
     select $1, last_seq, $2, $3, $4 from counted returning seq, at`,
    [said.conversation, said.id, said.author !== undefined, said.envelope],
  )
  const [row] = fresh
  if (!row) throw new Error('an insert returned nothing')
  return { ...row, again: false }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

const uuidType = 2950
const byteaType = 17

function uuids(ids: readonly (string | undefined)[]): Buffer {
  return binaryArray(
    uuidType,
    ids.map((id) => id && Buffer.from(id.replaceAll('-', ''), 'hex')),
  )
}

// node-pg sends a Buffer as a binary parameter; PostgreSQL's binary array spares the hex text that
// would double the bytes and most of the time (array_send in the server's source).
function binaryArray(type: number, items: readonly (Uint8Array | '' | undefined)[]): Buffer {
  const head = Buffer.alloc(20)
  head.writeInt32BE(1, 0)
  head.writeInt32BE(items.some((item) => !item) ? 1 : 0, 4)
  head.writeInt32BE(type, 8)
  head.writeInt32BE(items.length, 12)
  head.writeInt32BE(1, 16)
  const parts: Uint8Array[] = [head]
  for (const item of items) {
    const length = Buffer.alloc(4)
    length.writeInt32BE(item ? item.length : -1)
    parts.push(length)
    if (item) parts.push(item)
  }
  return Buffer.concat(parts)
}
