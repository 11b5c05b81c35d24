import * as account from '@veilleuse/contract/account'
import type { Person } from '@veilleuse/contract/account'
import * as contract from '@veilleuse/contract/keys'
import { may } from '@veilleuse/domain/access'
import type { LineId } from '@veilleuse/domain/ids'
import { addStaff, publishEpoch } from '@veilleuse/sealing/authority'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import type { Directory } from '@veilleuse/sealing/directory'
import {
  openArchiveSecrets,
  openEpochSecrets,
  sealArchive,
  sealEpochTo,
  type RosterMember,
  type SealedFor,
} from '@veilleuse/sealing/epoch-key'
import type { SigningPair } from '@veilleuse/sealing/keys'
import { Refusal } from '@veilleuse/sealing/refusal'
import { sha256 } from '@veilleuse/sealing/suite'
import type { Ask } from '../session/ask.ts'
import { authorityOf, epochOf, type Keyring } from '../session/keyring.ts'
import { wordsOf } from './root.ts'

/** What an authority of the line does: lets people in, publishes the line's keys, gives them on. */

// Seven days: a week's rota, and a day short of what the directory allows.
const lengthOfEpoch = { days: 7 }

/** Six words for the two keys a person made at enrolment, to be compared aloud with their screen. */
export async function personWords({ signatureKey, boxKey }: Keys): Promise<readonly string[]> {
  return wordsOf(await sha256(fromBase64url(signatureKey), fromBase64url(boxKey)))
}

type Keys = { readonly signatureKey: string; readonly boxKey: string }

export async function addToDirectory(ask: Ask, keyring: Keyring, person: Person): Promise<void> {
  const { directory, authority } = authorised(keyring)
  const { signatureKey, boxKey } = person
  if (!signatureKey || !boxKey) throw new Refusal('key_missing')
  const staff = {
    staff: person.id,
    signingKey: fromBase64url(signatureKey),
    boxKey: fromBase64url(boxKey),
  }
  const statement = await addStaff(authority, staff, directory.head)
  await ask(contract.appendStatement, { body: { statement: toBase64url(statement) } })
}

/** New keys of a line, for everybody of the directory who answers on it; false when nobody does. */
export async function publishKeys(
  ask: Ask,
  keyring: Keyring,
  { line, now }: { readonly line: string; readonly now: Date },
): Promise<boolean> {
  const { directory, authority } = authorised(keyring)
  const { people } = await ask(account.people, {})
  const { roster, supervisors } = holders(directory, people.filter(answersOn(line)))
  if (roster.length === 0) return false
  const numbers = directory.epochs.filter((one) => one.line === line).map(({ number }) => number)
  const published = await publishEpoch(authority, {
    line,
    number: Math.max(0, ...numbers) + 1,
    // A little before now: a visitor's clock may be slow, and refuses keys of the future.
    validFrom: new Date(now.getTime() - 5 * 60_000),
    validTo: new Date(now.getTime() + lengthOfEpoch.days * 86_400_000 - 5 * 60_000),
    roster,
    supervisors,
    previousHead: directory.head,
  })
  await ask(contract.publishEpoch, {
    body: {
      statement: toBase64url(published.statement),
      intake: published.intakeKeys.map((copy) => onWire(copy, people)),
      archive: published.archiveKeys.map((copy) => onWire(copy, people)),
    },
  })
  return true
}

/** Gives the running keys of every line to everybody of the directory who lacks them. */
export async function giveKeys(ask: Ask, keyring: Keyring, now: Date): Promise<number> {
  const { directory } = authorised(keyring)
  const { people } = await ask(account.people, {})
  const { keys: own } = await ask(contract.myEpochKeys, {})
  const given: GivenKey[] = []
  for (const { line, epoch: number, kind, sealed, validTo } of own) {
    const epoch = epochOf(directory, line, number)
    if (!epoch || new Date(validTo) <= now) continue
    const { roster, supervisors } = holders(directory, people.filter(lacksKeysOf(line)))
    const bytes = fromBase64url(sealed)
    const expected = { epoch, staff: keyring.me.id }
    const members = kind === 'intake' ? roster : supervisors
    const copies = await (kind === 'intake'
      ? openEpochSecrets(bytes, keyring.staff.box, expected).then((secrets) =>
          Promise.all(members.map((member) => sealEpochTo(secrets, member))),
        )
      : openArchiveSecrets(bytes, keyring.staff.box, expected).then((secrets) =>
          Promise.all(members.map((member) => sealArchive(secrets, member))),
        ))
    given.push(...copies.map((copy) => ({ line, epoch: number, kind, ...onWire(copy, people) })))
  }
  if (given.length > 0) await ask(contract.giveEpochKeys, { body: { keys: given } })
  return new Set(given.map(({ staff }) => staff)).size
}

function answersOn(line: string) {
  return ({ lines }: Person) => lines.some(({ id }) => id === line)
}

function lacksKeysOf(line: string) {
  return ({ lines }: Person) => lines.some(({ id, hasKeys }) => id === line && !hasKeys)
}

/** Every line, and what the server says is due on it, for the screen of an authority. */
export async function whatIsDue(ask: Ask) {
  return (await ask(contract.directory, {})).lines
}

type GivenKey = {
  readonly line: LineId
  readonly epoch: number
  readonly kind: 'intake' | 'archive'
  readonly staff: Person['id']
  readonly sealed: string
}

function authorised(keyring: Keyring): { directory: Directory; authority: SigningPair } {
  const authority = authorityOf(keyring)
  if (!authority || !keyring.directory) throw new Refusal('key_missing')
  return { directory: keyring.directory, authority }
}

/** Keys go only to whom the signed directory knows, whatever list the server shows. */
function holders(directory: Directory, people: readonly Person[]) {
  const present = people.filter(({ state }) => state === 'in_directory')
  const member = ({ id }: Person): RosterMember[] => {
    const staff = directory.staff.get(id)
    return staff ? [{ staff: id, boxKey: staff.boxKey }] : []
  }
  return {
    roster: present.filter(({ role }) => may(role, 'take_conversations')).flatMap(member),
    supervisors: present.filter(({ role }) => may(role, 'give_keys')).flatMap(member),
  }
}

function onWire({ staff, sealed }: SealedFor, people: readonly Person[]) {
  const person = people.find(({ id }) => id === staff)
  if (!person) throw new Refusal('key_missing')
  return { staff: person.id, sealed: toBase64url(sealed) }
}
