import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { until } from '@veilleuse/testkit/until'
import pg from 'pg'
import type { Demo } from '../frame/demo.ts'
import { childrenOf } from '../frame/processes.ts'

/** As the owner of the database, or as the one who may ask it to write everything down. */
export async function query(demo: Demo, sql: string, values: readonly unknown[] = []) {
  const url = new URL(readFileSync(path.join(demo.folder, 'database.url'), 'utf8'))
  if (sql === 'checkpoint') {
    const keys: { postgres: string } = JSON.parse(
      readFileSync(path.join(demo.folder, 'postgres/keys.json'), 'utf8'),
    )
    url.username = 'postgres'
    url.password = keys.postgres
  }
  const client = new pg.Client(url.href)
  await client.connect()
  try {
    return await client.query<Record<string, unknown>>(sql, [...values])
  } finally {
    await client.end()
  }
}

/** Every row of every table, as text and with its bytes as bytes. */
export async function dumpOf(demo: Demo): Promise<Buffer> {
  const tables = await query(
    demo,
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name
     from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const parts: Buffer[] = []
  for (const { name } of tables.rows) {
    const { rows } = await query(demo, `select * from ${String(name)}`)
    for (const row of rows)
      for (const value of Object.values(row))
        parts.push(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? ''))
  }
  return Buffer.concat(parts)
}

/** What the server has in its memory, written down to a file. */
export function heapOf(demo: Demo, place: string): Promise<Buffer> {
  return writtenDown(demo, { place, signal: 'SIGUSR2', ending: '.heapsnapshot' })
}

/** What the server would write down in a crash. */
export function reportOf(demo: Demo, place: string): Promise<Buffer> {
  return writtenDown(demo, { place, signal: 'SIGWINCH', ending: '.json' })
}

type Wish = { readonly place: string; readonly signal: NodeJS.Signals; readonly ending: string }

async function writtenDown(demo: Demo, { place, signal, ending }: Wish): Promise<Buffer> {
  const [server = 0] = childrenOf(demo.pid())
  const files = () => readdirSync(place).filter((name) => name.endsWith(ending))
  const before = files()
  process.kill(server, signal)
  const [file = ''] = await until(
    () => {
      const fresh = files().filter((name) => !before.includes(name))
      return fresh.length > 0 && fresh
    },
    { seconds: 60, called: `what the server writes at ${signal}` },
  )
  // It answers nobody while it writes.
  await until(async () => (await fetch(`${demo.origin}/healthz`)).ok, { seconds: 60 })
  return readFileSync(path.join(place, file))
}
