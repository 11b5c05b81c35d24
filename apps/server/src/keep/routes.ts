import * as contract from '@veilleuse/contract/visit'
import type { House } from '../platform/house.ts'
import { route } from '../platform/route.ts'
import { isOwn } from '../platform/socket.ts'
import { keepFor, recall, reopen } from './actions.ts'

export function visitRoutes(house: House): void {
  route(house, contract.keep, async ({ session, body }) => {
    await keepFor(house, session, body)
    return {}
  })
  route(house, contract.recall, ({ body, household }) => {
    house.limits.spend('return', household)
    return recall(house, body.lookup)
  })
  route(house, contract.reopen, ({ body, household, request }) => {
    house.limits.spend('return', household)
    // The browser signs the origin it sees; only our own are possible here.
    const { origin } = request.headers
    return reopen(
      house,
      body,
      origin !== undefined && isOwn(house.config, origin) ? origin : house.config.publicOrigin,
    )
  })
}
