import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import {
  type Migration,
  type MigrationProvider,
  type MigrationResult,
  Migrator,
} from 'kysely/migration'
import pg from 'pg'
import { StartRefused } from './postgres/refused.ts'

/** The folder of numbered SQL files, for whoever must know when they change. */
export const migrationsFolder = path.resolve(import.meta.dirname, '../../migrations')

/**
 * Brings a database up to date by `migrations/*.sql`, in the order of their numbers, all in one
 * transaction. Of several processes that start at once one does the work and the others wait for
 * it. Gives the names of what was applied, without `.sql`. Throws `StartRefused` when the database
 * is ahead of this program.
 */
export async function migrate(
  connection: pg.ClientConfig,
  folder = migrationsFolder,
): Promise<readonly string[]> {
  const pool = new pg.Pool({ ...connection, max: 1, application_name: 'veilleuse migrate' })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const migrator = new Migrator({ db, provider: sqlFiles(folder) })
    const { error, results = [] } = await migrator.migrateToLatest()
    if (error !== undefined) throw refusal(error, results)
    return results.map((one) => one.migrationName)
  } finally {
    await db.destroy()
  }
}

/** Names of the migrations this database has not had, without `.sql`. */
export async function pendingMigrations(
  connection: pg.ClientConfig,
  folder = migrationsFolder,
): Promise<readonly string[]> {
  const pool = new pg.Pool({ ...connection, max: 1, application_name: 'veilleuse doctor' })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const all = await new Migrator({ db, provider: sqlFiles(folder) }).getMigrations()
    return all.filter((one) => one.executedAt === undefined).map((one) => one.name)
  } finally {
    await db.destroy()
  }
}

function sqlFiles(folder: string): MigrationProvider {
  return { getMigrations: () => Promise.resolve(readMigrations(folder)) }
}

function readMigrations(folder: string): Record<string, Migration> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  const misnamed = files.find((name) => !/^\d{4}-[a-z0-9-]+\.sql$/.test(name))
  if (misnamed) throw new Error(`migrations/${misnamed} must be named like 0001-some-words.sql`)
  const numbers = files.map((name) => name.slice(0, 4))
  const twice = numbers.find((number, i) => numbers.indexOf(number) !== i)
  if (twice) throw new Error(`Two migrations carry the number ${twice}`)
  return Object.fromEntries(
    files.map((name) => [name.replace('.sql', ''), fromFile(path.join(folder, name))]),
  )
}

function fromFile(file: string): Migration {
  return {
    async up(db) {
      await sql.raw(readFileSync(file, 'utf8')).execute(db)
    },
  }
}

function refusal(cause: unknown, results: readonly MigrationResult[]): Error {
  const said = cause instanceof Error ? cause.message : String(cause)
  const [, unknown] = /previously executed migration (\S+) is missing/.exec(said) ?? []
  if (unknown !== undefined) {
    return new StartRefused(
      `The database has been used by a newer Veilleuse (it knows ${unknown}): start that one, or go back to a backup from before.`,
      { cause },
    )
  }
  const failed = results.find(({ status }) => status === 'Error')?.migrationName
  return new Error(`Migration ${failed ?? 'list'}: ${said}`, { cause })
}
