import type { StaffId } from '@veilleuse/domain/ids'
import type { Role } from '@veilleuse/domain/staff'
import type { Db, Tx } from '../platform/database.ts'
import type { StaffState } from '../platform/tables-people.ts'

/** A person with everything that proves them. Nothing of this leaves the account slice. */
export type Account = {
  readonly id: StaffId
  readonly login: string
  readonly alias: string
  readonly role: Role
  readonly state: StaffState
  readonly salt: Buffer
  readonly authHash: Buffer | undefined
  readonly totpSecret: Buffer | undefined
  readonly lastTotpStep: number
  readonly signatureKey: Buffer | undefined
  readonly boxKey: Buffer | undefined
  readonly vault: Buffer | undefined
}

/** Locks nobody: for looking at what somebody claims, before anything is done about it. */
export async function accountByLogin(db: Db | Tx, login: string): Promise<Account | undefined> {
  const row = await accounts(db).where('login', '=', login).executeTakeFirst()
  return row && accountOf(row)
}

/**
 * Locks the person, so that of two sign-ins with one code the second finds it used, and a sign-in
 * that meets a removal either ends before it and is revoked by it, or finds the person removed.
 */
export async function lockAccount(tx: Tx, id: StaffId): Promise<Account | undefined> {
  const row = await accounts(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row && accountOf(row)
}

export async function accountById(db: Db | Tx, id: StaffId): Promise<Account | undefined> {
  const row = await accounts(db).where('id', '=', id).executeTakeFirst()
  return row && accountOf(row)
}

export async function saltOf(db: Db, login: string): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('staff')
    .select('salt')
    .where('login', '=', login)
    .executeTakeFirst()
  return row?.salt
}

/** From now on no code of this half minute, or of one before it, is taken from this person. */
export async function saveStep(tx: Tx, id: StaffId, step: number): Promise<void> {
  await tx.updateTable('staff').set({ last_totp_step: step }).where('id', '=', id).execute()
}

export async function saveVault(tx: Tx, id: StaffId, vault: Buffer): Promise<void> {
  await tx.updateTable('staff').set({ vault }).where('id', '=', id).execute()
}

export async function passkeysOf(db: Db | Tx, id: StaffId) {
  return db
    .selectFrom('passkey')
    .select(['credential_id', 'made_at', 'transports'])
    .where('staff_id', '=', id)
    .orderBy('made_at')
    .execute()
}

/** The lines a person answers on, as their desk names them. */
export function namedLinesOf(db: Db | Tx, staff: StaffId) {
  return db
    .selectFrom('staff_line')
    .innerJoin('line', 'line.id', 'staff_line.line_id')
    .select(['line.id', 'line.slug', 'line.name'])
    .where('staff_line.staff_id', '=', staff)
    .where('line.retired_at', 'is', null)
    .orderBy('line.place')
    .orderBy('line.slug')
    .execute()
}

/** What every screen of the desk needs to know of the house. */
export function houseOf(db: Db | Tx) {
  return db
    .selectFrom('helpline')
    .select(['instance', 'root_fingerprint', 'name'])
    .executeTakeFirstOrThrow()
}

function accounts(db: Db | Tx) {
  return db
    .selectFrom('staff')
    .select(['id', 'login', 'alias', 'role', 'state', 'salt', 'auth_hash'])
    .select(['totp_secret', 'last_totp_step', 'signature_key', 'box_key', 'vault'])
}

type Row = Awaited<ReturnType<ReturnType<typeof accounts>['executeTakeFirstOrThrow']>>

function accountOf(row: Row): Account {
  return {
    id: row.id,
    login: row.login,
    alias: row.alias,
    role: row.role,
    state: row.state,
    salt: row.salt,
    authHash: row.auth_hash ?? undefined,
    totpSecret: row.totp_secret ?? undefined,
    lastTotpStep: row.last_totp_step,
    signatureKey: row.signature_key ?? undefined,
    boxKey: row.box_key ?? undefined,
    vault: row.vault ?? undefined,
  }
}
