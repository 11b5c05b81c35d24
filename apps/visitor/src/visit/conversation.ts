import { call } from '@veilleuse/client/call'
import { connect, hello } from '@veilleuse/client/connection'
import type { ConnectionState } from '@veilleuse/client/connection'
import { gapWatch } from '@veilleuse/client/gap-watch'
import { outbox } from '@veilleuse/client/outbox'
import { readDelivered, writeSaid } from '@veilleuse/contract/frame'
import type { Delivered } from '@veilleuse/contract/frame'
import type { ProblemCode } from '@veilleuse/contract/problems'
import { toVisitor } from '@veilleuse/contract/socket-visit'
import type { FromVisitor, ToVisitor } from '@veilleuse/contract/socket-visit'
import { leave } from '@veilleuse/contract/visit'
import type { VisitView } from '@veilleuse/contract/visit'
import type { Answers } from '@veilleuse/domain/triage'
import { pubChannelKey } from '@veilleuse/sealing/opening'
import { kinds } from '@veilleuse/sealing/wire'
import { safeParse } from 'valibot'
import type { Arrived } from './arrive.ts'
import { hearing } from './hearing.ts'
import type { Heard } from './hearing.ts'
import { lineDirectory } from './line-keys.ts'
import type { KnownEpoch } from './own-keys.ts'
import type { Place } from './place.ts'
import { sentenceOf } from './sentences.ts'
import { speaking } from './speaking.ts'
import { troubleOf } from './trouble.ts'
import type { Entry, VisitEvent } from './visit.ts'

/** A conversation that goes on: what the screen can ask of it. */
export type Conversation = Pick<Arrived, 'token' | 'keys'> & {
  say(text: string): void
  /** What was answered before the wait; said first, and not shown among the words. */
  answer(answers: Answers): void
  typing(on: boolean): void
  needTime(): void
  /** What is on the screen has been looked at. */
  looked(): void
  end(): Promise<void>
  /** The network is back, or somebody looks at the page again. */
  wake(): void
  /** Nobody is known to be at the page: off the line until `wake`. */
  rest(): void
  close(): void
  /** Every epoch verified so far, for who keeps the keys. */
  epochs(): readonly KnownEpoch[]
}

export type Joining = Pick<Arrived, 'token' | 'keys'> & {
  /** Not known yet after a reload: the socket's welcome brings it. */
  readonly view?: VisitView
  /** After a reload or a return: one's own messages must be heard before another can be written. */
  readonly resumed: boolean
  /** It lies put away in this tab, for the next reload as well. */
  readonly staying?: boolean
}

type Wishes = Joining & {
  readonly place: Place
  /** What was said in earlier contacts, to stand above. */
  readonly earlier: readonly Entry[]
  tell(event: VisitEvent): void
}

export async function converse(wishes: Wishes): Promise<Conversation> {
  const { token, keys, place, earlier, resumed, staying, tell } = wishes
  const { conversation, session, signing } = keys
  const channelKey = await pubChannelKey(keys)
  const channel = { conversation, session, channel: 'pub', channelKey } as const
  const ears = await hearing(channel, signing.publicKey)
  const voice = await speaking({
    channel,
    signing,
    resumed,
    sealed: (id, envelope) => box.put(id, envelope),
    failed: report,
  })
  const gaps = gapWatch({
    chainBroken: ears.missing,
    ask: (after) => send({ type: 'more', after }),
    missing: (on) => tell({ type: 'missing', on }),
  })
  const epochs = [...keys.epochs]
  const sought = new Set<number>()
  const strangers = new Map<number, Delivered>()

  let { view } = wishes
  let lastTheirs = 0
  let toldRead = 0
  let beginning = true
  let lineState: ConnectionState = 'connecting'
  let refusedFor: ProblemCode | undefined
  // Opening takes its time; it is done in order, one frame after the other.
  let turn: Promise<void> = Promise.resolve()

  if (view) tell({ type: 'begun', view, earlier, staying })
  const box = outbox((envelope) => line.send(writeSaid(new Uint8Array(envelope))))
  const line = connect({
    address: location.origin.replace(/^http/, 'ws') + '/visit/socket',
    hello: () => hello(token, gaps.upTo()),
    heard(frame) {
      turn = turn.then(() => take(frame)).catch(report)
    },
    changed,
  })
  return {
    token,
    keys,
    answer: (answers) => void voice.say(JSON.stringify(answers), kinds.answers),
    say: (text) => tell({ type: 'said', id: voice.say(text), text }),
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
        report(trouble)
      }
    },
    wake() {
      line.retryNow()
      changed(lineState)
    },
    rest: () => line.rest(),
    close: () => line.close(),
    epochs: () => epochs,
  }

  function changed(state: ConnectionState, told?: ProblemCode) {
    lineState = state
    // The first try is part of arriving; only what follows is a line that was lost.
    if (state === 'connecting' && beginning) beginning = false
    else if (state === 'live' || state === 'connecting') {
      const offline = state === 'connecting' && !navigator.onLine
      tell({ type: 'line', line: offline ? 'offline' : state })
    } else if (state === 'refused') {
      const why = sentenceOf[told ?? refusedFor ?? 'signed_out']
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
      case 'live':
        await voice.find()
        box.resend()
        return gaps.told(frame.seq)
      case 'ack':
        box.stored(frame.id)
        tell({ type: 'stored', id: frame.id, seq: frame.seq })
        return came(frame.seq)
      case 'typing':
        return tell({ type: 'they_type', on: frame.on })
      case 'place':
      case 'read':
        return tell(frame)
      case 'pong':
        // A tail that was lost shows here: the server has more than has come.
        return gaps.told(frame.seq)
      case 'problem':
        return onProblem(frame)
    }
  }

  function onProblem({ problem, id, retryAfterSeconds = 5 }: Problem) {
    const why = sentenceOf[problem]
    if (id === undefined) refusedFor = problem
    else if (problem === 'too_fast' || problem === 'restarting') {
      tell({ type: 'trouble', why })
      setTimeout(() => {
        tell({ type: 'trouble', why: undefined })
        box.resend()
      }, retryAfterSeconds * 1000)
    } else {
      box.refused(id)
      tell({ type: 'refused', id, why })
    }
  }

  async function learn(fresh: VisitView) {
    if (!view) tell({ type: 'begun', view: fresh, earlier, staying })
    view = fresh
    await ears.learn(view.certificates, epochNumber)
    const said = view.counsellor?.alias
    const alias = said !== undefined && ears.vouches(said) ? said : undefined
    tell({ type: 'view', view, alias })
    const waiting = [...strangers.values()]
    strangers.clear()
    for (const delivered of waiting) await deliver(delivered)
    if (view.state === 'closed') gaps.told(view.lastSeq)
    closeIfOver()
  }

  function came(seq: number) {
    gaps.came(seq)
    closeIfOver()
  }

  /** The last words may come after the news that it is over: to who was away, or has reloaded. */
  function closeIfOver() {
    if (view?.state === 'closed' && gaps.whole()) line.close()
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
    const { seq } = delivered
    const heard = await ears.hear(delivered.envelope, seq)
    if (heard.is === 'stranger') {
      // The certificate comes with a view, which may be slower than the words it vouches for.
      if (!strangers.has(seq)) gaps.told(seq)
      strangers.set(seq, delivered)
      return
    }
    show(heard, delivered)
    looked()
    came(seq)
  }

  function show(heard: Heard, { seq, envelope }: Delivered) {
    if (heard.is === 'nothing') return
    if (heard.is !== 'message') return tell({ type: 'unreadable' })
    const { id, text, by, kind, alias } = heard
    if (by === 'visitor') {
      voice.heardOwn(envelope)
      box.stored(id)
      if (kind === 'text') tell({ type: 'heard_own', id, text, seq: heard.place })
      return
    }
    if (kind === 'other') return
    lastTheirs = Math.max(lastTheirs, seq)
    voice.saw(heard.hash)
    tell({ type: 'heard', message: { id, text, kind, alias, seq: heard.place } })
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

type Problem = Extract<ToVisitor, { type: 'problem' }>
