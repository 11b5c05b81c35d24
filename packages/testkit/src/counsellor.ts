import { readDelivered, writeSaid } from '@veilleuse/contract/frame'
import * as desk from '@veilleuse/contract/desk'
import { directory, myEpochKeys } from '@veilleuse/contract/keys'
import { toDesk } from '@veilleuse/contract/socket-desk'
import { call } from '@veilleuse/client/call'
import { connect, hello, type ConnectionState } from '@veilleuse/client/connection'
import { outbox } from '@veilleuse/client/outbox'
import { fromBase64url, fromUtf8, hex, toBase64url, uuidv7 } from '@veilleuse/sealing/bytes'
import { certificateEpoch, certifySpeaker, readCertificate } from '@veilleuse/sealing/certificate'
import { currentEpoch, type Epoch, verifyChain } from '@veilleuse/sealing/directory'
import { openEpochKey } from '@veilleuse/sealing/epoch-key'
import { makeSigningPair } from '@veilleuse/sealing/keys'
import {
  findVoice,
  openMessage,
  sealMessage,
  type Speakers,
  speakersOf,
  type Voice,
} from '@veilleuse/sealing/message'
import {
  makeStaffKey,
  pubChannelKey,
  resealConversation,
  takeConversation,
} from '@veilleuse/sealing/opening'
import { kinds, readMessageHeader } from '@veilleuse/sealing/wire'
import * as v from 'valibot'
import type { Member } from './member.ts'
import type { Heard } from './visitor.ts'

type Frame = v.InferOutput<typeof toDesk>
type Held = {
  readonly view: desk.DeskConversation
  voice: Voice
  readonly ck: Uint8Array
  readonly sk: Uint8Array
  readonly visitorKey: Uint8Array
  speakers: Speakers
  readonly words: Map<number, Heard>
}

/** A counsellor's desk without a screen. */
export type TestCounsellor = {
  readonly token: string
  readonly frames: readonly Frame[]
  readonly state: () => ConnectionState
  readonly acknowledged: ReadonlyMap<string, number>
  offers(): readonly desk.OfferView[]
  accept(offer: desk.OfferView): Promise<string>
  say(conversation: string, text: string): Promise<string>
  heard(conversation: string): readonly Heard[]
  unsent(): readonly string[]
  end(conversation: string): Promise<void>
  close(conversation: string): Promise<void>
  send(frame: object): void
  leave(): void
}

/** Opens the desk of somebody of the team, and takes a seat. */
export async function aDesk(
  origin: string,
  {
    member,
    pin,
    now,
    socketOrigin,
  }: { member: Member; pin: Uint8Array; now?: () => Date; socketOrigin?: string },
): Promise<TestCounsellor> {
  const { token, me } = member
  const at = (now ?? (() => new Date()))()
  const log = await call(origin, directory, { token })
  const chain = await verifyChain(log.statements.map(fromBase64url), pin)
  const today = currentEpoch(chain, { line: me.line.id, now: at })
  const given = await call(origin, myEpochKeys, { token })
  await keysOf(epochNumbered(today.number))

  let state: ConnectionState = 'connecting'
  let turn = Promise.resolve()
  const frames: Frame[] = []
  const ringing = new Map<string, desk.OfferView>()
  const held = new Map<string, Held>()
  const acknowledged = new Map<string, number>()
  const early = new Map<string, Uint8Array[]>()
  await call(origin, desk.setSeat, { token, body: { state: 'available' } })
  const line = connect({
    address: `${(socketOrigin ?? origin).replace('http', 'ws')}/desk/socket`,
    hello: () => hello(token, Object.fromEntries([...held].map(([id, one]) => [id, seen(one)]))),
    changed: (changed) => (state = changed),
    heard: (frame) => {
      turn = turn.then(() => hear(frame))
    },
  })
  const out = outbox((envelope) => line.send(writeSaid(envelope)))

  return {
    token,
    frames,
    state: () => state,
    acknowledged,
    offers: () => [...ringing.values()],
    heard: (id) => [...(held.get(id)?.words.values() ?? [])].toSorted((a, b) => a.seq - b.seq),
    unsent: () => out.waiting(),
    send: (frame) => void line.send(JSON.stringify(frame)),
    leave: () => line.close(),
    accept,
    async say(conversation, text) {
      const one = conversationOf(conversation)
      const id = uuidv7(new Date())
      const sealed = await sealMessage(one.voice, { kind: kinds.text, body: text, id })
      one.voice = sealed.voice
      out.put(id, sealed.envelope, conversation)
      return id
    },
    async end(conversation) {
      const body = { ending: 'goodbye' } as const
      await call(origin, desk.endConversation, { token, params: { id: conversation }, body })
    },
    async close(conversation) {
      const { ck, sk, view } = conversationOf(conversation)
      const archived = async (key: 'content' | 'staff', secret: Uint8Array) => ({
        conversation,
        key,
        to: 'archive' as const,
        epoch: today.number,
        wrap: toBase64url(
          await resealConversation(secret, today.archiveKey, {
            conversation,
            session: view.session,
            line: today.line,
            epoch: today.number,
            of: key,
            to: 'archive',
          }),
        ),
      })
      const record = {
        nature: 'counselling_self',
        reason: { class: 'family', detail: 'caregiver' },
        action: 'listening',
      } as const
      await call(origin, desk.closeConversation, {
        token,
        params: { id: conversation },
        body: { record, archive: [await archived('content', ck), await archived('staff', sk)] },
      })
    },
  }

  async function accept(offer: desk.OfferView): Promise<string> {
    const { conversation } = offer
    // The conversation's own epoch, and not today's: it is the one whose keys its visitor has checked.
    const epoch = epochNumbered(offer.epoch)
    const epochKeys = await keysOf(epoch)
    const signing = await makeSigningPair({ extractable: false })
    const staffKey = await makeStaffKey(conversation)
    const certificate = await certifySpeaker(epochKeys.voice, {
      conversation,
      speakerKey: signing.publicKey,
      line: epoch.line,
      epoch: epoch.number,
      alias: me.alias,
      staffKeyCommit: staffKey.commit,
    })
    const staffKeyWrap = await resealConversation(staffKey.sk, epoch.intakeKey, {
      conversation,
      session: offer.session,
      line: epoch.line,
      epoch: epoch.number,
      of: 'staff',
      to: 'intake',
    })
    const accepted = await call(origin, desk.acceptOffer, {
      token,
      params: { id: offer.id },
      body: { certificate: toBase64url(certificate), staffKeyWrap: toBase64url(staffKeyWrap) },
    })
    const view = accepted.conversation
    const keys = await takeConversation(fromBase64url(view.opening), epochKeys.intake)
    const channelKey = await pubChannelKey(keys)
    const place = { conversation, session: view.session, channel: 'pub', channelKey } as const
    held.set(conversation, {
      view,
      voice: await findVoice(place, signing),
      ck: keys.ck,
      sk: staffKey.sk,
      visitorKey: keys.visitorKey,
      speakers: await speakersOf([keys.visitorKey, signing.publicKey]),
      words: new Map(),
    })
    for (const frame of early.get(conversation) ?? []) await hearMessage(frame)
    early.delete(conversation)
    return conversation
  }

  function epochNumbered(number: number) {
    const epoch = chain.epochs.find((one) => one.line === me.line.id && one.number === number)
    if (!epoch) throw new Error(`the line had no epoch ${number} when this desk was opened`)
    return epoch
  }

  async function keysOf(epoch: Epoch) {
    const mine = given.keys.find((key) => key.epoch === epoch.number && key.kind === 'intake')
    if (!mine) throw new Error('no intake key for this person')
    return openEpochKey(fromBase64url(mine.sealed), member.box, { epoch, staff: me.id })
  }

  function conversationOf(id: string): Held {
    const one = held.get(id)
    if (!one) throw new Error('this desk does not hold that conversation')
    return one
  }

  async function hear(frame: unknown) {
    if (frame instanceof Uint8Array) return hearMessage(frame)
    const read = v.parse(toDesk, frame)
    frames.push(read)
    if (read.type === 'welcome') {
      ringing.clear()
      for (const offer of read.desk.offers) ringing.set(offer.id, offer)
      out.resend()
    } else if (read.type === 'ack') {
      acknowledged.set(read.id, read.seq)
      out.stored(read.id)
    } else if (read.type === 'problem' && read.id) {
      if (read.retryAfterSeconds === undefined) out.refused(read.id)
      else out.later(read.retryAfterSeconds)
    } else if (read.type === 'event' && read.event.type === 'offer.rang')
      ringing.set(read.event.offer.id, read.event.offer)
    else if (read.type === 'event' && read.event.type === 'offer.ended')
      ringing.delete(read.event.id)
  }

  async function hearMessage(frame: Uint8Array) {
    const message = readDelivered(frame)
    if (!message) throw new Error('a delivered frame cannot be read')
    const one = held.get(message.conversation)
    if (!one) {
      // The event of the acceptance may come before the reply to it.
      early.set(message.conversation, [...(early.get(message.conversation) ?? []), frame])
      return
    }
    const { sender } = readMessageHeader(message.envelope)
    if (!one.speakers.has(hex(sender))) one.speakers = await certifiedIn(message.conversation, one)
    const { speakers } = one
    const { plaintext } = await openMessage(message.envelope, { ...one.voice, speakers })
    one.words.set(message.seq, { seq: message.seq, by: message.by, text: fromUtf8(plaintext) })
  }

  async function certifiedIn(conversation: string, one: Held): Promise<Speakers> {
    const params = { id: conversation }
    const { certificates } = await call(origin, desk.conversationKeys, { token, params })
    const certified = await Promise.all(
      certificates.map(fromBase64url).map((body) => {
        const epoch = epochNumbered(certificateEpoch(body).number)
        return readCertificate(body, epoch, conversation)
      }),
    )
    return speakersOf([one.visitorKey, ...certified.map((each) => each.speakerKey)])
  }

  function seen(one: Held): number {
    const have = new Set(one.words.keys())
    let upTo = 0
    while (have.has(upTo + 1)) upTo++
    return upTo
  }
}
