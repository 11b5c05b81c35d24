import { may } from '@veilleuse/domain/access'
import type { Role } from '@veilleuse/domain/staff'
import type { StaffState } from '../platform/tables-people.ts'

export type Member = { readonly id: string; readonly role: Role; readonly state: StaffState }

/**
 * Whom an epoch's keys are for: intake and voice for everybody of the directory who answers,
 * archive for the supervisors among them. Administrators and coordinators are not in it.
 */
export function keyHolders(team: readonly Member[]): {
  readonly intake: readonly string[]
  readonly archive: readonly string[]
} {
  const present = team.filter((one) => one.state === 'in_directory')
  const answering = present.filter((one) => may(one.role, 'take_conversations'))
  return {
    intake: answering.map((one) => one.id),
    archive: answering.filter((one) => may(one.role, 'give_keys')).map((one) => one.id),
  }
}

/** Whether keys were sealed to just these people, to each of them once. */
export function sealedToJust(people: readonly string[], given: readonly string[]): boolean {
  const different = new Set(given)
  return (
    different.size === given.length &&
    different.size === people.length &&
    people.every((one) => different.has(one))
  )
}
