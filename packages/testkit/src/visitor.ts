import { randomBytes } from 'node:crypto'
import { readDelivered, writeSaid } from '@veilleuse/contract/frame'
import { toVisitor } from '@veilleuse/contract/socket-visit'
import { arrive, lineKeys, type VisitView } from '@veilleuse/contract/visit'
import { call } from '@veilleuse/client/call'
import { connect, hello, type ConnectionState } from '@veilleuse/client/connection'
import { working } from '@veilleuse/client/puzzle'
import { outbox } from '@veilleuse/client/outbox'
import { fromBase64url, fromUtf8, toBase64url, uuidv7 } from '@veilleuse/sealing/bytes'
import { readCertificate } from '@veilleuse/sealing/certificate'
import { verifyVisitorChain } from '@veilleuse/sealing/directory'
import {
  findVoice,
  openMessage,
  sealMessage,
  speakersOf,
  type Voice,
} from '@veilleuse/sealing/message'
import { pubChannelKey, startConversation } from '@veilleuse/sealing/opening'
import { kinds } from '@veilleuse/sealing/wire'
import * as v from 'valibot'

export type Heard = { readonly seq: number; readonly by: string; readonly text: string }

/** A visitor's page without a page: seals, keeps an outbox, reconnects, as the real one does. */
export type TestVisitor = {
  readonly conversation: string
  readonly token: string
  readonly view: () => VisitView
  readonly state: () => ConnectionState
  /** What the server has acknowledged, by message id: the promise every test holds it to. */
  readonly acknowledged: ReadonlyMap<string, number>
  /** Words that have come, in order of their numbers. */
  readonly heard: () => readonly Heard[]
  readonly frames: readonly v.InferOutput<typeof toVisitor>[]
  say(text: string): Promise<string>
  unsent(): readonly string[]
  send(frame: object): void
  close(): void
  /** As quick exit and a lost phone do. */
  vanish(): void
}

export type VisitorTraits = {
  readonly line?: string
  /** The pinned root, as the page carries it. */
  readonly pin: Uint8Array
  readonly now?: () => Date
  /** Where the socket goes, when a test puts something in between. */
  readonly socketOrigin?: string
}

export async function aVisitor(origin: string, traits: VisitorTraits): Promise<TestVisitor> {
  const now = (traits.now ?? (() => new Date()))()
  const slug = traits.line ?? 'ecoute'
  const keys = await call(origin, lineKeys, { params: { line: slug } })
  const { epoch } = await verifyVisitorChain(keys.statements.map(fromBase64url), traits.pin, {
    line: keys.line,
    now,
  })
  const started = await startConversation(epoch, {
    instance: keys.instance,
    line: keys.line,
    session: 1,
    now,
  })
  const secret = randomBytes(32).toString('base64url')
  const arrival = {
    line: slug,
    language: 'fr',
    opening: toBase64url(started.opening),
    rulesVersion: keys.rulesVersion,
    secret,
  } as const
  const { view: first } = await working((solved) =>
    call(origin, arrive, { body: { ...arrival, ...solved } }),
  )
  const { conversation } = started.keys
  const channelKey = await pubChannelKey(started.keys)
  const place = { conversation, session: 1, channel: 'pub', channelKey } as const
  let voice: Voice = await findVoice(place, started.signing)
  let view = first
  let state: ConnectionState = 'connecting'
  let turn = Promise.resolve()
  const acknowledged = new Map<string, number>()
  const words = new Map<number, Heard>()
  const frames: v.InferOutput<typeof toVisitor>[] = []

  const line = connect({
    address: `${(traits.socketOrigin ?? origin).replace('http', 'ws')}/visit/socket`,
    hello: () => hello(secret, seen()),
    changed: (changed) => (state = changed),
    heard: (frame) => {
      turn = turn.then(() => hear(frame))
    },
  })
  const out = outbox((envelope) => line.send(writeSaid(envelope)))

  return {
    conversation,
    token: secret,
    view: () => view,
    state: () => state,
    acknowledged,
    heard: () => [...words.values()].toSorted((a, b) => a.seq - b.seq),
    frames,
    unsent: () => out.waiting(),
    send: (frame) => void line.send(JSON.stringify(frame)),
    close: () => line.close(),
    vanish: () => line.close(),
    async say(text) {
      const id = uuidv7(new Date())
      const sealed = await sealMessage(voice, { kind: kinds.text, body: text, id })
      voice = sealed.voice
      out.put(id, sealed.envelope)
      return id
    },
  }

  /** The last number below which nothing is missing. */
  function seen(): number {
    const have = new Set([...words.keys(), ...acknowledged.values()])
    let upTo = 0
    while (have.has(upTo + 1)) upTo++
    return upTo
  }

  async function hear(frame: unknown) {
    if (frame instanceof Uint8Array) return hearMessage(frame)
    const read = v.parse(toVisitor, frame)
    frames.push(read)
    switch (read.type) {
      case 'welcome':
        view = read.view
        return out.resend()
      case 'view':
        view = read.view
        return
      case 'place':
        view = { ...view, place: read.place }
        return
      case 'ack':
        acknowledged.set(read.id, read.seq)
        return out.stored(read.id)
      case 'problem':
        if (read.id && read.retryAfterSeconds === undefined) out.refused(read.id)
        else if (read.id) out.later(read.retryAfterSeconds ?? 1)
        return
      case 'live':
      case 'typing':
      case 'read':
      case 'pong':
        return
    }
  }

  async function hearMessage(frame: Uint8Array) {
    const message = readDelivered(frame)
    if (!message) throw new Error('a delivered frame cannot be read')
    const certified = await Promise.all(
      view.certificates.map((body) => readCertificate(fromBase64url(body), epoch, conversation)),
    )
    const speakers = await speakersOf([
      started.keys.visitorKey,
      ...certified.map((one) => one.speakerKey),
    ])
    const { plaintext } = await openMessage(message.envelope, { ...place, speakers })
    words.set(message.seq, { seq: message.seq, by: message.by, text: fromUtf8(plaintext) })
  }
}
