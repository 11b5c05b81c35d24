import type { Delivered } from '@veilleuse/contract/frame'
import { toRead } from '@veilleuse/domain/words'
import { equal, fromUtf8, hex, type Bytes } from '@veilleuse/sealing/bytes'
import { freshEar, listen, type Ear } from '@veilleuse/sealing/ear'
import { openMessage, type Place, type Speakers } from '@veilleuse/sealing/message'
import { Refusal, type RefusalCode } from '@veilleuse/sealing/refusal'
import { kinds } from '@veilleuse/sealing/wire'

/** Something written, read and checked; or the fact that it could not be. */
export type Word = {
  readonly seq: number
  readonly at: Date
} & (
  | {
      readonly by: 'visitor' | 'helpline'
      readonly id: string
      readonly kind: 'text' | 'summary'
      readonly text: string
      /** Earlier words of the same author have not come. */
      readonly gap: boolean
    }
  | { readonly by: 'nobody'; readonly trouble: RefusalCode | 'forked' }
)

/** What has been heard so far. Never changed: hearing gives the next. */
export type Hearing = {
  readonly words: readonly Word[]
  readonly ear: Ear
  /** How many deliveries have been taken in. */
  readonly taken: number
  /** Hash of the visitor's last words, for the chain of our own. */
  readonly lastOfVisitor: Bytes | undefined
}

export const freshHearing: Hearing = {
  words: [],
  ear: freshEar,
  taken: 0,
  lastOfVisitor: undefined,
}

export type Listener = {
  readonly place: Place
  readonly speakers: Speakers
  /** Raw public key that speaks for the visitor; every other known key speaks for the helpline. */
  readonly visitorKey: Uint8Array
}

/**
 * Takes in what has been delivered since the last time, in the order of the server's numbers. Who
 * spoke is told by the signature alone; what the server says about it is not believed.
 */
export async function hear(
  before: Hearing,
  delivered: readonly Delivered[],
  listener: Listener,
): Promise<Hearing> {
  let hearing = before
  for (const message of delivered.slice(before.taken)) {
    hearing = await hearOne({ ...hearing, taken: hearing.taken + 1 }, message, listener)
  }
  return hearing
}

async function hearOne(
  hearing: Hearing,
  { seq, at, envelope }: Delivered,
  { place, speakers, visitorKey }: Listener,
): Promise<Hearing> {
  try {
    const opened = await openMessage(envelope, { ...place, speakers })
    const { finding, ear } = listen(hearing.ear, opened)
    if (finding === 'replayed') return hearing
    if (finding === 'forked') return said(hearing, { seq, at, by: 'nobody', trouble: 'forked' })

    const { header, plaintext, hash } = opened
    const speaker = speakers.get(hex(header.sender))
    const by = speaker && equal(speaker, visitorKey) ? 'visitor' : 'helpline'
    const heard = { ...hearing, ear, ...(by === 'visitor' ? { lastOfVisitor: hash } : {}) }
    const kind = header.kind === kinds.summary ? 'summary' : 'text'
    // Kinds of a later version are heard for the chain, and not shown as if they were words.
    if (header.kind !== kinds.text && header.kind !== kinds.summary) return heard
    const text = toRead(fromUtf8(plaintext))
    return said(heard, { seq, at, by, id: header.id, kind, text, gap: finding === 'missing' })
  } catch (trouble) {
    if (!(trouble instanceof Refusal)) throw trouble
    return said(hearing, { seq, at, by: 'nobody', trouble: trouble.code })
  }
}

function said(hearing: Hearing, word: Word): Hearing {
  return { ...hearing, words: [...hearing.words, word] }
}
