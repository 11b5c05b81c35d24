import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

const longestWait = { seconds: 5 }

/** The row that is held. It is found by its `id` unless `by` names another column. */
export type Row = { readonly table: string; readonly id: string; readonly by?: string }

/**
 * Makes requests meet: holds one row, starts them all, waits until PostgreSQL shows each of them
 * waiting for a lock, and only then lets go. Fails when they never meet, because then the test
 * would prove nothing. Gives the results in the order of the requests.
 */
export async function collide<Result>(
  db: { readonly url: string },
  row: Row,
  requests: readonly (() => Promise<Result>)[],
): Promise<Result[]> {
  const holder = new pg.Client({ connectionString: db.url })
  await holder.connect()
  try {
    await hold(holder, row)
    let ended = 0
    const started = requests.map((request) => request())
    // A request that fails at once must not end the process before its result is looked at.
    for (const one of started) void Promise.allSettled([one]).then(() => (ended += 1))
    await untilWaiting(holder, started.length, () => ended)
    await holder.query('commit')
    return await Promise.all(started)
  } finally {
    await holder.end()
  }
}

async function hold(holder: pg.Client, { table, id, by = 'id' }: Row) {
  await holder.query('begin')
  const { rowCount } = await holder.query(
    `select 1 from ${pg.escapeIdentifier(table)} where ${pg.escapeIdentifier(by)} = $1 for update`,
    [id],
  )
  if (rowCount !== 1) throw new Error(`No ${table} has the ${by} ${id}`)
}

async function untilWaiting(holder: pg.Client, wanted: number, ended: () => number) {
  const until = performance.now() + longestWait.seconds * 1000
  for (;;) {
    // Within a transaction PostgreSQL shows the same picture again and again unless told to look.
    await holder.query('select pg_stat_clear_snapshot()')
    const { rows } = await holder.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    )
    const waiting = rows[0]?.waiting ?? 0
    if (waiting >= wanted) return
    // One that ended without waiting will not come any more.
    if (ended() > 0 || performance.now() > until) {
      throw new Error(`Only ${waiting} of ${wanted} requests came to wait for the row`)
    }
    await pause(5)
  }
}
