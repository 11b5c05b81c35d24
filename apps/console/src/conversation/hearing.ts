import { BeforeAnswers } from '@veilleuse/contract/answers'
import type { Delivered } from '@veilleuse/contract/frame'
import { toRead } from '@veilleuse/domain/words'
import { equal, fromUtf8, hex, type Bytes } from '@veilleuse/sealing/bytes'
import { freshEar, listen, type Ear } from '@veilleuse/sealing/ear'
import { openMessage, type Place, type Speakers } from '@veilleuse/sealing/message'
import { Refusal, type RefusalCode } from '@veilleuse/sealing/refusal'
import { kinds } from '@veilleuse/sealing/wire'
import * as v from 'valibot'

/** Something written, read and checked; or the fact that it could not be. */
export type Word = {
  readonly seq: number
  readonly at: Date
} & (
  | {
      readonly by: 'visitor' | 'helpline'
      readonly id: string
      readonly kind: 'text' | 'summary' | 'answers'
      readonly text: string
      /** Of the kind `answers`: what the visitor said before the wait. */
      readonly answers?: BeforeAnswers
      /** Earlier words of the same author have not come. */
      readonly gap: boolean
    }
  | { readonly by: 'nobody'; readonly trouble: RefusalCode | 'forked' }
)

type Body = {
  readonly kind: 'text' | 'summary' | 'answers'
  readonly text: string
  readonly answers?: BeforeAnswers
}

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
    const word = { seq, at, by, id: header.id, gap: finding === 'missing' } as const
    const body = bodyOf({ kind: header.kind, by }, toRead(fromUtf8(plaintext)))
    // Kinds of a later version are heard for the chain, and not shown as if they were words.
    return body ? said(heard, { ...word, ...body }) : heard
  } catch (trouble) {
    if (!(trouble instanceof Refusal)) throw trouble
    return said(hearing, { seq, at, by: 'nobody', trouble: trouble.code })
  }
}

type Told = { readonly kind: number; readonly by: 'visitor' | 'helpline' }

/** What is shown of a message of this kind, if anything is. */
function bodyOf({ kind, by }: Told, text: string): Body | undefined {
  if (kind === kinds.text) return { kind: 'text', text }
  if (kind === kinds.summary) return { kind: 'summary', text }
  const answers = kind === kinds.answers && by === 'visitor' && answersIn(text)
  return answers ? { kind: 'answers', text: '', answers } : undefined
}

function answersIn(text: string): BeforeAnswers | undefined {
  try {
    const read = v.safeParse(BeforeAnswers, JSON.parse(text))
    return read.success ? read.output : undefined
  } catch {
    return undefined
  }
}

function said(hearing: Hearing, word: Word): Hearing {
  return { ...hearing, words: [...hearing.words, word] }
}
