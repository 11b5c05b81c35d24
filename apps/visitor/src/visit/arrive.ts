import { call, Refused, Unreachable } from '@veilleuse/client/call'
import { working } from '@veilleuse/client/puzzle'
import { arrive } from '@veilleuse/contract/visit'
import type { VisitView } from '@veilleuse/contract/visit'
import type { Language } from '@veilleuse/domain/language'
import type { Urgency } from '@veilleuse/domain/triage'
import { randomBytes, toBase64url } from '@veilleuse/sealing/bytes'
import { startConversation } from '@veilleuse/sealing/opening'
import type { Epoch } from '@veilleuse/sealing/statement'
import type { Step } from '../text/texts.ts'
import { lineDirectory } from './line-keys.ts'
import type { OwnKeys } from './own-keys.ts'
import type { Place } from './place.ts'

export type Arrived = {
  readonly token: string
  readonly view: VisitView
  readonly keys: OwnKeys
}

export type Arrival = {
  readonly place: Place
  readonly language: Language
  readonly step: (step: Step) => void
  /** For who comes back by phrase: number of this contact, and what ties it to the ones before. */
  readonly session?: number
  readonly before?: (epoch: Epoch) => Promise<Before>
  readonly urgency?: Urgency | undefined
}

export type Before = {
  readonly grant: string
  readonly earlier: { conversation: string; wrap: string }[]
}

// Long enough for a tunnel, short enough not to leave somebody staring at the page.
const tries = 4
const pauseMs = 1500

/** Verifies the keys, seals, and takes a place in the queue. */
export async function takePlace(arrival: Arrival): Promise<Arrived> {
  try {
    return await takePlaceOnce(arrival)
  } catch (refusal) {
    // The epoch turned in between: once more, with the new one.
    if (refusal instanceof Refused && refusal.problem === 'stale_key') return takePlaceOnce(arrival)
    throw refusal
  }
}

async function takePlaceOnce(arrival: Arrival): Promise<Arrived> {
  const { place, language, step, session = 1 } = arrival
  const now = new Date()
  step('keys')
  const { epoch } = await lineDirectory(place, now)
  step('sealing')
  const { instance, line } = place
  const options = { instance, line: epoch.line, session, now }
  const started = await startConversation(epoch, options)
  const before = await arrival.before?.(epoch)
  step('arriving')
  const body = {
    line,
    language,
    opening: toBase64url(started.opening),
    rulesVersion: place.rulesVersion,
    secret: toBase64url(randomBytes(32)),
    ...(arrival.urgency && { urgency: arrival.urgency }),
    ...before,
  }
  const { token, view } = await working(
    (solved) => patiently(() => call('', arrive, { body: { ...body, ...solved } })),
    () => step('crowd'),
  )
  const { conversation, ck } = started.keys
  const keys = { conversation, session, ck, signing: started.signing, epochs: [epoch] }
  return { token, view, keys }
}

/** The same request again while nobody answers: the same opening takes the same place. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await work()
    } catch (trouble) {
      if (!(trouble instanceof Unreachable) || left <= 1) throw trouble
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}
