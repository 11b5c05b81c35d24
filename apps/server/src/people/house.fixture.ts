import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import Fastify from 'fastify'
import { type Ask, asking } from '@veilleuse/testkit/ask'
import { type MovableClock, movableClock } from '@veilleuse/testkit/clock'
import { freshDatabase, type TestDatabase } from '@veilleuse/testkit/database'
import { aTeam as aTeamOf, type Team } from '@veilleuse/testkit/team'
import { accountRoutes } from '../account/routes.ts'
import { sessionOf } from '../account/session.ts'
import { keysRoutes } from '../keys/routes.ts'
import { readConfig } from '../platform/config.ts'
import { type Db, openDatabase } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import { newLineId } from '../platform/ids.ts'
import { makeLimits } from '../platform/limits.ts'
import { makeLog } from '../platform/log.ts'
import { secretsFrom } from '../platform/secrets.ts'
import { firstInvitation } from './first-invitation.ts'
import { peopleRoutes } from './routes.ts'

export type TestHouse = {
  readonly house: House
  readonly ask: Ask
  readonly clock: MovableClock
  readonly db: Db
  readonly database: TestDatabase
  /** All that was written to the log. */
  readonly logged: () => string
  readonly firstCode: () => Promise<string>
}

/** The row that is locked while the directory grows, for `collide`. */
export const helpline = { table: 'helpline', by: 'one', id: 'true' }

type Traits = { readonly demo?: boolean }

/** The doors of the team's slices before an empty helpline with one line. */
export async function aHouse(t: TestContext, { demo = false }: Traits = {}): Promise<TestHouse> {
  const database = await freshDatabase(t)
  const db = openDatabase(database.pool)
  const clock = movableClock()
  await aLine(db)
  const folder = mkdtempSync(join(tmpdir(), 'veilleuse-house-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const app = Fastify({ bodyLimit: 64 * 1024 })
  t.after(() => app.close())
  const lines: string[] = []
  const house: House = {
    app,
    db,
    clock,
    config: readConfig({ VEILLEUSE_DATA: folder, VEILLEUSE_DEMO: demo ? '1' : '0' }),
    limits: makeLimits(clock),
    log: makeLog({ write: (line) => void lines.push(line) }),
    secrets: secretsFrom(Buffer.alloc(32, 5)),
    doors: {
      staff: (token) => sessionOf(db, token, clock.now()),
      visitor: () => Promise.resolve(undefined),
    },
  }
  accountRoutes(house)
  peopleRoutes(house)
  keysRoutes(house)
  await app.ready()
  return {
    house,
    ask: asking(app),
    clock,
    db,
    database,
    logged: () => lines.join(''),
    async firstCode() {
      const code = await firstInvitation(house)
      if (code === undefined) throw new Error('Somebody has enrolled already')
      return code
    },
  }
}

/** A whole team behind these doors. */
export async function aTeam(house: TestHouse): Promise<Team> {
  return aTeamOf(house, await house.firstCode())
}

async function aLine(db: Db) {
  const name = JSON.stringify({ fr: 'La veilleuse', en: 'The night light' })
  await db
    .insertInto('helpline')
    .values({ instance: Buffer.alloc(16, 9), name, root_fingerprint: null, exit_address: 'x' })
    .execute()
  await db
    .insertInto('line')
    .values({
      id: newLineId(),
      slug: 'jeunes',
      name,
      hours: JSON.stringify({ zone: 'Europe/Paris', week: [] }),
      emergency: '[]',
    })
    .execute()
}
