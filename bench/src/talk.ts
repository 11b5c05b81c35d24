import { readDelivered, writeSaid } from '@veilleuse/contract/frame'
import { connect, hello, type Connection } from '@veilleuse/client/connection'
import { outbox, type Outbox } from '@veilleuse/client/outbox'
import { equal, uuidv7 } from '@veilleuse/sealing/bytes'
import { openMessage, sealMessage, type Voice } from '@veilleuse/sealing/message'
import { kinds, readMessageHeader } from '@veilleuse/sealing/wire'
import * as v from 'valibot'
import type { End, Pair } from './cast.ts'

/** What is seen of every message, in milliseconds from handing it to the socket. */
export type Seen = {
  /** How many were sealed and handed to an outbox. */
  said: number
  readonly acknowledged: number[]
  /** To the moment the other side's socket has it, before it is opened there. */
  readonly delivered: number[]
  /** How many the other side has opened, all checks passed. */
  opened: number
  /** Numbers that came twice or out of order. */
  disordered: number
  refused: number
}

export function nothingSeen(): Seen {
  return { said: 0, acknowledged: [], delivered: [], opened: 0, disordered: 0, refused: 0 }
}

/** A page or a desk that is there: our own client, without a screen. */
export type There = { readonly live: () => boolean; close(): void }

const Told = v.looseObject({
  type: v.string(),
  id: v.optional(v.string()),
  seq: v.optional(v.number()),
})

/** Somebody whose page is open and who writes nothing. */
export function waits(origin: string, token: string, heard: Heard = ignore): There {
  return comes(`${origin}/visit/socket`, { hello: () => hello(token, 0), heard })
}

/** Somebody at a desk who writes nothing. */
export function watches(origin: string, token: string, heard: Heard = ignore): There {
  return comes(`${origin}/desk/socket`, { hello: () => hello(token, {}), heard })
}

type Heard = (frame: unknown) => void

function ignore() {}

/** Both ends of these conversations; `say` seals and sends as a page does. */
export type Talk = {
  readonly all: readonly There[]
  /** One function for each end of each conversation. */
  readonly ends: readonly (() => Promise<void>)[]
}

export function talks(origin: string, pairs: readonly Pair[], seen: Seen): Talk {
  const sentAt = new Map<string, number>()
  const all: There[] = []
  const ends: (() => Promise<void>)[] = []
  for (const pair of pairs) {
    const mouth = hears(`${origin}/visit/socket`, {
      hello: () => hello(pair.visitor.token, 0),
      ends: new Map([[pair.id, pair.visitor]]),
    })
    all.push(mouth)
    ends.push(writer(pair.visitor, mouth.out))
  }
  for (const [token, held] of Map.groupBy(pairs, (pair) => pair.counsellor.token)) {
    const desk = hears(`${origin}/desk/socket`, {
      hello: () => hello(token, {}),
      ends: new Map(held.map((pair) => [pair.id, pair.counsellor])),
    })
    all.push(desk)
    for (const pair of held) ends.push(writer(pair.counsellor, desk.out, pair.id))
  }
  return { all, ends }

  function writer(end: End, out: Outbox, conversation?: string) {
    let voice: Voice = end.voice
    return async () => {
      const id = uuidv7(new Date())
      const body = 'Je ne sais pas trop par où commencer, mais il faut que j’en parle.'
      const sealed = await sealMessage(voice, { kind: kinds.text, body, id })
      voice = sealed.voice
      sentAt.set(id, performance.now())
      seen.said += 1
      out.put(id, sealed.envelope, conversation)
    }
  }

  function hears(
    address: string,
    of: { hello(): object; readonly ends: ReadonlyMap<string, End> },
  ): There & { readonly out: Outbox } {
    const last = new Map<string, number>()
    const there = comes(address, { hello: of.hello, heard })
    const out = outbox((envelope) => there.send(writeSaid(envelope)))
    return { ...there, out }

    function heard(frame: unknown) {
      const now = performance.now()
      if (frame instanceof Uint8Array) return void delivered(frame, now)
      const told = v.parse(Told, frame)
      if (told.type === 'problem') seen.refused += 1
      if (told.type !== 'ack' || told.id === undefined) return
      const at = sentAt.get(told.id)
      if (at !== undefined) seen.acknowledged.push(now - at)
      out.stored(told.id)
    }

    async function delivered(frame: Uint8Array, now: number) {
      const message = readDelivered(frame)
      const end = message && of.ends.get(message.conversation)
      if (!message || !end) throw new Error('a message came that nobody here can read')
      if (message.seq <= (last.get(message.conversation) ?? 0)) seen.disordered += 1
      last.set(message.conversation, message.seq)
      const { id, sender } = readMessageHeader(message.envelope)
      // A copy of what was written here is passed over.
      if (equal(sender, end.voice.sender)) return
      await openMessage(message.envelope, {
        ...end.voice,
        speakers: end.speakers,
      })
      const at = sentAt.get(id)
      if (at !== undefined) seen.delivered.push(now - at)
      seen.opened += 1
    }
  }
}

function comes(
  address: string,
  { hello: greeting, heard }: { hello(): object; heard(frame: unknown): void },
): There & Pick<Connection, 'send'> {
  let live = false
  const line = connect({
    address: address.replace('http', 'ws'),
    hello: greeting,
    heard,
    changed: (state) => (live = state === 'live'),
  })
  return { live: () => live, send: (frame) => line.send(frame), close: () => line.close() }
}
