import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { completeLinks, copyBinaries, packagedPostgres } from './binaries.ts'
import { clusterOwner, createCluster, giveCluster } from './cluster.ts'
import { type Keys, keysIn, readKeys } from './keys.ts'
import type { Layout } from './layout.ts'
import { alive } from './process-facts.ts'
import { StartRefused } from './refused.ts'
import { chooseRunAs, type RunAs } from './run-as.ts'
import { lastWords, launchServer, runningServer, type Server, stopServer } from './server.ts'
import type { PostgresEvent } from './start-postgres.ts'

/** What `pg.Pool` needs to know. `host` is the folder of the socket. */
export type RoleOptions = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

export type OpenCluster = {
  readonly server: Server
  readonly veilleuse: RoleOptions
  readonly connectionString: string
  readonly superuser: RoleOptions
}

export type OpenWish = { readonly throwaway?: boolean; log(event: PostgresEvent): void }

/**
 * A server that answers on this folder: the one already at work there, or a new one. The caller
 * holds the folder's lock meanwhile.
 */
export async function openCluster(layout: Layout, wish: OpenWish): Promise<OpenCluster> {
  const adopted = await adopt(layout, wish)
  if (adopted) return adopted
  return launch(layout, wish)
}

async function adopt(layout: Layout, wish: OpenWish): Promise<OpenCluster | undefined> {
  const server = runningServer(layout)
  const keys = server && readKeys(layout.keys)
  if (!server || !keys) return undefined
  try {
    const open = await readyCluster(server, keys, wish)
    wish.log({ type: 'postgres.adopted', pid: server.pid })
    return open
  } catch {
    // It works in our folder yet does not answer us as it should: a new start puts that right.
    await stopServer(server)
    return undefined
  }
}

async function launch(layout: Layout, wish: OpenWish): Promise<OpenCluster> {
  if (existsSync(layout.cluster) && !existsSync(layout.keys)) {
    throw new StartRefused(
      `${layout.keys} is missing, and with it the passwords of the database beside it: put it back from your backup.`,
    )
  }
  const how = { ...runAsHere(layout), durable: wish.throwaway !== true }
  const keys = keysIn(layout.keys)
  if (!existsSync(layout.cluster)) {
    await createCluster(layout, { ...how, keys })
    wish.log({ type: 'postgres.created' })
  }
  giveCluster(layout, how.runAs)
  const server = await launchServer(layout, how)
  try {
    const open = await readyCluster(server, keys, wish)
    wish.log({ type: 'postgres.started', pid: server.pid, as: spoken(how.runAs) })
    return open
  } catch (cause) {
    if (alive(server.pid)) await stopServer(server)
    throw new StartRefused(`PostgreSQL did not start: ${reason(cause, layout)}`, { cause })
  }
}

function runAsHere(layout: Layout): { runAs: RunAs; native: string } {
  const copied = () => copyBinaries(packagedPostgres(), layout.binaries)
  const packaged = packagedPostgres()
  const native = completeLinks(packaged) ? packaged : copied()
  const owner = clusterOwner(layout)
  return chooseRunAs({ native, home: layout.home, clusterOwner: owner, copyBinaries: copied })
}

async function readyCluster(server: Server, keys: Keys, wish: OpenWish): Promise<OpenCluster> {
  const place = { host: server.socketFolder, port: 5432 }
  const superuser = { ...place, user: 'postgres', password: keys.postgres, database: 'postgres' }
  const role = { user: 'veilleuse', password: keys.veilleuse, database: 'veilleuse' }
  const veilleuse = { ...place, ...role }
  const client = await firstAnswer(server, superuser, wish)
  try {
    await ensureDatabase(client, veilleuse, wish)
    if (!wish.throwaway) await assertDurable(client)
  } finally {
    await client.end()
  }
  return { server, veilleuse, superuser, connectionString: asString(veilleuse) }
}

/** Waits as long as the server lives: recovery after a crash takes its time and must not be cut. */
async function firstAnswer(server: Server, as: RoleOptions, wish: OpenWish): Promise<pg.Client> {
  let gone = false
  void server.gone.then(() => (gone = true))
  const started = performance.now()
  for (let told = false; ; await pause(20)) {
    const client = new pg.Client({ ...as, application_name: 'veilleuse supervisor' })
    // The connection may break at any moment; whoever uses it hears of it from the query.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (error) {
      if (gone) throw new Error('the server ended at once', { cause: error })
      if (!stillStarting(error)) throw error
    }
    if (!told && performance.now() - started > 5000) {
      told = true
      wish.log({ type: 'postgres.recovering' })
    }
  }
}

function stillStarting(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  // 57P03: starting up or shutting down. Before that there is no socket yet, or a left-over one.
  return code === '57P03' || code === 'ENOENT' || code === 'ECONNREFUSED'
}

/** Each step may have been the last one of a start that was cut off. */
async function ensureDatabase(client: pg.Client, wanted: RoleOptions, wish: OpenWish) {
  const { rows } = await client.query<{ role: boolean; database: boolean }>(
    `select exists (select from pg_roles where rolname = $1) as role,
       exists (select from pg_database where datname = $2) as database`,
    [wanted.user, wanted.database],
  )
  const createdb = wish.throwaway ? 'createdb' : 'nocreatedb'
  const verb = rows[0]?.role ? 'alter' : 'create'
  await client.query(`${verb} role ${wanted.user} login ${createdb} password '${wanted.password}'`)
  if (!rows[0]?.database) {
    await client.query(`create database ${wanted.database} owner ${wanted.user}`)
  }
  // By default anybody with a password may enter any database.
  await client.query(`revoke connect on database ${wanted.database} from public`)
}

async function assertDurable(client: pg.Client): Promise<void> {
  for (const name of ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums']) {
    const { rows } = await client.query<{ setting: string }>(
      'select current_setting($1) as setting',
      [name],
    )
    if (rows[0]?.setting !== 'on') {
      throw new StartRefused(`PostgreSQL runs with ${name} = ${rows[0]?.setting}; it must be on.`)
    }
  }
}

function asString(role: RoleOptions): string {
  const host = encodeURIComponent(role.host)
  return `postgresql://${role.user}:${role.password}@localhost:${role.port}/${role.database}?host=${host}`
}

function spoken(runAs: RunAs): string {
  switch (runAs.kind) {
    case 'self':
      return 'this user'
    case 'account':
      return runAs.name
    case 'namespace':
      return 'a nameless user'
  }
}

function reason(cause: unknown, layout: Layout): string {
  if (cause instanceof StartRefused) return cause.message
  const said = cause instanceof Error ? cause.message : String(cause)
  return `${said} (${lastWords(layout)})`
}
