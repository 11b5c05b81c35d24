import { deepEqual, rejects } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { freshDatabase } from '@veilleuse/testkit/database'
import pg from 'pg'
import { migrate } from './migrate.ts'
import { StartRefused } from './postgres/refused.ts'

const lines = 'create table line (name text);'
const hours = 'alter table line add hours text;'

test('of four Veilleuse that start at once, one brings the database up to date', async (t) => {
  const empty = await anEmptyDatabase(t)
  const folder = migrations(t, { '0001-lines.sql': lines, '0002-hours.sql': hours })

  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(empty, folder)))

  deepEqual(applied.flat(), ['0001-lines', '0002-hours'])
  deepEqual(await migrate(empty, folder), [])
})

test('a migration that fails is named and leaves nothing behind', async (t) => {
  const empty = await anEmptyDatabase(t)
  const folder = migrations(t, { '0001-lines.sql': lines, '0002-hours.sql': 'alter table rota x' })

  await rejects(migrate(empty, folder), /Migration 0002-hours: syntax error/)

  deepEqual(await ask(empty, `select to_regclass('line') as found`), [{ found: null }])
})

test('a database that a newer Veilleuse has used is left alone', async (t) => {
  const empty = await anEmptyDatabase(t)
  await migrate(empty, migrations(t, { '0001-lines.sql': lines, '0002-hours.sql': hours }))

  await rejects(
    migrate(empty, migrations(t, { '0001-lines.sql': lines })),
    (error) => error instanceof StartRefused && /newer.*0002-hours/.test(error.message),
  )
})

test('a migration without a number, or with a number taken, is refused', async (t) => {
  const empty = await anEmptyDatabase(t)

  await rejects(migrate(empty, migrations(t, { 'lines.sql': lines })), /must be named like/)
  await rejects(
    migrate(empty, migrations(t, { '0001-lines.sql': lines, '0001-hours.sql': hours })),
    /Two migrations carry the number 0001/,
  )
})

/** Without even the migrations of the house. */
async function anEmptyDatabase(t: TestContext) {
  const { url, pool } = await freshDatabase(t)
  const name = `test_empty_${randomUUID().slice(0, 8)}`
  await pool.query(`create database ${name}`)
  t.after(() => pool.query(`drop database ${name} with (force)`))
  const empty = new URL(url)
  empty.pathname = `/${name}`
  return { connectionString: empty.href }
}

function migrations(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'veilleuse-migrations-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const [name, sql] of Object.entries(files)) writeFileSync(path.join(folder, name), sql)
  return folder
}

async function ask(where: pg.ClientConfig, question: string) {
  const client = new pg.Client(where)
  await client.connect()
  try {
    return (await client.query(question)).rows
  } finally {
    await client.end()
  }
}
