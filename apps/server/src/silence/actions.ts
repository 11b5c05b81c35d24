import { end } from '@veilleuse/domain/conversation'
import type { ConversationId } from '@veilleuse/domain/ids'
import {
  endingOfSilence,
  isOver,
  silenceOf,
  type SilenceFacts,
  type SilenceTerms,
  toldOf,
} from '@veilleuse/domain/silence'
import {
  type ConversationRow,
  fromRow,
  lockConversation,
  saveConversation,
} from '../conversation/store.ts'
import type { House } from '../platform/house.ts'
import { announce, change } from '../platform/outbox.ts'
import { saveSilence, silenceFacts, silentTalks, type Telling } from './store.ts'

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
    const found = row?.state === 'open' && (await silenceFacts(tx, id))
    if (!row || !found) return
    const now = clock.now()
    const { over, ...telling } = nextOf(row, { ...found, now })
    const about = { conversation: id, line: row.line_id, staff: row.counsellor_id ?? undefined }
    if (over) {
      await saveConversation(tx, end(fromRow(row), endingOfSilence(row.visitor_seen_at, now)), {
        ended_by: 'helpline',
        ended_at: now,
      })
      announce(tx, { type: 'conversation.ended', ...about })
    } else if (isNews(row, telling)) {
      await saveSilence(tx, id, telling)
      announce(tx, { type: 'conversation.changed', ...about })
    }
  })
}

type Told = Pick<ConversationRow, 'silence_told' | 'closes_at'>
type Found = { readonly facts: SilenceFacts; readonly terms: SilenceTerms; readonly now: Date }

/**
 * What is told next, and whether it is over. Where nobody has been warned of this silence yet,
 * because the house itself was away, they are warned first, for as long as everybody is.
 */
function nextOf({ closes_at: before }: Told, { facts, terms, now }: Found) {
  const silence = silenceOf(facts, terms, now)
  const { told, closesAt: due } = toldOf(silence)
  if (!due) return { told, closesAt: undefined, over: false }
  const warned = new Date(Math.max(due.getTime(), now.getTime() + terms.close * 60_000))
  const closesAt = before && before >= due ? before : warned
  return { told, closesAt, over: isOver(silence) && closesAt <= now }
}

function isNews(before: Told, { told, closesAt }: Telling): boolean {
  return (
    told !== (before.silence_told ?? undefined) ||
    closesAt?.getTime() !== before.closes_at?.getTime()
  )
}
