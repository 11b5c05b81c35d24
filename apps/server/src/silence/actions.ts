import { end } from '@veilleuse/domain/conversation'
import type { ConversationId } from '@veilleuse/domain/ids'
import {
  endingOfSilence,
  isOver,
  silenceOf,
  toldOf,
  type SilenceTerms,
} from '@veilleuse/domain/silence'
import { fromRow, lockConversation, saveConversation } from '../conversation/store.ts'
import type { House } from '../platform/house.ts'
import { announce, change } from '../platform/outbox.ts'
import { saveSilence, silenceFacts, silentTalks } from './store.ts'

type Inside = Pick<House, 'db' | 'clock'>

/**
 * Asks after visitors who have fallen silent, warns them, and ends what nobody takes up again. The
 * server says no word: both pages are told how long it has been and say it in their own. What is at
 * risk is ended by a person alone. Safe to do twice, and on two servers.
 */
export async function keepSilences(house: Inside): Promise<void> {
  for (const id of await silentTalks(house.db, house.clock.now())) await keepSilence(house, id)
}

async function keepSilence({ db, clock }: Inside, id: ConversationId): Promise<void> {
  await change(db, async (tx) => {
    const row = await lockConversation(tx, id)
    if (row?.state !== 'open') return
    const found = await silenceFacts(tx, id)
    if (!found) return
    const now = clock.now()
    const { facts, terms } = found
    const silence = silenceOf(facts, terms, now)
    const about = { conversation: id, line: row.line_id, staff: row.counsellor_id ?? undefined }
    const next = toldOf(silence)
    const closesAt = next.closesAt && closing(row.closes_at, { next: next.closesAt, terms, now })
    if (isOver(silence) && closesAt && closesAt <= now) {
      await saveConversation(tx, end(fromRow(row), endingOfSilence(row.visitor_seen_at, now)), {
        ended_by: 'helpline',
        ended_at: now,
      })
      announce(tx, { type: 'conversation.ended', ...about })
      return
    }
    const same = next.told === (row.silence_told ?? undefined)
    if (same && closesAt?.getTime() === row.closes_at?.getTime()) return
    await saveSilence(tx, id, { told: next.told, closesAt })
    announce(tx, { type: 'conversation.changed', ...about })
  })
}

/**
 * When it is closed: as was told, or, where nobody has been warned of this silence yet because the
 * house itself was away, once they have been warned for as long as everybody is.
 */
function closing(
  told: Date | null,
  { next, terms, now }: { next: Date; terms: SilenceTerms; now: Date },
): Date {
  if (told && told >= next) return told
  const warned = new Date(now.getTime() + terms.close * 60_000)
  return warned > next ? warned : next
}
