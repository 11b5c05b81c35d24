import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { firstInvitation } from '@veilleuse/server/people/first-invitation'
import { readConfig } from '@veilleuse/server/platform/config'
import { makeLog } from '@veilleuse/server/platform/log'
import { openHelpline, type Running } from '@veilleuse/server/server'
import { type Ask, asking } from './ask.ts'
import { type MovableClock, movableClock } from './clock.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { aTeam, type Team } from './team.ts'

/** A whole helpline on real PostgreSQL, listening, with a team that holds its keys. */
export type TestHelpline = {
  readonly origin: string
  readonly ask: Ask
  readonly clock: MovableClock
  readonly database: TestDatabase
  readonly team: Team
  readonly house: Running['house']
  /** All that was written to the log. */
  readonly logged: () => string
}

export async function aHelpline(t: TestContext): Promise<TestHelpline> {
  const database = await freshDatabase(t)
  const clock = movableClock()
  const folder = mkdtempSync(join(tmpdir(), 'veilleuse-helpline-'))
  const lines: string[] = []
  const log = makeLog({ write: (line) => void lines.push(line) })
  const config = readConfig({ VEILLEUSE_DATA: folder, PORT: '0', METRICS_PORT: '0' })
  const running = await openHelpline(config, { reach: database.config, log, clock })
  t.after(async () => {
    await running.stop()
    rmSync(folder, { recursive: true })
  })
  const { house } = running
  const ask = asking(house.app)
  const code = await firstInvitation(house)
  if (code === undefined) throw new Error('somebody has enrolled in a fresh database')
  const team = await aTeam({ ask, clock }, code)
  return {
    origin: `http://localhost:${running.port}`,
    ask,
    clock,
    database,
    team,
    house,
    logged: () => lines.join(''),
  }
}
