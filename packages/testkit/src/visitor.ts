import { randomBytes } from 'node:crypto'
import { call } from '@veilleuse/client/call'
import { connect, hello, type ConnectionState } from '@veilleuse/client/connection'
import { deliveries } from '@veilleuse/client/deliveries'
import { gapWatch } from '@veilleuse/client/gap-watch'
import { outbox } from '@veilleuse/client/outbox'
import { working } from '@veilleuse/client/puzzle'
import { readDelivered, writeSaid } from '@veilleuse/contract/frame'
import { toVisitor, type ToVisitor } from '@veilleuse/contract/socket-visit'
import { arrive, lineKeys, type VisitView } from '@veilleuse/contract/visit'
import type { Urgency } from '@veilleuse/domain/triage'
import { fromBase64url, toBase64url, uuidv7 } from '@veilleuse/sealing/bytes'
import { type CertifiedSpeaker, readCertificate } from '@veilleuse/sealing/certificate'
import { verifyVisitorChain } from '@veilleuse/sealing/directory'
import { findVoice, sawMessage, sealMessage, speakersOf } from '@veilleuse/sealing/message'
import { pubChannelKey, startConversation } from '@veilleuse/sealing/opening'
import { kinds, readMessageHeader } from '@veilleuse/sealing/wire'
import * as v from 'valibot'
import { again } from './again.ts'
import { aWitness, type Witness } from './witness.ts'
import { type Heard, words } from './words.ts'

/** A visitor's page without a page: seals, keeps an outbox, reconnects, as the real one does. */
export type TestVisitor = Pick<Witness, 'acknowledged' | 'welcomes'> & {
  readonly conversation: string
  readonly token: string
  readonly view: () => VisitView
  readonly state: () => ConnectionState
  /** The words of both sides as far as they came without a gap, in order. */
  readonly heard: () => readonly Heard[]
  say(text: string): Promise<string>
  unsent(): readonly string[]
  /** Ids of what the server will never take. */
  readonly refused: readonly string[]
  close(): void
}

export type VisitorTraits = {
  readonly line?: string
  /** The pinned root, as the page carries it. */
  readonly pin: Uint8Array
  readonly now?: () => Date
  /** What the page made of the answers before the wait. */
  readonly urgency?: Urgency
}

export async function aVisitor(origin: string, traits: VisitorTraits): Promise<TestVisitor> {
  const now = (traits.now ?? (() => new Date()))()
  const slug = traits.line ?? 'ecoute'
  const keys = await again(() => call(origin, lineKeys, { params: { line: slug } }))
  if (!keys) throw new Error('the line gives its keys no more')
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
    ...(traits.urgency && { urgency: traits.urgency }),
  } as const
  const arrived = await again(() =>
    working((solved) => call(origin, arrive, { body: { ...arrival, ...solved } })),
  )
  if (!arrived) throw new Error('the same opening did not take the same place')
  const { conversation } = started.keys
  const channelKey = await pubChannelKey(started.keys)
  const place = { conversation, session: 1, channel: 'pub', channelKey } as const
  const witness = aWitness()
  const came = deliveries()
  const spoken = words(place, 'visitor')
  const written = new Map<string, Uint8Array>()
  const refused: string[] = []
  const certified: CertifiedSpeaker[] = []
  let voice = await findVoice(place, started.signing)
  let { view } = arrived
  let state: ConnectionState = 'connecting'
  let hearing = Promise.resolve()
  let saying = Promise.resolve()
  const gaps = gapWatch({
    chainBroken: () => false,
    ask: (after) => void line.send(JSON.stringify({ type: 'more', after })),
    missing: () => {},
  })
  const out = outbox((envelope) => line.send(writeSaid(envelope)))
  const line = connect({
    address: `${origin.replace('http', 'ws')}/visit/socket`,
    hello: () => hello(secret, gaps.upTo()),
    changed: (changed) => (state = changed),
    heard(frame) {
      hearing = hearing.then(() => hear(frame))
    },
    WebSocket: witness.WebSocket,
  })

  return {
    conversation,
    token: secret,
    view: () => view,
    state: () => state,
    acknowledged: witness.acknowledged,
    welcomes: witness.welcomes,
    heard: () => spoken.heard,
    unsent: () => out.waiting(),
    refused,
    close: () => line.close(),
    async say(text) {
      const id = uuidv7(new Date())
      saying = saying.then(async () => {
        const seen = spoken.seen()
        if (seen) voice = sawMessage(voice, seen)
        const sealed = await sealMessage(voice, { kind: kinds.text, body: text, id })
        voice = sealed.voice
        written.set(id, sealed.envelope)
        out.put(id, sealed.envelope)
      })
      await saying
      return id
    },
  }

  async function hear(frame: unknown) {
    if (!(frame instanceof Uint8Array)) return listen(v.parse(toVisitor, frame))
    const message = readDelivered(frame)
    if (!message) throw new Error('a delivered frame cannot be read')
    came.add(message)
    keep(message.seq)
    const { id } = readMessageHeader(message.envelope)
    // One's own, given back: its acknowledgement was lost.
    if (written.has(id)) out.stored(id)
    await openFurther()
  }

  async function listen(frame: ToVisitor) {
    switch (frame.type) {
      case 'welcome':
      case 'view':
        view = frame.view
        if (view.state === 'closed') gaps.told(view.lastSeq)
        closeIfOver()
        return openFurther()
      case 'place':
        view = { ...view, place: frame.place }
        return
      case 'live':
        out.resend()
        return gaps.told(frame.seq)
      case 'pong':
        return gaps.told(frame.seq)
      case 'ack': {
        const { id, seq, at } = frame
        const envelope = written.get(id)
        out.stored(id)
        if (!envelope) throw new Error('an acknowledgement for what nobody wrote')
        came.add({ seq, at: new Date(at), by: 'visitor', conversation, envelope })
        keep(seq)
        return openFurther()
      }
      case 'problem':
        if (frame.id === undefined) return
        if (frame.retryAfterSeconds !== undefined) return out.later(frame.retryAfterSeconds)
        refused.push(frame.id)
        return out.refused(frame.id)
      case 'typing':
      case 'read':
        return
    }
  }

  function keep(seq: number) {
    gaps.came(seq)
    closeIfOver()
  }

  /** As the page does: who was away when it ended still hears the last words. */
  function closeIfOver() {
    if (view.state === 'closed' && gaps.whole()) line.close()
  }

  async function openFurther() {
    for (const one of view.certificates.slice(certified.length))
      certified.push(await readCertificate(fromBase64url(one), epoch, conversation))
    const speakers = await speakersOf([
      started.keys.visitorKey,
      ...certified.map((one) => one.speakerKey),
    ])
    await spoken.openFurther(came.upToTheGap(conversation), speakers)
  }
}
