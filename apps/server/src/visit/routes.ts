import * as contract from '@veilleuse/contract/visit'
import { countingArrival } from '../contact/actions.ts'
import type { House } from '../platform/house.ts'
import { letIn } from '../platform/puzzle.ts'
import { route } from '../platform/route.ts'
import { answerSurvey, arrive, forget, leave } from './actions.ts'

export function visitRoutes(house: House): void {
  route(house, contract.arrive, async ({ body, household }) => {
    const coming = { line: body.line, channel: 'chat', solved: body.puzzle !== undefined } as const
    return countingArrival(house, coming, async () => {
      letIn(house, { household, about: [body.opening, body.secret], solved: body.puzzle })
      return { token: body.secret, view: await arrive(house, body) }
    })
  })
  route(house, contract.leave, ({ session }) => leave(house, session))
  route(house, contract.survey, async ({ session, body }) => {
    await answerSurvey(house, session, body)
    return {}
  })
  route(house, contract.forget, async ({ session }) => {
    await forget(house, session)
    return {}
  })
}
