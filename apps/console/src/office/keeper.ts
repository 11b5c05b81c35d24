import type { Ask } from '../session/ask.ts'
import { authorityOf, refreshed, type Keyring } from '../session/keyring.ts'
import { giveKeys, publishKeys, whatIsDue } from './line-keys.ts'

export type Kept = { readonly published: boolean; readonly given: number }

/**
 * What an authority's browser does by itself while it is open: publishes new keys of every line
 * where they are due and somebody answers, and gives the running ones to those of the directory who
 * lack them. Both concern only people whom an authority has compared and let in.
 */
export async function keepLines(ask: Ask, keyring: Keyring, now: Date): Promise<Kept> {
  const isMember = keyring.directory?.staff.has(keyring.me.id)
  if (!authorityOf(keyring) || !isMember) return { published: false, given: 0 }
  let published = false
  let ring = keyring
  for (const { id: line, rotationDue } of await whatIsDue(ask)) {
    if (!rotationDue || !(await publishKeys(ask, ring, { line, now }))) continue
    published = true
    // The next statement follows this one.
    ring = await refreshed(ask, ring)
  }
  return { published, given: await giveKeys(ask, ring, now) }
}
