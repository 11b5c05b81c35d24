import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import pg from 'pg'
import { portOf } from './bare-socket.ts'

/** A stretch of network between a client and a server, in the hands of the test. */
export type Cable = {
  /** Where the client connects instead of to the server. 0 when that is a socket in a folder. */
  readonly port: number
  /** Connections that are plugged in now. */
  plugged(): number
  /** All connections that there have ever been. */
  ever(): number
  /** Every connection ends at once, on both sides. The next one is taken again. */
  cut(): void
  /** Connections stay open but nothing passes, as on a phone that went through a tunnel. */
  hold(what: 'answers' | 'everything'): void
  letGo(): void
  /** Whether new connections get through; those that do not are ended at once. */
  takeMore(whether: boolean): void
}

type Place = { readonly port: number; readonly host?: string } | { readonly path: string }

export async function aCable(
  t: TestContext,
  { to, at }: { to: Place; at?: string },
): Promise<Cable> {
  const pairs = new Set<readonly [near: Socket, far: Socket]>()
  let held: 'nothing' | 'answers' | 'everything' = 'nothing'
  let taking = true
  let ever = 0
  const server = createServer((near) => {
    if (!taking) return void near.destroy()
    ever += 1
    const far = connect(to)
    const pair = [near, far] as const
    pairs.add(pair)
    for (const [from, into] of [pair, [far, near] as const]) {
      from.on('data', (bytes) => {
        if (into.write(bytes)) return
        from.pause()
        into.once('drain', flow)
      })
      from.on('error', () => {})
      from.on('close', () => {
        pairs.delete(pair)
        into.destroy()
      })
    }
    flow()
  })
  await new Promise<void>((done) => server.listen(at ?? 0, done))
  t.after(() => {
    cut()
    server.close()
  })
  return {
    port: at === undefined ? portOf(server.address()) : 0,
    plugged: () => pairs.size,
    ever: () => ever,
    cut,
    hold(what) {
      held = what
      flow()
    },
    letGo() {
      held = 'nothing'
      flow()
    },
    takeMore(whether) {
      taking = whether
    },
  }

  function cut() {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
    pairs.clear()
  }

  function flow() {
    for (const [near, far] of pairs) {
      // What is not read here backs up to who sent it, as it does on a real line.
      if (held === 'everything' || far.writableNeedDrain) near.pause()
      else near.resume()
      if (held !== 'nothing' || near.writableNeedDrain) far.pause()
      else far.resume()
    }
  }
}

/** A cable to a database, and how to reach the database through it. */
export async function aCableToDatabase(
  t: TestContext,
  database: { readonly url: string },
): Promise<{ cable: Cable; reach: pg.ClientConfig }> {
  const { host, port, user, password, database: name } = new pg.Client(database.url)
  const folder = mkdtempSync(path.join(tmpdir(), 'veilleuse-cable-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const to = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
  const cable = await aCable(t, { to, at: `${folder}/.s.PGSQL.${port}` })
  return {
    cable,
    reach: {
      host: folder,
      port,
      ...(user && { user }),
      ...(password && { password }),
      ...(name && { database: name }),
    },
  }
}
