import { randomBytes } from 'node:crypto'
import type { StaffId } from '@veilleuse/domain/ids'
import type { Db, Tx } from '../platform/database.ts'
import { Problem } from '../platform/problem.ts'

/** Long enough to find the key in a drawer, too short to be taken home. */
const lifetime = { minutes: 5 }

export type ChallengeFor =
  | { readonly purpose: 'enrol' | 'add'; readonly staff: StaffId }
  | { readonly purpose: 'sign_in' }

/** A question for an authenticator, base64url of 32 bytes; it can be answered once. */
export async function newChallenge(db: Db | Tx, wanted: ChallengeFor, now: Date): Promise<string> {
  const challenge = randomBytes(32).toString('base64url')
  await db
    .insertInto('webauthn_challenge')
    .values({
      challenge,
      purpose: wanted.purpose,
      staff_id: staffOf(wanted),
      expires_at: new Date(now.getTime() + lifetime.minutes * 60_000),
    })
    .execute()
  return challenge
}

/**
 * Takes the question away and throws `wrong_secret` unless it was asked for just this and not too
 * long ago. Deleting and reading are one statement: of two answers, one finds it.
 */
export async function useChallenge(
  db: Db | Tx,
  { challenge, wanted, now }: { challenge: string; wanted: ChallengeFor; now: Date },
): Promise<void> {
  const row = await db
    .deleteFrom('webauthn_challenge')
    .where('challenge', '=', challenge)
    .returning(['purpose', 'staff_id', 'expires_at'])
    .executeTakeFirst()
  const asked = row?.purpose === wanted.purpose && row.staff_id === staffOf(wanted)
  if (!asked || row.expires_at <= now) throw new Problem('wrong_secret')
}

export async function forgetOldChallenges(db: Db, now: Date): Promise<void> {
  await db.deleteFrom('webauthn_challenge').where('expires_at', '<=', now).execute()
}

function staffOf(wanted: ChallengeFor): StaffId | null {
  return wanted.purpose === 'sign_in' ? null : wanted.staff
}
