import { concat, hex } from './bytes.ts'
import type { Bytes } from './bytes.ts'
import { pieces, purposes, read, write } from './codec.ts'
import { Refusal, refuseUnless } from './refusal.ts'
import { hashBytes, publicKeyBytes, saltBytes, sha256, signatureBytes } from './suite.ts'
import { keyId, verifySigned } from './verify.ts'
import { maxNameBytes } from './wire.ts'

/**
 * One entry of the directory, the append-only log through which clients learn public keys:
 * core (seq, hash of the entry before, type, body) and signatures over the core.
 */
export interface Statement {
  /** 0 for the root, one more for each that follows. */
  readonly seq: number
  readonly previous: Bytes
  readonly content: Content
  readonly core: Bytes
  /** SHA-256 of the core: signatures can be exchanged for other valid ones, so they are no part. */
  readonly hash: Bytes
  readonly signatures: readonly StatementSignature[]
}

export interface StatementSignature {
  readonly by: Bytes
  readonly signature: Bytes
}

export type Content =
  | ({ readonly type: 'root' } & Root)
  | ({ readonly type: 'authority-add' } & Authority)
  | ({ readonly type: 'staff-add' } & Staff)
  | ({ readonly type: 'line-epoch' } & Epoch)

export interface Root {
  readonly instance: string
  /** 16 bytes, the salt of every phrase of this installation. */
  readonly instanceSalt: Bytes
  /** How many of the root keys must sign. */
  readonly threshold: number
  readonly keys: readonly Bytes[]
}

export interface Authority {
  readonly staff: string
  readonly key: Bytes
}

export interface Staff {
  readonly staff: string
  readonly signingKey: Bytes
  readonly boxKey: Bytes
}

export interface Epoch {
  readonly line: string
  /** From 1, always growing within a line. */
  readonly number: number
  readonly intakeKey: Bytes
  readonly archiveKey: Bytes
  /** Signs counsellors' keys for visitors, in the name of the team. */
  readonly voiceKey: Bytes
  readonly validFrom: Date
  /** At most eight days after `validFrom`; no longer valid at this moment itself. */
  readonly validTo: Date
  readonly rosterHash: Bytes
}

/** Numbers on the wire. A type this version does not know is refused, never skipped. */
export const statementTypes = {
  root: 1,
  'authority-add': 2,
  'staff-add': 3,
  'line-epoch': 4,
} as const

export const maxStatementBytes = 8192
const maxRootKeys = 8
const maxSignatures = 16

/** Eight days, in milliseconds. */
export const longestEpoch = 8 * 24 * 60 * 60 * 1000

const entryBytes = hashBytes + signatureBytes

export async function readStatement(bytes: Uint8Array): Promise<Statement> {
  const reader = read(bytes, purposes.statement, maxStatementBytes)
  const core = reader.upTo(maxStatementBytes)
  const list = reader.upTo(maxSignatures * entryBytes)
  reader.done()

  const fields = read(core, purposes.statementCore, maxStatementBytes)
  const seq = fields.u32()
  const previous = fields.fixed(hashBytes)
  const type = fields.u8()
  const content = readContent(type, fields.upTo(maxStatementBytes))
  fields.done()

  const signatures = pieces(list, entryBytes).map((piece) => ({
    by: piece.slice(0, hashBytes),
    signature: piece.slice(hashBytes),
  }))
  return { seq, previous, content, core, hash: await sha256(core), signatures }
}

export function writeStatement(core: Uint8Array, signatures: readonly StatementSignature[]): Bytes {
  const list = signatures.map(({ by, signature }) => concat(by, signature))
  return write(purposes.statement)
    .bytes(core)
    .bytes(concat(...list))
    .done()
}

/** Refuses unless so many different keys of these have signed. */
export async function requireSigned(
  statement: Statement,
  keys: readonly Uint8Array[],
  threshold: number,
): Promise<void> {
  const allowed = new Map<string, Uint8Array>()
  for (const key of keys) allowed.set(hex(await keyId(key)), key)

  const signers = new Set<string>()
  for (const { by, signature } of statement.signatures) {
    const signer = hex(by)
    const key = allowed.get(signer)
    if (!key) continue
    if (await verifySigned(key, { label: 'statement', data: statement.core }, signature))
      signers.add(signer)
  }
  refuseUnless(threshold > 0 && signers.size >= threshold, 'not_genuine')
}

function readContent(type: number, body: Uint8Array): Content {
  switch (type) {
    case statementTypes.root:
      return { type: 'root', ...readRoot(body) }
    case statementTypes['authority-add']:
      return { type: 'authority-add', ...readAuthority(body) }
    case statementTypes['staff-add']:
      return { type: 'staff-add', ...readStaff(body) }
    case statementTypes['line-epoch']:
      return { type: 'line-epoch', ...readEpoch(body) }
    default:
      throw new Refusal('malformed')
  }
}

function readRoot(body: Uint8Array): Root {
  const reader = read(body, purposes.root, maxStatementBytes)
  const root = {
    instance: reader.text(maxNameBytes),
    instanceSalt: reader.fixed(saltBytes),
    threshold: reader.u8(),
    keys: pieces(reader.upTo(maxRootKeys * publicKeyBytes), publicKeyBytes),
  }
  reader.done()
  const different = new Set(root.keys.map(hex)).size
  refuseUnless(different === root.keys.length, 'malformed')
  refuseUnless(root.threshold > 0 && root.threshold <= different, 'malformed')
  return root
}

function readAuthority(body: Uint8Array): Authority {
  const reader = read(body, purposes.authority, maxStatementBytes)
  const authority = { staff: reader.text(maxNameBytes), key: reader.fixed(publicKeyBytes) }
  reader.done()
  return authority
}

function readStaff(body: Uint8Array): Staff {
  const reader = read(body, purposes.staff, maxStatementBytes)
  const staff = {
    staff: reader.text(maxNameBytes),
    signingKey: reader.fixed(publicKeyBytes),
    boxKey: reader.fixed(publicKeyBytes),
  }
  reader.done()
  return staff
}

function readEpoch(body: Uint8Array): Epoch {
  const reader = read(body, purposes.epoch, maxStatementBytes)
  const epoch = {
    line: reader.text(maxNameBytes),
    number: reader.u32(),
    intakeKey: reader.fixed(publicKeyBytes),
    archiveKey: reader.fixed(publicKeyBytes),
    voiceKey: reader.fixed(publicKeyBytes),
    validFrom: reader.time(),
    validTo: reader.time(),
    rosterHash: reader.fixed(hashBytes),
  }
  reader.done()
  const length = epoch.validTo.getTime() - epoch.validFrom.getTime()
  refuseUnless(length > 0 && length <= longestEpoch, 'malformed')
  refuseUnless(epoch.number > 0, 'malformed')
  return epoch
}
