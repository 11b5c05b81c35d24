import type { Me } from '@veilleuse/contract/account'
import type { Db, Tx } from '../platform/database.ts'
import { toWire } from '../platform/wire.ts'
import { type Account, houseOf, namedLinesOf, passkeysOf } from './store.ts'

/** A person as they see themself. The one view in which a vault goes out: to whom it belongs. */
export async function meFor(db: Db | Tx, account: Account): Promise<Me> {
  const { signatureKey, boxKey, vault } = account
  if (!signatureKey || !boxKey || !vault) throw new Error('Signed in without having enrolled')
  const house = await houseOf(db)
  const passkeys = await passkeysOf(db, account.id)
  return {
    id: account.id,
    login: account.login,
    alias: account.alias,
    role: account.role,
    lines: await namedLinesOf(db, account.id),
    instance: toWire(house.instance),
    vault: toWire(vault),
    signatureKey: toWire(signatureKey),
    boxKey: toWire(boxKey),
    inDirectory: account.state === 'in_directory',
    passkeys: passkeys.map((passkey) => ({
      id: passkey.credential_id,
      madeAt: passkey.made_at.toISOString(),
    })),
  }
}
