import { deepEqual, equal, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { countedEndings, hourCounts } from '@veilleuse/domain/contact'
import { conversationStates, endings, seatStates } from '@veilleuse/domain/conversation'
import { anonymities, skills } from '@veilleuse/domain/line'
import { risks } from '@veilleuse/domain/risk'
import { sittingStates } from '@veilleuse/domain/shift'
import { silencesTold } from '@veilleuse/domain/silence'
import { roles } from '@veilleuse/domain/staff'
import { urgencies } from '@veilleuse/domain/triage'
import { freshDatabase } from '@veilleuse/testkit/database'
import { leaks } from '@veilleuse/testkit/leaks'

leaks()

/** What PostgreSQL calls what TypeScript calls otherwise. */
const known: Record<string, readonly string[]> = {
  uuid: ['string', 'ConversationId', 'LineId', 'MessageId', 'OfferId', 'ShiftId', 'StaffId'],
  text: ['string', 'Language', 'ConversationState', 'Ending', 'SeatState', 'Risk', 'Role'],
  bytea: ['Buffer'],
  boolean: ['boolean'],
  integer: ['number'],
  smallint: ['number'],
  bigint: ['number'],
  date: ['string'],
  'timestamp with time zone': ['Date'],
  jsonb: ['JSON'],
  ARRAY: ['string[]', 'Language[]', 'Skill[]', 'Channel[]'],
}
/** Names of further unions of words, each a `text`. */
const words = [
  'OfferEnd',
  'StaffState',
  'StatementType',
  'EpochKeyKind',
  'Nature',
  'Action',
  'Anonymity',
  'Channel',
  'CountedEnding',
  'HourCount',
  'SittingState',
  'SilenceTold',
  'Skill',
  'Urgency',
]

test('TypeScript knows the tables and columns the database has, and no others', async (t) => {
  const database = await freshDatabase(t)
  const { rows } = await database.pool.query<Column>(columns)
  const said = parseTables(['tables.ts', 'tables-people.ts'])

  const stored = new Map<string, Column[]>()
  for (const row of rows) stored.set(row.table, [...(stored.get(row.table) ?? []), row])
  deepEqual([...said.keys()].toSorted(), [...stored.keys()].toSorted())
  for (const [table, fields] of said) {
    const kept = stored.get(table) ?? []
    deepEqual([...fields.keys()].toSorted(), kept.map(({ name }) => name).toSorted(), table)
    for (const column of kept) {
      const where = `${table}.${column.name}`
      const field = fields.get(column.name)
      ok(field, where)
      equal(field.nullable, column.nullable, `${where} may be null`)
      // Whoever inserts a row may leave out what has a default, or may be null with one.
      equal(field.generated, column.generated, `${where} has a default`)
      const types = [...(known[column.type] ?? []), ...(column.type === 'text' ? words : [])]
      const right = field.union ? column.type === 'text' : types.includes(field.type)
      ok(right, `${where} is ${column.type} there and ${field.type} here`)
    }
  }
})

test('the states the database accepts are those of the rules', async (t) => {
  const database = await freshDatabase(t)
  const { rows } = await database.pool.query<{ table: string; rule: string }>(
    `select conrelid::regclass::text as table, pg_get_constraintdef(oid) as rule
     from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`,
  )
  const accepted = (table: string, column: string) => {
    const found = rows.find(
      (row) => row.table === table && new RegExp(`^CHECK \\(\\(${column} = ANY`).test(row.rule),
    )
    return [...(found?.rule.matchAll(/'(\w+)'::text/g) ?? [])]
      .map(([, word = '']) => word)
      .toSorted()
  }
  deepEqual(accepted('conversation', 'state'), [...conversationStates].toSorted())
  deepEqual(accepted('conversation', 'ending'), [...endings].toSorted())
  deepEqual(accepted('contact_count', 'ending'), [...countedEndings].toSorted())
  deepEqual(accepted('hour_count', 'what'), [...hourCounts].toSorted())
  deepEqual(accepted('conversation', 'silence_told'), [...silencesTold].toSorted())
  deepEqual(accepted('conversation', 'risk'), [...risks].toSorted())
  deepEqual(accepted('conversation', 'urgency'), [...urgencies].toSorted())
  deepEqual(accepted('line', 'skill'), [...skills].toSorted())
  deepEqual(accepted('line', 'anonymity'), [...anonymities].toSorted())
  deepEqual(accepted('seat', 'state'), [...seatStates].toSorted())
  deepEqual(accepted('sitting', 'state'), [...sittingStates].toSorted())
  deepEqual(accepted('staff', 'role'), [...roles].toSorted())
})

test('neither a record nor a survey can be led back to its conversation', async (t) => {
  await leadsNowhere(t, ['record', 'survey'])
})

test('what is counted of a contact can be led back to nobody', async (t) => {
  const kept = await leadsNowhere(t, ['contact_count', 'hour_count'])
  // Not even an id of its own: rows that are alike are one row, and an order of them is no order.
  for (const { table, name, type } of kept)
    ok(type !== 'uuid' || name === 'line_id', `${table}.${name} is one of its own`)
})

async function leadsNowhere(t: TestContext, tables: readonly string[]): Promise<readonly Column[]> {
  const database = await freshDatabase(t)
  const all = []
  for (const table of tables) {
    const { rows } = await database.pool.query<Column>(columns)
    const kept = rows.filter((row) => row.table === table)
    ok(kept.length > 0)
    for (const { name, type } of kept) {
      ok(!/conversation|staff|visitor|_at$/.test(name), `${table}.${name}`)
      ok(!type.startsWith('timestamp'), `${table}.${name} tells the moment`)
    }
    all.push(...kept)
  }
  return all
}

test('no column anywhere is made for an address, a name of a visitor or plain words', async (t) => {
  const database = await freshDatabase(t)
  const { rows } = await database.pool.query<Column>(columns)
  for (const { table, name, type } of rows) {
    ok(!/^(ip|address|user_agent|email|phone)$/.test(name), `${table}.${name}`)
    ok(!['inet', 'cidr', 'macaddr'].includes(type), `${table}.${name}`)
  }
})

type Column = {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly generated: boolean
}

const columns = `
  select table_name as table, column_name as name, data_type as type,
    is_nullable = 'YES' as nullable,
    (column_default is not null or is_identity = 'YES') as generated
  from information_schema.columns
  where table_schema = 'public' and table_name not like 'kysely_%'
`

type Field = {
  readonly type: string
  readonly nullable: boolean
  readonly generated: boolean
  /** A union of words written where it is used. */
  readonly union: boolean
}

/**
 * The tables as these files say them. No parser of TypeScript: a table is `name: NameTable` within
 * a type that ends in `Tables`, and each `type NameTable = { … }` holds one field a line or a few
 * between semicolons. What is written otherwise is not understood, and the test says so.
 */
function parseTables(files: readonly string[]): ReadonlyMap<string, ReadonlyMap<string, Field>> {
  const source = files
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .join('\n')
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
  const bodies = new Map<string, string>()
  for (const [, name = '', body = ''] of source.matchAll(
    /^(?:export )?type (\w+) =(?: \w+ &)? \{([\s\S]*?)\}$/gm,
  ))
    bodies.set(name, body)
  const tables = new Map<string, ReadonlyMap<string, Field>>()
  for (const [name, body] of bodies) {
    if (!name.endsWith('Tables') && name !== 'Tables') continue
    for (const [table, type] of fieldsOf(body)) {
      const found = bodies.get(type)
      if (found === undefined) throw new Error(`${table} is a ${type}, which nobody can read`)
      tables.set(table, new Map(fieldsOf(found).map(([field, said]) => [field, readField(said)])))
    }
  }
  return tables
}

function fieldsOf(body: string): readonly (readonly [string, string])[] {
  return body
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, name, type] = /^(\w+): (.+)$/.exec(line) ?? []
      if (name === undefined || type === undefined) throw new Error(`What is «${line}»?`)
      return [name, type] as const
    })
}

function readField(said: string): Field {
  const generated = /^Generated(?:JSON)?<(.*)>$/.exec(said)
  const inner = generated?.[1] ?? said
  const nullable = inner.endsWith(' | null')
  const type = inner.replace(/ \| null$/, '').replace(/^(JSONColumnType|ColumnType)<.*>$/, 'JSON')
  if (said.startsWith('GeneratedJSON<'))
    return { type: 'JSON', nullable, generated: true, union: false }
  return { type, nullable, generated: generated !== null, union: /^'\w+'( \| '\w+')*$/.test(type) }
}
