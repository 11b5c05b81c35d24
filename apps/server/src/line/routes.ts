import * as contract from '@veilleuse/contract/visit'
import { currentEpochOf } from '../keys/store.ts'
import type { House } from '../platform/house.ts'
import { Problem } from '../platform/problem.ts'
import { route } from '../platform/route.ts'
import { forAnyone } from '../queue/present.ts'
import { lineRead } from '../queue/reading.ts'
import { helplineOf, lineBySlug, statementsFor } from './store.ts'

export function visitRoutes(house: House): void {
  const { db, clock } = house
  route(house, contract.lineStatus, async ({ params }) => {
    const line = await lineBySlug(db, params.line)
    const reading = line && (await lineRead(house, line.id))
    if (!reading) throw new Problem('not_found')
    return forAnyone(reading.at)
  })
  route(house, contract.lineKeys, async ({ params }) => {
    const line = await lineBySlug(db, params.line)
    const helpline = await helplineOf(db)
    if (!line || !helpline) throw new Problem('not_found')
    const epoch = await currentEpochOf(db, line.id, clock.now())
    if (!epoch) throw new Problem('keys_missing')
    const statements = await statementsFor(db, { line: line.id, epochs: [epoch.number] })
    return {
      instance: helpline.instance.toString('base64url'),
      line: line.id,
      rulesVersion: line.rules_version,
      statements: statements.map((body) => body.toString('base64url')),
    }
  })
}
