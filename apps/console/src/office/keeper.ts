import type { Ask } from '../session/ask.ts'
import { authorityOf, type Keyring } from '../session/keyring.ts'
import { giveKeys, publishKeys, whatIsDue } from './line-keys.ts'

export type Kept = { readonly published: boolean; readonly given: number }

/**
 * What an authority's browser does by itself while it is open: publishes new keys when they are
 * due, and gives the running ones to those of the directory who lack them. Both concern only people
 * whom an authority has compared and let in.
 */
export async function keepLine(ask: Ask, keyring: Keyring, now: Date): Promise<Kept> {
  const isMember = keyring.directory?.staff.has(keyring.me.id)
  if (!authorityOf(keyring) || !isMember) return { published: false, given: 0 }
  if (await whatIsDue(ask)) {
    await publishKeys(ask, keyring, now)
    return { published: true, given: 0 }
  }
  return { published: false, given: await giveKeys(ask, keyring, now) }
}
