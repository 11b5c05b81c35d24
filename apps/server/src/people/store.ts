import type { LineId, StaffId } from '@veilleuse/domain/ids'
import type { Language } from '@veilleuse/domain/language'
import type { Role } from '@veilleuse/domain/staff'
import type { Db, Tx } from '../platform/database.ts'
import { hashToken } from '../platform/ids.ts'
import type { StaffState } from '../platform/tables-people.ts'
import { linesOfStaff, saveLinesOf } from './lines.ts'

export type PersonRow = {
  readonly id: StaffId
  readonly alias: string
  readonly role: Role
  readonly state: StaffState
  readonly lines: readonly LineId[]
  readonly languages: readonly Language[]
  readonly signature_key: Buffer | null
  readonly box_key: Buffer | null
}

const columns = ['id', 'alias', 'role', 'state', 'languages', 'signature_key', 'box_key'] as const

/** Everybody who was ever of the team, in the order they were invited. */
export function everybody(db: Db | Tx): Promise<PersonRow[]> {
  return db
    .selectFrom('staff')
    .select(columns)
    .select(linesOfStaff)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** Locks the person, so that a sign-in or an enrolment of theirs ends before this, or sees it. */
export function lockPerson(tx: Tx, id: StaffId): Promise<PersonRow | undefined> {
  return tx
    .selectFrom('staff')
    .select(columns)
    .select(linesOfStaff)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export type NewPerson = {
  readonly id: StaffId
  readonly login: string
  readonly alias: string
  readonly role: Role
  readonly lines: readonly LineId[]
  readonly languages: readonly Language[]
  readonly salt: Buffer
  readonly now: Date
}

/**
 * The new person, or the one of this login who has not answered an earlier invitation, with alias
 * and role as they are wanted now. Undefined when the login belongs to somebody else.
 */
export async function savePerson(tx: Tx, person: NewPerson): Promise<PersonRow | undefined> {
  const { id, login, alias, role, lines, salt, now } = person
  const languages = [...person.languages]
  const row = await tx
    .insertInto('staff')
    .values({ id, login, alias, role, languages, state: 'invited', salt, created_at: now })
    .onConflict((conflict) =>
      conflict
        .column('login')
        .doUpdateSet({ alias, role, languages })
        .where('staff.state', '=', 'invited'),
    )
    .returning(columns)
    .executeTakeFirst()
  if (!row) return undefined
  await saveLinesOf(tx, row.id, lines)
  return { ...row, lines }
}

export async function saveLanguages(
  tx: Tx,
  id: StaffId,
  languages: readonly Language[],
): Promise<void> {
  await tx
    .updateTable('staff')
    .set({ languages: [...languages] })
    .where('id', '=', id)
    .execute()
}

/** A person has one open link: a new one closes the one before. */
export async function saveInvitation(
  tx: Tx,
  invitation: {
    readonly code: string
    readonly staff: StaffId
    readonly first: boolean
    readonly expiresAt: Date
  },
): Promise<void> {
  const { staff, first } = invitation
  const link = { code_hash: hashToken(invitation.code), first, expires_at: invitation.expiresAt }
  await tx
    .insertInto('invitation')
    .values({ ...link, staff_id: staff, used_at: null })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ ...link, used_at: null }))
    .execute()
}

/** Takes away all a person could come back with. What they signed stays readable by their keys. */
export async function saveRemoval(tx: Tx, id: StaffId, now: Date): Promise<void> {
  await tx
    .updateTable('staff')
    .set({
      state: 'removed',
      removed_at: now,
      auth_hash: null,
      totp_secret: null,
      vault: null,
    })
    .where('id', '=', id)
    .execute()
  await tx.deleteFrom('passkey').where('staff_id', '=', id).execute()
  await tx.deleteFrom('webauthn_challenge').where('staff_id', '=', id).execute()
  await tx.deleteFrom('invitation').where('staff_id', '=', id).execute()
}

/** Whether anybody has ever enrolled. */
export async function anybodyEnrolled(db: Db | Tx): Promise<boolean> {
  const row = await db
    .selectFrom('staff')
    .select('id')
    .where('enrolled_at', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
