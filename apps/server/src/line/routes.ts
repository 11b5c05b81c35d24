import * as office from '@veilleuse/contract/line'
import * as contract from '@veilleuse/contract/visit'
import { currentEpochOf } from '../keys/store.ts'
import type { House } from '../platform/house.ts'
import { Problem } from '../platform/problem.ts'
import { route } from '../platform/route.ts'
import { forAnyone } from '../queue/present.ts'
import { lineRead } from '../queue/reading.ts'
import { linesForOffice, makeLine, setRules, retireLine, saveLineSettings } from './actions.ts'
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

/** The office side: an administrator sets up lines. */
export function deskRoutes(house: House): void {
  route(house, office.lines, async () => ({ lines: await linesForOffice(house) }))
  route(house, office.makeLine, ({ session, body }) => makeLine(house, session, body))
  route(house, office.saveLine, ({ session, params, body }) =>
    saveLineSettings(house, session, { id: params.id, settings: body.settings }),
  )
  route(house, office.setRules, ({ session, params, body }) =>
    setRules(house, session, { id: params.id, text: body.text }),
  )
  route(house, office.retireLine, async ({ session, params }) => {
    await retireLine(house, session, params.id)
    return {}
  })
}
