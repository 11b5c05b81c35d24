import { createHash, randomBytes, randomUUID } from 'node:crypto'

/** Ids made by the server: random, so that they count nothing. */
export function newId<T extends string>(): T {
  return randomUUID() as string as T
}

export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** How a token rests in the database. 256 random bits need no salt and no stretching. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
