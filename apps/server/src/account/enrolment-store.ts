import { sql } from 'kysely'
import type { StaffId } from '@veilleuse/domain/ids'
import type { Tx } from '../platform/database.ts'
import { hashToken } from '../platform/ids.ts'
import { type Account, lockAccount } from './store.ts'

export type Invited = {
  readonly first: boolean
  readonly expiresAt: Date
  readonly usedAt: Date | undefined
  readonly account: Account
}

/**
 * Locks whom the code invites, so that of two browsers that end one enrolment, one does. Everything
 * that touches an invitation locks the person first; the invitation itself needs no lock then.
 */
export async function lockInvitation(tx: Tx, code: string): Promise<Invited | undefined> {
  const invited = await invitationBy(tx, code)
  const account = invited && (await lockAccount(tx, invited.staff_id))
  // Read again: it may have been used or replaced while we waited for the lock.
  const row = account && (await invitationBy(tx, code))
  return (
    row && {
      first: row.first,
      expiresAt: row.expires_at,
      usedAt: row.used_at ?? undefined,
      account,
    }
  )
}

export async function useInvitation(tx: Tx, staff: StaffId, now: Date): Promise<void> {
  await tx.updateTable('invitation').set({ used_at: now }).where('staff_id', '=', staff).execute()
}

export async function savePendingSecondFactor(tx: Tx, id: StaffId, sealed: Buffer): Promise<void> {
  await tx
    .updateTable('staff')
    .set({ totp_secret: sealed, last_totp_step: 0 })
    .where('id', '=', id)
    .execute()
}

export async function loginIsTaken(tx: Tx, login: string): Promise<boolean> {
  const row = await tx
    .selectFrom('staff')
    .select('id')
    .where('login', '=', login)
    .executeTakeFirst()
  return row !== undefined
}

export type Enrolment = {
  readonly id: StaffId
  readonly login: string
  readonly alias: string
  readonly authHash: Buffer
  readonly step: number
  readonly signatureKey: Buffer
  readonly boxKey: Buffer
  readonly vault: Buffer
  readonly now: Date
}

/** False when somebody else has one of these keys: then they are not this person's own. */
export async function saveEnrolment(tx: Tx, enrolment: Enrolment): Promise<boolean> {
  const row = await tx
    .updateTable('staff')
    .set({
      state: 'enrolled',
      login: enrolment.login,
      alias: enrolment.alias,
      auth_hash: enrolment.authHash,
      last_totp_step: enrolment.step,
      signature_key: enrolment.signatureKey,
      box_key: enrolment.boxKey,
      vault: enrolment.vault,
      enrolled_at: enrolment.now,
    })
    .where('id', '=', enrolment.id)
    .where(
      sql<boolean>`not exists (select from staff where signature_key = ${enrolment.signatureKey}
        or box_key = ${enrolment.boxKey})`,
    )
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

function invitationBy(tx: Tx, code: string) {
  return tx
    .selectFrom('invitation')
    .select(['staff_id', 'first', 'expires_at', 'used_at'])
    .where('code_hash', '=', hashToken(code))
    .executeTakeFirst()
}
