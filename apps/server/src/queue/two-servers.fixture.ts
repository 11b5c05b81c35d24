import type { TestContext } from 'node:test'
import type { Chance } from '@veilleuse/testkit/chance'
import type { Evening } from '../evening.fixture.ts'
import { type Db, openDatabase, openPool } from '../platform/database.ts'
import type { House } from '../platform/house.ts'

/** A server as the queue knows it: its own connections, and its own end. */
export type Server = {
  house(): Pick<House, 'db' | 'clock'>
  isUp(): boolean
  /** `kill -9`, as the database sees it: every connection is gone in the middle of what it did. */
  kill(): Promise<void>
  /** Another one takes its place. */
  start(): void
}

/** Two servers on the database of this evening, by its clock. */
export function twoServers(t: TestContext, evening: Evening): readonly [Server, Server] {
  return [aServer(t, evening, 'one'), aServer(t, evening, 'two')]
}

function aServer(t: TestContext, { database, clock }: Evening, name: string): Server {
  let running: { db: Db; called: string } | undefined
  let many = 0
  start()
  t.after(async () => running?.db.destroy())
  return {
    house() {
      if (!running) throw new Error('this server is dead')
      return { db: running.db, clock }
    },
    isUp: () => running !== undefined,
    start,
    async kill() {
      const dying = running
      if (!dying) return
      running = undefined
      await database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = $1`,
        [dying.called],
      )
      await dying.db.destroy()
    },
  }

  function start() {
    if (running) return
    const called = `server ${name} ${many++}`
    running = {
      db: openDatabase(openPool({ ...database.config, application_name: called })),
      called,
    }
  }
}

/** One of these by chance. */
export function anyOf<One>(chance: Chance, all: readonly One[]): One | undefined {
  return all[Math.floor(chance.between(0, all.length))]
}
