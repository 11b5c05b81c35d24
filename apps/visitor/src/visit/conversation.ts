import { call } from '@veilleuse/client/call'
import { connect, hello } from '@veilleuse/client/connection'
import type { ConnectionState } from '@veilleuse/client/connection'
import { outbox } from '@veilleuse/client/outbox'
import { readDelivered, writeSaid } from '@veilleuse/contract/frame'
import type { Delivered } from '@veilleuse/contract/frame'
import type { ProblemCode } from '@veilleuse/contract/problems'
import { toVisitor } from '@veilleuse/contract/socket-visit'
import type { FromVisitor, ToVisitor } from '@veilleuse/contract/socket-visit'
import { leave } from '@veilleuse/contract/visit'
import type { VisitView } from '@veilleuse/contract/visit'
import { uuidv7 } from '@veilleuse/sealing/bytes'
import { findVoice, resume, sawMessage, sealMessage } from '@veilleuse/sealing/message'
import { pubChannelKey } from '@veilleuse/sealing/opening'
import { kinds } from '@veilleuse/sealing/wire'
import { safeParse } from 'valibot'
import type { Arrived } from './arrive.ts'
import { hearing } from './hearing.ts'
import type { Heard } from './hearing.ts'
import { lineDirectory } from './line-keys.ts'
import type { KnownEpoch } from './own-keys.ts'
import type { Place } from './place.ts'
import { seqs } from './seqs.ts'
import { sentenceOf } from './sentences.ts'
import { troubleOf } from './trouble.ts'
import type { Entry, VisitEvent } from './visit.ts'

/** A conversation that goes on: what the screen can ask of it. */
export type Conversation = Pick<Arrived, 'token' | 'keys'> & {
  say(text: string): void
  typing(on: boolean): void
  needTime(): void
  /** What is on the screen has been looked at. */
  looked(): void
  end(): Promise<void>
  /** The network is back, or somebody looks at the page again. */
  wake(): void
  close(): void
  /** Every epoch verified so far, for who keeps the keys. */
  epochs(): readonly KnownEpoch[]
}

export type Joining = Pick<Arrived, 'token' | 'keys'> & {
  /** Not known yet after a reload: the socket's welcome brings it. */
  readonly view?: VisitView
  /** After a reload or a return: one's own messages must be heard before another can be written. */
  readonly resumed: boolean
}

type Wishes = Joining & {
  readonly place: Place
  /** What was said in earlier contacts, to stand above. */
  readonly earlier: readonly Entry[]
  tell(event: VisitEvent): void
}

// A pause before asking again: messages that overtake one another usually arrive by themselves.
const askAgainAfterMs = 1200

export async function converse(wishes: Wishes): Promise<Conversation> {
  const { token, keys, place, earlier, tell } = wishes
  const { conversation, session, signing } = keys
  const channelKey = await pubChannelKey(keys)
  const channel = { conversation, session, channel: 'pub', channelKey } as const
  const ears = await hearing(channel, signing.publicKey)
  const epochs = [...keys.epochs]
  const known = seqs()
  const ownEnvelopes: Uint8Array[] = []
  const strangers = new Map<number, Delivered>()
  const sought = new Set<number>()

  let view = wishes.view
  let voice = await findVoice(channel, signing)
  let lastTheirs = 0
  /** The highest number the server has told of, come or not. */
  let highest = 0
  let toldRead = 0
  let beginning = true
  let lineState: ConnectionState = 'connecting'
  let refusedFor: ProblemCode | undefined
  let missing = false
  let asking: ReturnType<typeof setTimeout> | undefined

  // Sealing and opening take their time; each is done in order, one after the other.
  let hearingNow: Promise<void> = Promise.resolve()
  let sayingNow: Promise<void> = Promise.resolve()
  let findVoiceAgain: (() => void) | undefined
  if (wishes.resumed) sayingNow = new Promise((resolve) => (findVoiceAgain = resolve))

  if (view) tell({ type: 'begun', view, earlier })
  const box = outbox((envelope) => line.send(writeSaid(new Uint8Array(envelope))))
  const line = connect({
    address: location.origin.replace(/^http/, 'ws') + '/visit/socket',
    hello: () => hello(token, known.upTo()),
    heard(frame) {
      hearingNow = hearingNow.then(() => take(frame)).catch(report)
    },
    changed,
  })
  return {
    token,
    keys,
    say,
    typing: (on) => send({ type: 'typing', on }),
    needTime() {
      send({ type: 'time' })
      tell({ type: 'time_told' })
    },
    looked,
    async end() {
      try {
        await learn(await call('', leave, { token }))
      } catch (trouble) {
        tell({ type: 'trouble', why: troubleOf(trouble) })
      }
    },
    wake() {
      line.retryNow()
      changed(lineState)
    },
    close: () => line.close(),
    epochs: () => epochs,
  }

  function changed(state: ConnectionState) {
    lineState = state
    // The first try is part of arriving; only what follows is a line that was lost.
    if (state === 'connecting' && beginning) beginning = false
    else if (state === 'live' || state === 'connecting') {
      const offline = state === 'connecting' && !navigator.onLine
      tell({ type: 'line', line: offline ? 'offline' : state })
    } else if (state === 'refused') {
      const why = sentenceOf[refusedFor ?? 'signed_out']
      tell({ type: 'stuck', why, retry: why === 'reload' })
    }
  }

  async function take(frame: unknown) {
    if (frame instanceof Uint8Array) {
      const delivered = readDelivered(frame)
      if (delivered?.conversation === conversation) await deliver(delivered)
      return
    }
    const told = safeParse(toVisitor, frame)
    if (told.success) await onFrame(told.output)
  }

  async function onFrame(frame: ToVisitor) {
    switch (frame.type) {
      case 'welcome':
      case 'view':
        return learn(frame.view)
      case 'place':
        return tell(frame)
      case 'live':
        return caughtUp(frame.seq)
      case 'ack':
        box.stored(frame.id)
        known.add(frame.seq)
        tell({ type: 'stored', id: frame.id, seq: frame.seq })
        return checkGap(frame.seq)
      case 'typing':
        return tell({ type: 'they_type', on: frame.on })
      case 'read':
        return tell(frame)
      case 'pong':
        // A tail that was lost shows here: the server has more than has come.
        return checkGap(frame.seq)
      case 'problem':
        if (frame.id === undefined) refusedFor = frame.problem
        else if (frame.problem !== 'too_fast' && frame.problem !== 'restarting') {
          box.refused(frame.id)
          tell({ type: 'refused', id: frame.id, why: sentenceOf[frame.problem] })
        } else tell({ type: 'trouble', why: sentenceOf[frame.problem] })
        return
    }
  }

  async function learn(fresh: VisitView) {
    if (!view) tell({ type: 'begun', view: fresh, earlier })
    view = fresh
    await ears.learn(view.certificates, epochNumber)
    const said = view.counsellor?.alias
    const alias = said !== undefined && ears.vouches(said) ? said : undefined
    tell({ type: 'view', view, alias })
    const waiting = [...strangers.values()]
    strangers.clear()
    for (const delivered of waiting) await deliver(delivered)
    if (view.state === 'closed') line.close()
  }

  /** The epoch of that number, from those verified or from the line as it is today. */
  async function epochNumber(number: number): Promise<KnownEpoch | undefined> {
    const find = () => epochs.find((epoch) => epoch.number === number)
    if (!find() && !sought.has(number)) {
      try {
        epochs.push((await lineDirectory(place, new Date())).epoch)
        sought.add(number)
      } catch (trouble) {
        // Not now: the certificate comes again with the next view.
        report(trouble)
      }
    }
    return find()
  }

  async function deliver(delivered: Delivered) {
    const heard = await ears.hear(delivered.envelope)
    const { seq } = delivered
    if (heard.is === 'stranger' && !strangers.has(seq)) {
      // Perhaps the certificate comes with the next view; asked for again, it counts as false.
      strangers.set(seq, delivered)
    } else {
      strangers.delete(seq)
      known.add(seq)
      show(heard, delivered)
    }
    checkGap(seq)
  }

  function show(heard: Heard, { seq, envelope }: Delivered) {
    if (heard.is === 'nothing') return
    if (heard.is !== 'message') return tell({ type: 'unreadable' })
    const { id, text, by, kind, alias } = heard
    if (by === 'visitor') {
      if (findVoiceAgain) ownEnvelopes.push(envelope)
      box.stored(id)
      return tell({ type: 'heard_own', id, text, seq })
    }
    lastTheirs = Math.max(lastTheirs, seq)
    voice = sawMessage(voice, heard.hash)
    tell({ type: 'heard', message: { id, text, kind, alias, seq } })
    looked()
  }

  async function caughtUp(seq: number) {
    if (findVoiceAgain) {
      voice = { ...(await resume(voice, ownEnvelopes)), seen: voice.seen }
      findVoiceAgain()
      findVoiceAgain = undefined
    }
    box.resend()
    checkGap(seq)
  }

  function checkGap(upTo: number) {
    highest = Math.max(highest, upTo)
    if (!gapped()) {
      clearTimeout(asking)
      asking = undefined
      if (missing) tell({ type: 'missing', on: (missing = false) })
      return
    }
    asking ??= setTimeout(() => {
      asking = undefined
      if (!gapped()) return
      if (!missing) tell({ type: 'missing', on: (missing = true) })
      send({ type: 'more', after: known.upTo() })
    }, askAgainAfterMs)
  }

  function gapped() {
    return known.upTo() < highest || ears.missing()
  }

  function say(text: string) {
    const id = uuidv7(new Date())
    tell({ type: 'said', id, text })
    sayingNow = sayingNow
      .then(async () => {
        const sealed = await sealMessage(voice, { kind: kinds.text, body: text, id })
        // What has been seen in the meantime stays seen.
        voice = { ...sealed.voice, seen: voice.seen }
        box.put(id, sealed.envelope)
      })
      .catch(report)
  }

  function looked() {
    if (document.hidden || ears.missing() || lastTheirs <= toldRead) return
    if (send({ type: 'read', seq: lastTheirs })) toldRead = lastTheirs
  }

  function send(frame: FromVisitor) {
    return line.send(JSON.stringify(frame))
  }

  function report(thrown: unknown) {
    tell({ type: 'trouble', why: troubleOf(thrown) })
  }
}
