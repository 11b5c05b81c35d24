import type { CountedEnding, HourCount } from '@veilleuse/domain/contact'
import type { ConversationState, Ending, SeatState } from '@veilleuse/domain/conversation'
import type { EmergencyNumber } from '@veilleuse/domain/emergency'
import type { Hours } from '@veilleuse/domain/hours'
import type { ConversationId, LineId, MessageId, OfferId, StaffId } from '@veilleuse/domain/ids'
import type { Language, Worded } from '@veilleuse/domain/language'
import type { Anonymity, Channel, Skill } from '@veilleuse/domain/line'
import type { Action, Nature } from '@veilleuse/domain/record'
import type { Risk } from '@veilleuse/domain/risk'
import type { SilenceTerms, SilenceTold } from '@veilleuse/domain/silence'
import type { Triage, Urgency } from '@veilleuse/domain/triage'
import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { PeopleTables } from './tables-people.ts'

/** The database as TypeScript knows it. tables.test.ts compares it with the migrated catalogue. */
export type Tables = PeopleTables & {
  helpline: HelplineTable
  line: LineTable
  line_rules: LineRulesTable
  conversation: ConversationTable
  message: MessageTable
  outbox: OutboxTable
  seat: SeatTable
  offer: OfferTable
  certificate: CertificateTable
  conversation_key: ConversationKeyTable
  note: NoteTable
  keep: KeepTable
  challenge: ChallengeTable
  return_grant: ReturnGrantTable
  record: RecordTable
  survey: SurveyTable
  phrase: PhraseTable
  contact_count: ContactCountTable
  hour_count: HourCountTable
  count_run: CountRunTable
}

// node-pg gives bigint as text; sequence numbers stay far below 2^53, so the driver reads numbers.
type HelplineTable = {
  one: Generated<boolean>
  instance: Buffer
  name: JSONColumnType<Worded>
  root_fingerprint: Buffer | null
  exit_address: string
  created_at: Generated<Date>
}

/** JSON that the database fills in when nobody does. */
type GeneratedJSON<T> = ColumnType<T, string | undefined, string>

type LineTable = {
  id: LineId
  slug: string
  name: JSONColumnType<Worded>
  hours: JSONColumnType<Hours>
  emergency: JSONColumnType<EmergencyNumber[]>
  rules_version: Generated<number>
  place: Generated<number>
  purpose: GeneratedJSON<Worded>
  audience: GeneratedJSON<Worded>
  age_from: number | null
  age_to: number | null
  languages: Generated<Language[]>
  skill: Generated<Skill>
  channels: Generated<Channel[]>
  anonymity: Generated<Anonymity>
  country: Generated<string>
  promised_minutes: number | null
  most_waiting: number | null
  overflow_line_id: LineId | null
  triage: GeneratedJSON<Triage>
  early_seconds: Generated<number>
  silence: GeneratedJSON<SilenceTerms>
  retired_at: Date | null
  revision: Generated<number>
}

type LineRulesTable = {
  line_id: LineId
  version: number
  text: JSONColumnType<Worded>
  published_at: Date
}

type ConversationTable = {
  id: ConversationId
  line_id: LineId
  language: Language
  session: number
  previous_id: ConversationId | null
  state: ConversationState
  risk: Generated<Risk>
  at_head: Generated<boolean>
  returned_to_queue: Generated<boolean>
  arrived_at: Date
  accepted_at: Date | null
  ended_at: Date | null
  closed_at: Date | null
  ending: Ending | null
  ended_by: 'visitor' | 'helpline' | null
  counsellor_id: StaffId | null
  epoch: number
  opening: Buffer
  visitor_key: Buffer | null
  visitor_hash: Buffer
  rules_version: number
  last_seq: Generated<number>
  read_by_visitor: Generated<number>
  read_by_counsellor: Generated<number>
  visitor_seen_at: Date
  time_asked_at: Date | null
  surveyed: Generated<boolean>
  kept: Generated<boolean>
  erased_at: Date | null
  urgency: Generated<Urgency>
  channel: Generated<Channel>
  source: string | null
  first_answered_at: Date | null
  counted: Generated<boolean>
  silence_told: SilenceTold | null
  closes_at: Date | null
  same_counsellor: Generated<boolean>
}

type MessageTable = {
  conversation_id: ConversationId
  seq: number
  id: MessageId
  by_helpline: boolean
  envelope: Buffer
  at: Generated<Date>
}

type OutboxTable = {
  seq: Generated<number>
  at: Generated<Date>
  event: ColumnType<unknown, string, never>
}

type SeatTable = {
  staff_id: StaffId
  state: Generated<SeatState>
  limit: Generated<number>
  changed_at: Date
  seen_at: Date
  idle_since: Generated<Date>
  sees_again: Generated<boolean>
}

export type OfferEnd = 'accepted' | 'declined' | 'expired' | 'withdrawn'

type OfferTable = {
  id: OfferId
  conversation_id: ConversationId
  staff_id: StaffId
  rang_at: Date
  expires_at: Date
  ended_at: Date | null
  how: OfferEnd | null
}

type CertificateTable = { conversation_id: ConversationId; number: number; body: Buffer }

type ConversationKeyTable = {
  conversation_id: ConversationId
  key: 'content' | 'staff'
  sealed_to: 'intake' | 'archive'
  epoch: number
  wrap: Buffer
}

type NoteTable = {
  id: string
  conversation_id: ConversationId
  staff_id: StaffId
  envelope: Buffer
  at: Date
}

type KeepTable = {
  lookup: Buffer
  conversation_id: ConversationId
  blob: Buffer
  kept_at: Date
}

type ChallengeTable = { nonce: Buffer; expires_at: Date }

type ReturnGrantTable = { hash: Buffer; conversation_id: ConversationId; expires_at: Date }

type RecordTable = {
  id: Generated<string>
  line_id: LineId
  day: string
  nature: Nature
  reason_class: string | null
  reason_detail: string | null
  action: Action
}

type SurveyTable = {
  id: Generated<string>
  line_id: LineId
  day: string
  heard: number | null
  bad_now: number | null
  again: 'yes' | 'maybe' | 'no' | null
}

type PhraseTable = {
  id: Generated<string>
  line_id: LineId
  language: Language
  title: string
  text: string
  place: number
}

type ContactCountTable = {
  line_id: LineId
  day: string
  channel: Channel
  source: string | null
  ending: CountedEnding
  wait_from: number
  length_from: number | null
  in_time: boolean | null
  many: number
}

type HourCountTable = {
  line_id: LineId
  day: string
  hour: number
  channel: Channel
  what: HourCount
  many: number
}

type CountRunTable = { line_id: LineId; through: string }
