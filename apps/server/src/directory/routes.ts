import * as contract from '@veilleuse/contract/directory'
import type { House } from '../platform/house.ts'
import { route } from '../platform/route.ts'
import { helplinesIn } from './present.ts'

export function directoryRoutes(house: House): void {
  route(house, contract.otherHelplines, async ({ params }) => {
    const now = house.clock.now()
    return { at: now.toISOString(), helplines: helplinesIn({ ...params, now }) }
  })
}
