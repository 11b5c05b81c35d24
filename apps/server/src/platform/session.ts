import type { ConversationId, LineId, StaffId } from '@veilleuse/domain/ids'
import type { Role } from '@veilleuse/domain/staff'

/** Proof that a person of the team is here. Made in account/store.ts alone. */
export type StaffSession = {
  readonly staff: StaffId
  readonly role: Role
  readonly alias: string
  /** On which lines the person answers. */
  readonly lines: readonly LineId[]
  /** The session's hash at rest, hex: names the session without opening it. */
  readonly hash: string
}

/** Proof that a visitor's page is here. Made in visit/access.ts alone. */
export type VisitorSession = { readonly conversation: ConversationId }

/** What opens the doors: a token becomes a session, or does not. */
export type Doors = {
  staff(token: string): Promise<StaffSession | undefined>
  visitor(token: string): Promise<VisitorSession | undefined>
}
