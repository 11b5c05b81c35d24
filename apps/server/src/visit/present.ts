import type { Place, StoredMessage, VisitView } from '@veilleuse/contract/visit'
import type { ConversationRow } from '../conversation/store.ts'

/** What of a conversation its visitor's view is made of. */
export type VisitFacts = Pick<
  ConversationRow,
  | 'id'
  | 'line_id'
  | 'session'
  | 'language'
  | 'state'
  | 'counsellor_id'
  | 'ending'
  | 'ended_by'
  | 'last_seq'
  | 'read_by_visitor'
  | 'read_by_counsellor'
  | 'returned_to_queue'
  | 'silence_told'
  | 'closes_at'
  | 'kept'
>

export type Around = {
  readonly lineSlug: string
  readonly place: Place | undefined
  readonly counsellor: { readonly alias: string; readonly present: boolean } | undefined
  readonly certificates: readonly Buffer[]
}

/** A conversation as its visitor may see it: an alias, never a name or an id of the team. */
export function forVisitor(row: VisitFacts, around: Around): VisitView {
  const { place, counsellor } = around
  return {
    conversation: row.id,
    session: row.session,
    line: around.lineSlug,
    language: row.language,
    // The counsellor still writes the record; for the visitor the talk is over.
    state: row.state === 'wrapping_up' ? 'closed' : row.state,
    ...(row.state === 'waiting' && place && { place }),
    ...(row.state === 'open' && counsellor && { counsellor }),
    certificates: around.certificates.map((body) => body.toString('base64url')),
    lastSeq: row.last_seq,
    readByCounsellor: row.read_by_counsellor,
    readByVisitor: row.read_by_visitor,
    ...(row.ending && row.ended_by && { ending: { why: row.ending, by: row.ended_by } }),
    ...(row.state === 'open' && row.silence_told && { silence: row.silence_told }),
    ...(row.state === 'open' && row.closes_at && { closesAt: row.closes_at.toISOString() }),
    returnedToQueue: row.returned_to_queue,
    kept: row.kept,
  }
}

export function messageForVisitor(row: {
  seq: number
  at: Date
  by_helpline: boolean
  envelope: Buffer
}): StoredMessage {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    by: row.by_helpline ? 'helpline' : 'visitor',
    envelope: row.envelope.toString('base64url'),
  }
}
