import { hashToken, newToken } from '../platform/ids.ts'
import type { StaffId } from '@veilleuse/domain/ids'
import { linesOfStaff } from '../people/lines.ts'
import type { Db, Tx } from '../platform/database.ts'
import { announce } from '../platform/outbox.ts'
import type { StaffSession } from '../platform/session.ts'

/** A desk left alone over a night is signed out; nobody stays signed in for longer than a day. */
const idle = { hours: 12 }
const longest = { hours: 24 }
// Seen to the minute: a write at every request would cost more than it tells.
const seenEvery = { seconds: 60 }

/**
 * Signs a person in. The only place where a session of the team begins; gives the token, of which
 * the hash alone is kept.
 */
export async function openSession(tx: Tx, staff: StaffId, now: Date): Promise<string> {
  const token = newToken()
  await tx
    .insertInto('session')
    .values({
      id_hash: hashToken(token),
      staff_id: staff,
      created_at: now,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + longest.hours * 3_600_000),
      revoked_at: null,
    })
    .execute()
  return token
}

/** The session this token opens, if it has not ended, and if the person is still of the team. */
export async function sessionOf(
  db: Db,
  token: string,
  now: Date,
): Promise<StaffSession | undefined> {
  const hash = hashToken(token)
  const row = await db
    .selectFrom('session')
    .innerJoin('staff', 'staff.id', 'session.staff_id')
    .select(['staff.id', 'staff.role', 'staff.alias', 'session.last_seen_at'])
    .select(linesOfStaff)
    .where('session.id_hash', '=', hash)
    .where('session.revoked_at', 'is', null)
    .where('session.expires_at', '>', now)
    .where('session.last_seen_at', '>', idleSince(now))
    .where('staff.state', 'in', ['enrolled', 'in_directory'])
    .executeTakeFirst()
  if (!row) return undefined
  if (now.getTime() - row.last_seen_at.getTime() >= seenEvery.seconds * 1000)
    await markSeen(db, hash, now)
  return {
    staff: row.id,
    role: row.role,
    alias: row.alias,
    lines: row.lines,
    hash: hash.toString('hex'),
  }
}

/** Whether a person is still signed in anywhere. */
export async function isSignedIn(db: Db, staff: StaffId, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('session')
    .select('staff_id')
    .where('staff_id', '=', staff)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where('last_seen_at', '>', idleSince(now))
    .executeTakeFirst()
  return row !== undefined
}

export async function endSession(tx: Tx, session: StaffSession, now: Date): Promise<void> {
  await tx
    .updateTable('session')
    .set({ revoked_at: now })
    .where('id_hash', '=', Buffer.from(session.hash, 'hex'))
    .where('revoked_at', 'is', null)
    .execute()
  announce(tx, { type: 'session.revoked', staff: session.staff, session: session.hash })
}

/** Ends every session of a person: on removal, and whenever what they may do changes. */
export async function endSessionsOf(tx: Tx, staff: StaffId, now: Date): Promise<void> {
  await tx
    .updateTable('session')
    .set({ revoked_at: now })
    .where('staff_id', '=', staff)
    .where('revoked_at', 'is', null)
    .execute()
  announce(tx, { type: 'session.revoked', staff })
}

/** Forgets sessions that nobody can use any more, and with them when somebody was here. */
export async function forgetEndedSessions(db: Db, now: Date): Promise<void> {
  await db
    .deleteFrom('session')
    .where((eb) =>
      eb.or([
        eb('revoked_at', 'is not', null),
        eb('expires_at', '<=', now),
        eb('last_seen_at', '<=', idleSince(now)),
      ]),
    )
    .execute()
}

async function markSeen(db: Db, hash: Buffer, now: Date) {
  await db.updateTable('session').set({ last_seen_at: now }).where('id_hash', '=', hash).execute()
}

function idleSince(now: Date) {
  return new Date(now.getTime() - idle.hours * 3_600_000)
}
