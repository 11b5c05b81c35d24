import type { LineId, OfferId, ShiftId, StaffId } from '@veilleuse/domain/ids'
import { createHash, randomBytes, randomUUID } from 'node:crypto'

/** Ids made by the server: random, so that they count nothing. */
export function newId(): string {
  return randomUUID()
}

export function newStaffId(): StaffId {
  return randomUUID() as string as StaffId
}

export function newLineId(): LineId {
  return randomUUID() as string as LineId
}

export function newOfferId(): OfferId {
  return randomUUID() as string as OfferId
}

export function newShiftId(): ShiftId {
  return randomUUID() as string as ShiftId
}

export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** How a token rests in the database. 256 random bits need no salt and no stretching. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
