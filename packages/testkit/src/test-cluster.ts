import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { holdFolder } from '@veilleuse/server/platform/postgres/folder-lock'
import { layoutIn, makeHome } from '@veilleuse/server/platform/postgres/layout'
import { type OpenCluster, openCluster } from '@veilleuse/server/platform/postgres/open-cluster'
import { runningServer, stopServer } from '@veilleuse/server/platform/postgres/server'
import pg from 'pg'

/**
 * A connection that lasts as long as this process, to a PostgreSQL for tests: the one the test
 * runner started (VEILLEUSE_TEST_PG), else one that all test files of this checkout share and the
 * last of them stops.
 */
export type TestCluster = {
  readonly url: string
  readonly keeper: pg.Pool
  leave(): Promise<void>
}

const longestStart = { seconds: 60 }

export async function enterTestCluster(): Promise<TestCluster> {
  const given = process.env['VEILLEUSE_TEST_PG']
  if (given) {
    const keeper = await connect(given)
    return { url: given, keeper, leave: () => keeper.end() }
  }
  return enterShared()
}

async function enterShared(): Promise<TestCluster> {
  const layout = layoutIn(sharedFolder())
  makeHome(layout)
  const hold = await holdPatiently(layout.home)
  try {
    const warm = runningServer(layout) !== undefined
    const open = await openCluster(layout, { throwaway: true, log: () => undefined })
    const keeper = await connect(open.connectionString)
    if (!warm) await sweep(keeper)
    return { url: open.connectionString, keeper, leave: () => leaveShared(open, keeper) }
  } finally {
    hold.release()
  }
}

/** Whoever enters holds the folder until connected, so nobody is overlooked when counting. */
async function leaveShared(open: OpenCluster, keeper: pg.Pool): Promise<void> {
  const hold = holdFolder(layoutIn(sharedFolder()).home)
  if ('heldBy' in hold) return keeper.end()
  try {
    const alone = await soonAlone(keeper)
    await keeper.end()
    if (alone) await stopServer(open.server)
  } finally {
    hold.release()
  }
}

/** Whether no other process is connected. Connections just closed take a moment to be gone. */
async function soonAlone(keeper: pg.Pool): Promise<boolean> {
  for (let looks = 0; looks < 10; looks += 1) {
    const { rows } = await keeper.query<{ others: boolean }>(
      `select exists (select from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid()) as others`,
    )
    if (rows[0]?.others === false) return true
    await pause(20)
  }
  return false
}

/** Drops what killed runs left behind. Nobody else is here yet. */
async function sweep(keeper: pg.Pool): Promise<void> {
  const { rows } = await keeper.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^(test|template)_'`,
  )
  for (const { datname } of rows) {
    await keeper.query(`drop database ${pg.escapeIdentifier(datname)} with (force)`)
  }
}

async function holdPatiently(home: string): Promise<{ release(): void }> {
  const until = performance.now() + longestStart.seconds * 1000
  for (;;) {
    const hold = holdFolder(home)
    if ('release' in hold) return hold
    if (performance.now() > until) {
      throw new Error(`Process ${hold.heldBy.pid} keeps the test database in ${home} to itself`)
    }
    await pause(50)
  }
}

/**
 * One connection, opened now and kept, so that locks held by it last from query to query. Alone it
 * does not keep a finished test file alive.
 */
async function connect(connectionString: string): Promise<pg.Pool> {
  const keeper = new pg.Pool({
    connectionString,
    max: 1,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
    application_name: 'veilleuse tests',
  })
  // Said when the cluster ends before us; whoever asks next hears of it.
  keeper.on('error', () => undefined)
  await keeper.query('select 1')
  return keeper
}

function sharedFolder(): string {
  const whose = `${import.meta.dirname} ${process.getuid?.() ?? ''}`
  const name = createHash('sha256').update(whose).digest('hex').slice(0, 12)
  return path.join(tmpdir(), `veilleuse-tests-${name}`)
}
