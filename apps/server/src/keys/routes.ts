import * as contract from '@veilleuse/contract/keys'
import { allLines } from '../line/store.ts'
import type { House } from '../platform/house.ts'
import { route } from '../platform/route.ts'
import { toWire } from '../platform/wire.ts'
import { appendStatement, openDirectory } from './directory.ts'
import { giveEpochKeys, publishEpoch } from './epoch.ts'
import { rotationDue } from './rotation.ts'
import { keysOf, newestEpochOf, statements } from './store.ts'

/** The directory and the epochs. Everybody of the team reads them; their signatures say who writes. */
export function keysRoutes(house: House): void {
  const { db, clock } = house

  route(house, contract.directory, async () => {
    const log = await statements(db)
    const lines = []
    for (const { id, slug, name } of await allLines(db)) {
      const due = rotationDue(await newestEpochOf(db, id), clock.now())
      lines.push({ id, slug, name, ...(due && { rotationDue: due }) })
    }
    return { statements: log.map(toWire), lines }
  })
  route(house, contract.openDirectory, async (asked) => {
    await openDirectory(house, asked)
    return {}
  })
  route(house, contract.appendStatement, async (asked) => {
    await appendStatement(house, asked)
    return {}
  })
  route(house, contract.publishEpoch, async (asked) => {
    await publishEpoch(house, asked)
    return {}
  })
  route(house, contract.giveEpochKeys, async (asked) => {
    await giveEpochKeys(house, asked)
    return {}
  })
  route(house, contract.myEpochKeys, async ({ session }) => {
    const keys = await keysOf(db, session.staff)
    return {
      keys: keys.map(({ line_id, epoch, kind, sealed, valid_to }) => ({
        line: line_id,
        epoch,
        kind,
        sealed: toWire(sealed),
        validTo: valid_to.toISOString(),
      })),
    }
  })
}
