import { deepEqual, rejects } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { emptyDatabase } from '@veilleuse/testkit/database'
import pg from 'pg'
import { migrate } from './migrate.ts'
import { StartRefused } from './postgres/refused.ts'

const lines = 'create table line (name text);'
const hours = 'alter table line add hours text;'

test('of four Veilleuse that start at once, one brings the database up to date', async (t) => {
  const { config: empty } = await emptyDatabase(t)
  const folder = migrations(t, { '0001-lines.sql': lines, '0002-hours.sql': hours })

  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(empty, folder)))

  deepEqual(applied.flat(), ['0001-lines', '0002-hours'])
  deepEqual(await migrate(empty, folder), [])
})

test('a migration that fails is named and leaves nothing behind', async (t) => {
  const { config: empty } = await emptyDatabase(t)
  const folder = migrations(t, { '0001-lines.sql': lines, '0002-hours.sql': 'alter table rota x' })

  await rejects(migrate(empty, folder), /Migration 0002-hours: syntax error/)

  deepEqual(await ask(empty, `select to_regclass('line') as found`), [{ found: null }])
})

test('a database that a newer Veilleuse has used is left alone', async (t) => {
  const { config: empty } = await emptyDatabase(t)
  await migrate(empty, migrations(t, { '0001-lines.sql': lines, '0002-hours.sql': hours }))

  await rejects(
    migrate(empty, migrations(t, { '0001-lines.sql': lines })),
    (error) => error instanceof StartRefused && /newer.*0002-hours/.test(error.message),
  )
})

test('a migration without a number, or with a number taken, is refused', async (t) => {
  const { config: empty } = await emptyDatabase(t)

  await rejects(migrate(empty, migrations(t, { 'lines.sql': lines })), /must be named like/)
  await rejects(
    migrate(empty, migrations(t, { '0001-lines.sql': lines, '0001-hours.sql': hours })),
    /Two migrations carry the number 0001/,
  )
})

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
