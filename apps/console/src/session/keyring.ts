import type { Me } from '@veilleuse/contract/account'
import * as keys from '@veilleuse/contract/keys'
import { fromBase64url, equal, type Bytes } from '@veilleuse/sealing/bytes'
import { rootFingerprint, verifyChain, type Directory } from '@veilleuse/sealing/directory'
import { openEpochKey, type EpochKeys } from '@veilleuse/sealing/epoch-key'
import type { Epoch } from '@veilleuse/sealing/statement'
import type { StaffKeys } from '@veilleuse/sealing/vault-contents'
import type { Ask } from './ask.ts'

/** Everything that opens something, as long as the desk is unlocked. Dropped when it locks. */
export type Keyring = {
  readonly me: Me
  readonly staff: StaffKeys
  /** Root fingerprint; absent until the helpline's directory is opened. */
  readonly pin: Bytes | undefined
  readonly directory: Directory | undefined
  /** The epochs whose keys were given to this person; `keysOf` finds one. */
  readonly epochs: ReadonlyMap<string, EpochKeys>
}

/** In a vault made before there was a directory. */
export const noPin: Bytes = new Uint8Array(32)

/** The directory as the server tells it, before anything of it is believed. */
export async function fetchStatements(ask: Ask): Promise<readonly Bytes[]> {
  const { statements } = await ask(keys.directory, {})
  return statements.map(fromBase64url)
}

/** The fingerprint a directory claims; undefined when there is no directory yet. */
export async function claimedRoot(statements: readonly Bytes[]): Promise<Bytes | undefined> {
  const [root] = statements
  return root && rootFingerprint(root)
}

/** Reads directory and epoch keys again. Refuses a directory that does not follow from the last. */
export async function refreshed(ask: Ask, keyring: Keyring): Promise<Keyring> {
  const { pin, me, staff } = keyring
  if (!pin) return keyring
  const directory = await verifyChain(await fetchStatements(ask), pin, keyring.directory?.head)
  const given = await ask(keys.myEpochKeys, {})
  const epochs = new Map(keyring.epochs)
  for (const { line, epoch: number, kind, sealed } of given.keys) {
    const epoch = epochOf(directory, line, number)
    const name = nameOf({ line, number })
    if (kind !== 'intake' || !epoch || epochs.has(name)) continue
    const expected = { epoch, staff: me.id }
    // One that does not open is no reason to go without the others: whoever gave it gives it again.
    const opened = await openEpochKey(fromBase64url(sealed), staff.box, expected).catch(
      () => undefined,
    )
    if (opened) epochs.set(name, opened)
  }
  return { ...keyring, directory, epochs }
}

export function epochOf(directory: Directory, line: string, number: number): Epoch | undefined {
  return directory.epochs.find((epoch) => epoch.line === line && epoch.number === number)
}

export type EpochName = { readonly line: string; readonly number: number }

/** How an epoch is called in `Keyring.epochs`. */
export function nameOf({ line, number }: EpochName): string {
  return `${line} ${number}`
}

/** The keys of this epoch of this line, if they were given to this person. */
export function keysOf({ epochs }: Pick<Keyring, 'epochs'>, epoch: EpochName) {
  return epochs.get(nameOf(epoch))
}

/** The lines this person answers on and whose keys are here now. */
export function linesInHand(keyring: Keyring, now: Date) {
  return keyring.me.lines.filter(({ id }) => epochInHand(keyring, id, now))
}

/** The newest epoch of the line that runs now and whose keys are here. */
export function epochInHand(keyring: Keyring, line: string, now: Date): Epoch | undefined {
  return keyring.directory?.epochs
    .filter((epoch) => epoch.line === line && keysOf(keyring, epoch))
    .filter(({ validFrom, validTo }) => validFrom <= now && now < validTo)
    .toSorted((a, b) => b.number - a.number)[0]
}

/** Whether this person may sign statements: the directory says so. */
export function authorityOf(keyring: Keyring) {
  const { directory, staff } = keyring
  const candidates = [staff.authority, staff.signing]
  return candidates.find(
    (pair) => pair && directory?.authorities.some(({ key }) => equal(key, pair.publicKey)),
  )
}
