import type { StaffId } from '@veilleuse/domain/ids'
import type { Db, Tx } from '../platform/database.ts'
import type { Credential } from './webauthn.ts'

/** Whose passkey this is. Says nothing about whether it may be used. */
export async function ownerOfPasskey(db: Db, id: string): Promise<StaffId | undefined> {
  const row = await db
    .selectFrom('passkey')
    .select('staff_id')
    .where('credential_id', '=', id)
    .executeTakeFirst()
  return row?.staff_id
}

/**
 * Locks the passkey of this person, so that of two answers with one counter the second is seen to
 * be a copy.
 */
export async function lockPasskey(
  tx: Tx,
  { id, owner }: { id: string; owner: StaffId },
): Promise<Credential | undefined> {
  const row = await tx
    .selectFrom('passkey')
    .select(['credential_id', 'public_key', 'counter', 'transports'])
    .where('credential_id', '=', id)
    .where('staff_id', '=', owner)
    .forUpdate()
    .executeTakeFirst()
  return (
    row && {
      id: row.credential_id,
      publicKey: row.public_key,
      counter: row.counter,
      transports: row.transports,
    }
  )
}

export async function saveCounter(
  tx: Tx,
  { id, counter, now }: { id: string; counter: number; now: Date },
): Promise<void> {
  await tx
    .updateTable('passkey')
    .set({ counter, used_at: now })
    .where('credential_id', '=', id)
    .execute()
}

/** False when somebody has a passkey of this name already. */
export async function savePasskey(
  tx: Tx,
  { owner, credential, now }: { owner: StaffId; credential: Credential; now: Date },
): Promise<boolean> {
  const { id, publicKey, counter, transports } = credential
  const row = await tx
    .insertInto('passkey')
    .values({
      credential_id: id,
      staff_id: owner,
      public_key: Buffer.from(publicKey),
      counter,
      transports: [...transports],
      made_at: now,
      used_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('credential_id')
    .executeTakeFirst()
  return row !== undefined
}
