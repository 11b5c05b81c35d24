import * as contract from '@veilleuse/contract/shift'
import type { House } from '../platform/house.ts'
import { route } from '../platform/route.ts'
import {
  copyWeek,
  removeShift,
  leaveShift,
  linesWithHours,
  planShift,
  setLineHours,
  takeShift,
  weekOf,
} from './actions.ts'

export function deskRoutes(house: House): void {
  route(house, contract.rotaLines, async () => ({ lines: await linesWithHours(house) }))
  route(house, contract.rotaWeek, ({ params }) => weekOf(house, params))
  route(house, contract.setLineHours, async ({ session, params, body }) => {
    await setLineHours(house, session, { ...params, ...body })
    return {}
  })
  route(house, contract.planShift, async ({ params, body }) => ({
    id: await planShift(house, {
      line: params.line,
      staff: body.person,
      from: new Date(body.from),
      to: new Date(body.to),
    }),
  }))
  route(house, contract.copyWeek, async ({ params, body }) => ({
    planned: await copyWeek(house, { ...params, ...body }),
  }))
  route(house, contract.removeShift, async ({ params }) => {
    await removeShift(house, params.id)
    return {}
  })
  route(house, contract.takeShift, async ({ session, params }) => {
    await takeShift(house, session, params.id)
    return {}
  })
  route(house, contract.leaveShift, async ({ session, params }) => {
    await leaveShift(house, session, params.id)
    return {}
  })
}
