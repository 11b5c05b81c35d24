import { call, Refused } from '@veilleuse/client/call'
import { recall, reopen } from '@veilleuse/contract/visit'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { maxKeptSessions, openKeep, proveReturn } from '@veilleuse/sealing/keep'
import type { Keep } from '@veilleuse/sealing/keep'
import { resealConversation } from '@veilleuse/sealing/opening'
import type { PhraseKeys } from '@veilleuse/sealing/phrase-keys'
import { Refusal } from '@veilleuse/sealing/refusal'
import type { Epoch } from '@veilleuse/sealing/statement'
import type { InferOutput } from 'valibot'
import type { Returning } from '../journey.ts'
import type { Joining } from '../visit/conversation.ts'
import type { Place } from '../visit/place.ts'
import type { Entry } from '../visit/visit.ts'
import { readBack } from './read-back.ts'

/** What eight words open: what was said, and the way on. */
export type Found = {
  readonly keep: Keep
  readonly earlier: readonly Entry[]
  /** False when something came that does not hold and is not shown. */
  readonly whole: boolean
  /** The conversation goes on where it is. */
  readonly live: Joining | undefined
  /** A new contact that follows the ones before. */
  readonly returning: Returning
}

type Reopened = InferOutput<(typeof reopen)['reply']>

/**
 * Undefined when these words open nothing: never kept, erased, or not these words. The server does
 * not tell which, and neither does this.
 */
export async function find(place: Place, { lookup, wrap }: PhraseKeys): Promise<Found | undefined> {
  const { blob, nonce } = await call('', recall, { body: { lookup: toBase64url(lookup) } })
  const keep = await unlessNotGenuine(openKeep(fromBase64url(blob), wrap))
  const last = keep?.sessions.at(-1)
  if (!keep || !last) return undefined

  const challenge = { origin: location.origin, nonce: fromBase64url(nonce) }
  const signature = toBase64url(await proveReturn(keep.signing, challenge))
  const body = { conversation: last.conversation, nonce, signature }
  const reopened = await unlessNotFound(call('', reopen, { body }))
  if (!reopened) return undefined

  const past = await readBack(place, { sessions: reopened.sessions, keep })
  const live = reopened.live && {
    ...reopened.live,
    keys: { ...last, signing: keep.signing, epochs: past.epochs },
    resumed: true,
  }
  // What is still going on is heard again from the server; above it stands what came before.
  const earlier = live ? past.entriesBefore(last.conversation) : past.entries
  const { whole } = past
  return { keep, earlier, whole, live, returning: returningFrom(reopened, { keep, earlier }) }
}

function returningFrom(
  { grant, sessions }: Reopened,
  { keep, earlier }: { keep: Keep; earlier: readonly Entry[] },
): Returning {
  const known = keep.sessions.filter(({ conversation }) =>
    sessions.some((one) => one.conversation === conversation),
  )
  const last = keep.sessions.at(-1)?.session ?? 0
  return {
    session: last + 1,
    earlier,
    // So that whoever answers now can read what was said before.
    async before(epoch: Epoch) {
      const earlierKeys = known.slice(-maxSent).map(async ({ conversation, session, ck }) => {
        const resealing = {
          conversation,
          session,
          line: epoch.line,
          epoch: epoch.number,
          of: 'content',
          to: 'intake',
        } as const
        const wrap = toBase64url(await resealConversation(ck, epoch.intakeKey, resealing))
        return { conversation, wrap }
      })
      return { grant, earlier: await Promise.all(earlierKeys) }
    },
  }
}

// The contract takes 32 keys; whoever has come more often brings the latest.
const maxSent = 32

/** The blob for the same words once the new contact has begun: with its key, and nothing lost. */
export function extended(keep: Keep, added: Joining['keys']): Keep {
  const { conversation, session, ck, signing } = added
  const sessions = [...keep.sessions, { conversation, session, ck }].slice(-maxKeptSessions)
  return { sessions, signing }
}

async function unlessNotGenuine<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (refusal) {
    if (refusal instanceof Refusal) return undefined
    throw refusal
  }
}

async function unlessNotFound<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (refusal) {
    if (refusal instanceof Refused && refusal.problem === 'not_found') return undefined
    throw refusal
  }
}
