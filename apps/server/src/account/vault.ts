import type { saveVault as contract } from '@veilleuse/contract/account'
import { purposes, read } from '@veilleuse/sealing/codec'
import { Refusal } from '@veilleuse/sealing/refusal'
import { audit } from '../platform/audit.ts'
import type { House } from '../platform/house.ts'
import { change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import type { Asked } from '../platform/route.ts'
import { fromWire } from '../platform/wire.ts'
import { stepUp } from './proof.ts'
import { lockAccount, saveVault } from './store.ts'

/**
 * Replaces a vault. New contents under the same ways in need the session alone: the browser saves
 * where the directory ended whenever it grew. Another way in needs a fresh code of the second
 * factor, for a thief of the session would come back by it.
 */
export async function replaceVault(
  house: House,
  { session, body }: Pick<Asked<typeof contract>, 'session' | 'body'>,
): Promise<void> {
  const vault = fromWire(body.vault)
  const ways = readVault(vault)
  await change(house.db, async (tx) => {
    const account = await lockAccount(tx, session.staff)
    if (!account?.vault) throw new Problem('signed_out')
    if (readVault(account.vault).equals(ways)) return saveVault(tx, account.id, vault)
    await stepUp(tx, house, { session, code: body.code })
    await saveVault(tx, account.id, vault)
    const entry = { who: account.id, what: 'vault.ways_changed', about: account.id }
    await audit(tx, entry, house.clock.now())
  })
}

const maxBytes = 16 * 1024

/** The ways into a vault as they stand in it, each wrapped; nothing here opens any. */
export function readVault(vault: Uint8Array): Buffer {
  try {
    const reader = read(vault, purposes.vault, maxBytes)
    const ways = reader.upTo(maxBytes)
    reader.fixed(16)
    reader.upTo(maxBytes)
    reader.done()
    return Buffer.from(ways)
  } catch (error) {
    if (error instanceof Refusal) throw new Problem('malformed')
    throw error
  }
}
