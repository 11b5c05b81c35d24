import { createHash } from 'node:crypto'
import { lineKeys } from '@veilleuse/contract/visit'
import type { Delivered } from '@veilleuse/contract/frame'
import { fromBase64url, toBase64url, utf8 } from '@veilleuse/sealing/bytes'
import { framed, purposes, write } from '@veilleuse/sealing/codec'
import { makeBoxPair, makeSigningPair, sign } from '@veilleuse/sealing/keys'
import { readStatement, writeStatement } from '@veilleuse/sealing/statement'
import {
  isOpeningRest,
  readOpening,
  readOpeningHeader,
  readOpeningRest,
  writeOpeningHeader,
} from '@veilleuse/sealing/wire'
import { sha256 } from '@veilleuse/sealing/suite'
import { answering, type Frame, type Lie } from '@veilleuse/testkit/hostile-proxy'

/** What a dishonest server can make of what it holds: it has every public key and no private one. */

/** The last statement of a chain, the line's epoch, as somebody else would have it. */
export async function withEpoch(
  statements: readonly string[],
  change: (statement: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Promise<string[]> {
  const chain = await Promise.all(
    statements.map(async (one) => ({ one, ...(await readStatement(fromBase64url(one))) })),
  )
  const last = chain.findLastIndex(({ content }) => content.type === 'line-epoch')
  return Promise.all(
    chain.map(async ({ one }, i) =>
      i === last ? toBase64url(new Uint8Array(await change(fromBase64url(one)))) : one,
    ),
  )
}

/** The same epoch, in which conversations would be sealed to a key of the server's own. */
export async function withOwnIntakeKey(statement: Uint8Array): Promise<Uint8Array> {
  const { content, core, signatures } = await readStatement(statement)
  if (content.type !== 'line-epoch') throw new Error('that is not an epoch')
  const { publicKey } = await makeBoxPair({ extractable: true })
  const changed = Buffer.from(core)
  changed.set(publicKey, changed.indexOf(content.intakeKey))
  return writeStatement(changed, signatures)
}

/** What the visitor's page is told of the line's keys. */
export function lineKeysWith(
  change: (statement: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): Lie {
  return {
    answer: answering(lineKeys, async (reply) => ({
      ...reply,
      statements: await withEpoch(reply.statements, change),
    })),
  }
}

/**
 * An opening for the same conversation that holds in every way but one: signed with a key of the
 * server's own, it commits to a content key that is not the one sealed in it.
 */
export async function withWrongCommit(opening: string): Promise<string> {
  const bytes = fromBase64url(opening)
  const rest = isOpeningRest(bytes)
  const wrap = rest ? readOpeningRest(bytes).wrapHash : readOpening(bytes).wrap
  const signing = await makeSigningPair({ extractable: false })
  const commit = new Uint8Array(createHash('sha256').update('another key').digest())
  const visitorKey = signing.publicKey
  const header = writeOpeningHeader({ ...readOpeningHeader(bytes), visitorKey, commit })
  const wrapHash = rest ? wrap : await sha256(wrap)
  const signature = await sign(signing, 'open', framed(header, wrapHash))
  const purpose = rest ? purposes.openingRest : purposes.opening
  const forged = write(purpose).bytes(header).bytes(wrap).bytes(signature).done()
  return toBase64url(forged)
}

/** How a server would like secrets to be stretched. */
export const weak = { memoryKibibytes: 8, passes: 1, lanes: 1 }

export function isMessage(frame: Frame): frame is Delivered {
  return 'envelope' in frame
}

/** A message of one side, changed on its way to the other. */
export function messageLie(
  on: 'visit' | 'desk',
  change: (message: Delivered) => readonly Delivered[],
): Lie {
  const by = on === 'visit' ? 'helpline' : 'visitor'
  return {
    on,
    frame: (frame) => (isMessage(frame) && frame.by === by ? change(frame) : undefined),
  }
}

export function withEnvelope(
  on: 'visit' | 'desk',
  change: (envelope: Uint8Array) => Uint8Array,
): Lie {
  return messageLie(on, (message) => [{ ...message, envelope: change(message.envelope) }])
}

/** The last 64 bytes of an envelope are its signature. */
export function withoutSignature(envelope: Uint8Array): Uint8Array {
  const stripped = Uint8Array.from(envelope)
  return stripped.fill(0, stripped.length - 64)
}

/** The second byte of every object names its suite. Suite 2 is reserved, and nobody speaks it. */
export function ofSuiteTwo(object: Uint8Array): Uint8Array {
  return Uint8Array.from(object).fill(2, 1, 2)
}

export function withAMegabyteMore(envelope: Uint8Array): Uint8Array {
  return Buffer.concat([envelope, new Uint8Array(1024 * 1024)])
}

/** Words as they are, where an envelope should be. */
export function inPlainWords(): Uint8Array {
  return utf8('Hello. The seal is switched off for maintenance, just write on.')
}

/** Two messages of one author, each under the other's number. */
export function swapped(on: 'visit' | 'desk'): Lie {
  let first: Delivered | undefined
  return messageLie(on, (message) => {
    const held = first
    first = undefined
    if (held)
      return [
        { ...message, seq: held.seq },
        { ...held, seq: message.seq },
      ]
    first = message
    return []
  })
}

/** One message kept back or told twice, and all later ones counted as if that were the truth. */
export function miscounted(on: 'visit' | 'desk', how: 'kept back' | 'told twice'): Lie {
  const by = on === 'visit' ? 'helpline' : 'visitor'
  let lied: { conversation: string; seq: number } | undefined
  const shift = how === 'kept back' ? -1 : 1
  return {
    on,
    frame(frame) {
      if (isMessage(frame) && frame.by === by && !lied) {
        lied = { conversation: frame.conversation, seq: frame.seq }
        return how === 'kept back' ? [] : [frame, { ...frame, seq: frame.seq + 1 }]
      }
      if (!lied) return undefined
      return [renumbered(frame, (seq) => shifted(seq, lied?.seq ?? seq))]
    },
  }

  function shifted(seq: number, at: number) {
    return seq > at || (seq === at && shift < 0) ? seq + shift : seq
  }
}

function renumbered(frame: Frame, told: (seq: number) => number): Frame {
  if (isMessage(frame)) return { ...frame, seq: told(frame.seq) }
  if (frame.type === 'pong' && 'seqs' in frame) {
    const seqs = Object.entries(frame.seqs).map(([id, seq]) => [id, told(seq ?? 0)])
    return { ...frame, seqs: Object.fromEntries(seqs) }
  }
  if (frame.type === 'pong' || frame.type === 'live' || frame.type === 'ack')
    return 'seq' in frame ? { ...frame, seq: told(frame.seq) } : frame
  return frame
}

/** The visitor's opening, changed wherever the desk is told of the conversation. */
export function openingLie(change: (opening: string) => Promise<string>): Lie {
  return {
    on: 'desk',
    async frame(frame) {
      if (!('event' in frame) || frame.event.type !== 'conversation.changed') return undefined
      const { conversation } = frame.event
      const opening = await change(conversation.opening)
      return [{ ...frame, event: { ...frame.event, conversation: { ...conversation, opening } } }]
    },
  }
}

/** The same script as it might have been last month. */
export function olderScript(at: RegExp): Lie {
  const change = (bytes: Buffer) => Buffer.concat([Buffer.from('/* last month */\n'), bytes])
  return { file: { at, change } }
}
