import * as contract from '@veilleuse/contract/account'
import { may } from '@veilleuse/domain/access'
import { holders } from '../keys/store.ts'
import type { House } from '../platform/house.ts'
import { Problem } from '../platform/problem.ts'
import { route } from '../platform/route.ts'
import { invite } from './invite.ts'
import { placePerson } from './place.ts'
import { forTeam } from './present.ts'
import { removePerson } from './remove.ts'
import { everybody } from './store.ts'

/** Who is of the team: for those who invite people and those who give them keys. */
export function peopleRoutes(house: House): void {
  const { db } = house

  route(house, contract.people, async ({ session }) => {
    const sees = may(session.role, 'invite_people') || may(session.role, 'give_keys')
    if (!sees) throw new Problem('not_allowed')
    const keys = await holders(db)
    return { people: (await everybody(db)).map((person) => forTeam(person, keys)) }
  })
  route(house, contract.invite, (asked) => invite(house, asked))
  route(house, contract.placePerson, (asked) => placePerson(house, asked))
  route(house, contract.removePerson, async ({ session, params }) => {
    await removePerson(house, { session, id: params.id })
    return {}
  })
}
