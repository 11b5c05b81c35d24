import type { LineId, ShiftId, StaffId } from '@veilleuse/domain/ids'
import type { Language } from '@veilleuse/domain/language'
import type { Skill } from '@veilleuse/domain/line'
import type { SittingState } from '@veilleuse/domain/shift'
import type { Role } from '@veilleuse/domain/staff'
import type { Generated } from 'kysely'

/** The part of the database that knows the team: `0002-people.sql`, on which lines they answer, and
 * the rota. */
export type PeopleTables = {
  staff: StaffTable
  staff_line: StaffLineTable
  shift: ShiftTable
  sitting: SittingTable
  invitation: InvitationTable
  session: SessionTable
  passkey: PasskeyTable
  webauthn_challenge: WebauthnChallengeTable
  directory_statement: DirectoryStatementTable
  epoch: EpochTable
  epoch_key: EpochKeyTable
  audit: AuditTable
}

export type StaffState = 'invited' | 'enrolled' | 'in_directory' | 'removed'

type StaffTable = {
  id: StaffId
  login: string
  alias: string
  role: Role
  state: StaffState
  salt: Buffer
  auth_hash: Buffer | null
  totp_secret: Buffer | null
  last_totp_step: Generated<number>
  signature_key: Buffer | null
  box_key: Buffer | null
  vault: Buffer | null
  created_at: Date
  enrolled_at: Date | null
  removed_at: Date | null
  languages: Generated<Language[]>
  skills: Generated<Skill[]>
}

type StaffLineTable = {
  staff_id: StaffId
  line_id: LineId
}

type ShiftTable = {
  id: ShiftId
  line_id: LineId
  staff_id: StaffId | null
  from_at: Date
  to_at: Date
}

type SittingTable = {
  id: Generated<string>
  staff_id: StaffId
  state: SittingState
  from_at: Date
  to_at: Date | null
}

type InvitationTable = {
  code_hash: Buffer
  staff_id: StaffId
  first: boolean
  expires_at: Date
  used_at: Date | null
}

type SessionTable = {
  id_hash: Buffer
  staff_id: StaffId
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  revoked_at: Date | null
}

type PasskeyTable = {
  credential_id: string
  staff_id: StaffId
  public_key: Buffer
  counter: number
  transports: string[]
  made_at: Date
  used_at: Date | null
}

type WebauthnChallengeTable = {
  challenge: string
  purpose: 'enrol' | 'add' | 'sign_in'
  staff_id: StaffId | null
  expires_at: Date
}

export type StatementType = 'root' | 'authority-add' | 'staff-add' | 'line-epoch'

type DirectoryStatementTable = { seq: number; type: StatementType; body: Buffer; at: Date }

type EpochTable = {
  line_id: LineId
  number: number
  statement_seq: number
  intake_public: Buffer
  archive_public: Buffer
  voice_public: Buffer
  valid_from: Date
  valid_to: Date
  rotation_due_at: Date | null
}

export type EpochKeyKind = 'intake' | 'archive'

type EpochKeyTable = {
  line_id: LineId
  epoch: number
  kind: EpochKeyKind
  staff_id: StaffId
  sealed: Buffer
}

type AuditTable = {
  seq: number
  at: Date
  who: StaffId | null
  what: string
  about: string
  prev_hash: Buffer
  hash: Buffer
}
