import { call } from '@veilleuse/client/call'
import { lineKeys } from '@veilleuse/contract/visit'
import { fromBase64url } from '@veilleuse/sealing/bytes'
import { verifyVisitorChain } from '@veilleuse/sealing/directory'
import type { VisitorDirectory } from '@veilleuse/sealing/directory'
import { Refusal } from '@veilleuse/sealing/refusal'
import type { Place } from './place.ts'

/**
 * The line's keys of today, verified from the pinned root down. Throws `Refusal` when they are not
 * what they should be: then nothing may be sealed, and nothing sent.
 */
export async function lineDirectory(place: Place, now: Date): Promise<VisitorDirectory> {
  const { statements, line } = await call('', lineKeys, { params: { line: place.line } })
  return verified(place, { statements, line, now })
}

/** The same for an earlier conversation, whose statements came along with it. */
export async function verified(
  place: Place,
  { statements, line, now }: Signed,
): Promise<VisitorDirectory> {
  if (!place.root) throw new Refusal('key_missing')
  const pin = fromBase64url(place.root)
  const chain = statements.map(fromBase64url)
  const directory = await verifyVisitorChain(chain, pin, { line, now })
  if (directory.root.instance !== place.instance) throw new Refusal('not_genuine')
  return directory
}

type Signed = {
  readonly statements: readonly string[]
  /** Of which line an epoch is looked for: its id, not the name in addresses. */
  readonly line: string
  /** When it must be valid: now, or at the beginning of an earlier conversation. */
  readonly now: Date
}
