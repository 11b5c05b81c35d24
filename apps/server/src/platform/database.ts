import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>
export type Tx = Transaction<Tables>

// int8 as a number: every bigint of ours counts messages or events and stays far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** How to reach PostgreSQL: a URL, or the parts of a private unix socket. */
export type Reach = pg.PoolConfig

/** A pool for everything but the append lanes, which have connections of their own. */
export function openPool(reach: Reach, size = 12): pg.Pool {
  const pool = new pg.Pool({
    ...reach,
    max: size,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
  })
  // A connection that dies while idle is replaced at the next use; the error has no other news. One
  // that dies at work tells its query, and would end the process if nobody heard it say so again.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export function openDatabase(pool: pg.Pool): Db {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

const unreachable = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
]

/** Whether PostgreSQL is gone or going, so that trying again is right and nothing was refused. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    /^(08|57P0|53300)/.test(code) ||
    unreachable.includes(code) ||
    /Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error/.test(
      error.message,
    )
  )
}

/** Whether PostgreSQL undid a transaction to let another go on (deadlock, serialization). */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^40(P01|001)$/.test(String(error.code))
}
