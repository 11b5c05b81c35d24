import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { TestContext } from 'node:test'
import { migrate, migrationsFolder } from '@veilleuse/server/platform/migrate'
import pg from 'pg'
import { enterTestCluster, type TestCluster } from './test-cluster.ts'

export type TestDatabase = {
  readonly url: string
  /** For a pool of the test's own. */
  readonly config: { readonly connectionString: string }
  /** Opens connections when first used, and goes with the database. */
  readonly pool: pg.Pool
}

/** What makes two processes agree who builds the template. Any number of our own. */
const templateLock = 20_261_121

let cluster: Promise<TestCluster> | undefined
let template: Promise<string> | undefined
const finished: { readonly name: string; readonly pool: pg.Pool }[] = []

/**
 * A database of this test's own, migrated and empty. It goes away after the test, a little later:
 * the test's other clean-up may still need it.
 */
export async function freshDatabase(t: TestContext): Promise<TestDatabase> {
  cluster ??= enter()
  template ??= makeTemplate(await cluster)
  return makeDatabase(t, `template ${await template} strategy file_copy`)
}

/** One without even the migrations, for tests of those. */
export function emptyDatabase(t: TestContext): Promise<TestDatabase> {
  return makeDatabase(t, '')
}

async function makeDatabase(t: TestContext, from: string): Promise<TestDatabase> {
  cluster ??= enter()
  const { url, keeper } = await cluster
  const name = `test_${process.pid}_${randomUUID().slice(0, 8)}`
  await dropFinished(keeper)
  await keeper.query(`create database ${name} ${from}`)

  const connectionString = urlOf(url, name)
  // Idle connections keep no test file awake: the pool outlives the test's own clean-up.
  const pool = new pg.Pool({ connectionString, allowExitOnIdle: true })
  pool.on('error', () => undefined)
  // Of a connection that a test breaks while it works, its query hears.
  pool.on('connect', (client) => client.on('error', () => undefined))
  t.after(() => finished.push({ name, pool }))
  return { url: connectionString, config: { connectionString }, pool }
}

async function enter(): Promise<TestCluster> {
  const entered = await enterTestCluster()
  process.once('beforeExit', () => {
    void dropFinished(entered.keeper).then(() => entered.leave())
  })
  return entered
}

async function dropFinished(keeper: pg.Pool): Promise<void> {
  for (const { name, pool } of finished.splice(0)) {
    // A connection that a test did not give back must not hold up the others.
    await Promise.race([pool.end(), pause(1000, undefined, { ref: false })])
    await untilLeft(keeper, name)
    await drop(keeper, name)
  }
}

/**
 * Without force first: PostgreSQL then sends its own cleaner out of the database by itself, which we
 * may not do, and refuses to be forced while it is there.
 */
async function drop(keeper: pg.Pool, name: string): Promise<void> {
  try {
    await keeper.query(`drop database if exists ${name}`)
  } catch {
    await keeper.query(`drop database if exists ${name} with (force)`)
  }
}

/**
 * Waits a little for connections that are being closed. To be thrown out at that moment is an error
 * that nobody listens for any more.
 */
async function untilLeft(keeper: pg.Pool, name: string): Promise<void> {
  for (let looks = 0; looks < 50; looks += 1) {
    const { rowCount } = await keeper.query('select from pg_stat_activity where datname = $1', [
      name,
    ])
    if (!rowCount) return
    await pause(10)
  }
}

/** Made once for each state of the migrations, by whichever process comes first. */
async function makeTemplate({ url, keeper }: TestCluster): Promise<string> {
  const name = `template_${hashOfMigrations()}`
  await keeper.query('select pg_advisory_lock($1)', [templateLock])
  try {
    const { rowCount } = await keeper.query('select from pg_database where datname = $1', [name])
    if (rowCount) return name
    // Named at the end, so that a run killed half way leaves no half template.
    await keeper.query(`drop database if exists ${name}_draft with (force)`)
    await keeper.query(`create database ${name}_draft`)
    await migrate({ connectionString: urlOf(url, `${name}_draft`) })
    await keeper.query(`alter database ${name}_draft rename to ${name}`)
    return name
  } finally {
    await keeper.query('select pg_advisory_unlock($1)', [templateLock])
  }
}

function hashOfMigrations(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(migrationsFolder).toSorted()) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(path.join(migrationsFolder, name)))
      .update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

function urlOf(anyDatabase: string, database: string): string {
  const url = new URL(anyDatabase)
  url.pathname = `/${database}`
  return url.href
}
