import * as desk from '@veilleuse/contract/desk'
import type { Me } from '@veilleuse/contract/account'
import { directory, myEpochKeys } from '@veilleuse/contract/keys'
import { call } from '@veilleuse/client/call'
import type { ConnectionState } from '@veilleuse/client/connection'
import { deskFeed, type Picture } from '@veilleuse/client/desk-feed'
import { fromBase64url, toBase64url, uuidv7 } from '@veilleuse/sealing/bytes'
import { certificateEpoch, certifySpeaker, readCertificate } from '@veilleuse/sealing/certificate'
import { currentEpoch, type Epoch, verifyChain } from '@veilleuse/sealing/directory'
import { openEpochKey } from '@veilleuse/sealing/epoch-key'
import { makeSigningPair, type SigningPair } from '@veilleuse/sealing/keys'
import {
  findVoice,
  sawMessage,
  sealMessage,
  type Speakers,
  speakersOf,
  type Voice,
} from '@veilleuse/sealing/message'
import {
  type ConversationKeys,
  makeStaffKey,
  pubChannelKey,
  resealConversation,
  type StaffKey,
  takeConversation,
} from '@veilleuse/sealing/opening'
import { kinds } from '@veilleuse/sealing/wire'
import { again } from './again.ts'
import type { Member } from './member.ts'
import { until } from './until.ts'
import { aWitness, type Witness } from './witness.ts'
import { type Heard, type Words, words } from './words.ts'

/** A counsellor's desk without a screen: the console's own feed, and what seals and opens. */
export type TestCounsellor = Pick<Witness, 'acknowledged' | 'welcomes'> & {
  readonly token: string
  readonly picture: () => Picture
  readonly state: () => ConnectionState
  offers(): readonly desk.OfferView[]
  accept(offer: desk.OfferView): Promise<string>
  say(conversation: string, text: string): Promise<string>
  /** The words of both sides as far as they came without a gap, in order. */
  heard(conversation: string): readonly Heard[]
  unsent(): readonly string[]
  end(conversation: string): Promise<void>
  close(conversation: string): Promise<void>
  leave(): void
}

type Mouth = { readonly signing: SigningPair; readonly staffKey: StaffKey }
type Room = Mouth & {
  readonly view: desk.DeskConversation
  readonly keys: ConversationKeys
  readonly words: Words
  voice: Voice
  speakers: Speakers
  saying: Promise<void>
}

/** Opens the desk of somebody of the team, and takes a seat. */
export async function aDesk(
  origin: string,
  { member, pin, now }: { member: Member; pin: Uint8Array; now?: () => Date },
): Promise<TestCounsellor> {
  const { token, me } = member
  const at = (now ?? (() => new Date()))()
  const log = await call(origin, directory, { token })
  const chain = await verifyChain(log.statements.map(fromBase64url), pin)
  const today = currentEpoch(chain, { line: lineOf(me), now: at })
  const given = await call(origin, myEpochKeys, { token })
  await keysOf(epochNumbered(today.number))
  await call(origin, desk.setSeat, { token, body: { state: 'available' } })

  const witness = aWitness()
  const mouths = new Map<string, Mouth>()
  const rooms = new Map<string, Room>()
  let hearing = Promise.resolve()
  let looking = false
  const feed = deskFeed({
    address: `${origin.replace('http', 'ws')}/desk/socket`,
    token,
    WebSocket: witness.WebSocket,
  })
  feed.subscribe(look)

  return {
    token,
    picture: feed.picture,
    acknowledged: witness.acknowledged,
    welcomes: witness.welcomes,
    state: () => feed.picture().connection,
    offers: () => feed.picture().desk?.offers ?? [],
    heard: (id) => rooms.get(id)?.words.heard ?? [],
    unsent: () => feed.picture().unstored,
    leave: feed.close,
    accept,
    async say(conversation, text) {
      const room = roomOf(conversation)
      const id = uuidv7(new Date())
      room.saying = room.saying.then(async () => {
        const seen = room.words.seen()
        const voice = seen ? sawMessage(room.voice, seen) : room.voice
        const sealed = await sealMessage(voice, { kind: kinds.text, body: text, id })
        room.voice = sealed.voice
        feed.say(conversation, id, sealed.envelope)
      })
      await room.saying
      return id
    },
    async end(conversation) {
      const body = { ending: 'goodbye' } as const
      const params = { id: conversation }
      await again(() => call(origin, desk.endConversation, { token, params, body }))
    },
    async close(conversation) {
      const { keys, staffKey, view } = roomOf(conversation)
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
      const archive = [await archived('content', keys.ck), await archived('staff', staffKey.sk)]
      const params = { id: conversation }
      const body = { record, archive }
      await again(() => call(origin, desk.closeConversation, { token, params, body }))
    },
  }

  async function accept(offer: desk.OfferView): Promise<string> {
    const { conversation, session } = offer
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
      session,
      line: epoch.line,
      epoch: epoch.number,
      of: 'staff',
      to: 'intake',
    })
    mouths.set(conversation, { signing, staffKey })
    const params = { id: offer.id }
    const body = { certificate: toBase64url(certificate), staffKeyWrap: toBase64url(staffKeyWrap) }
    await again(() => call(origin, desk.acceptOffer, { token, params, body }))
    await until(() => rooms.has(conversation), { seconds: 40, called: 'the room of who was rung' })
    return conversation
  }

  function epochNumbered(number: number) {
    const epoch = chain.epochs.find((one) => one.line === lineOf(me) && one.number === number)
    if (!epoch) throw new Error(`the line had no epoch ${number} when this desk was opened`)
    return epoch
  }

  async function keysOf(epoch: Epoch) {
    const mine = given.keys.find((key) => key.epoch === epoch.number && key.kind === 'intake')
    if (!mine) throw new Error('no intake key for this person')
    return openEpochKey(fromBase64url(mine.sealed), member.box, { epoch, staff: me.id })
  }

  function roomOf(id: string): Room {
    const room = rooms.get(id)
    if (!room) throw new Error('this desk does not hold that conversation')
    return room
  }

  /** Once for all that the feed tells in one breath. */
  function look() {
    if (looking) return
    looking = true
    hearing = hearing.then(async () => {
      looking = false
      for (const view of feed.picture().desk?.conversations ?? []) await hear(view)
    })
  }

  async function hear(view: desk.DeskConversation) {
    const mouth = mouths.get(view.id)
    if (!mouth) return
    const room = rooms.get(view.id) ?? (await enter(view, mouth))
    rooms.set(view.id, room)
    if (await room.words.openFurther(feed.messages(view.id), room.speakers)) return
    room.speakers = await certifiedIn(room)
    await room.words.openFurther(feed.messages(view.id), room.speakers)
  }

  async function enter(view: desk.DeskConversation, mouth: Mouth): Promise<Room> {
    const { intake } = await keysOf(epochNumbered(view.epoch))
    const keys = await takeConversation(fromBase64url(view.opening), intake)
    const channelKey = await pubChannelKey(keys)
    const { id: conversation, session } = view
    const place = { conversation, session, channel: 'pub', channelKey } as const
    return {
      ...mouth,
      view,
      keys,
      words: words(place, 'helpline'),
      voice: await findVoice(place, mouth.signing),
      speakers: await speakersOf([keys.visitorKey, mouth.signing.publicKey]),
      saying: Promise.resolve(),
    }
  }

  async function certifiedIn({ view, keys }: Room): Promise<Speakers> {
    const params = { id: view.id }
    const { certificates } = await call(origin, desk.conversationKeys, { token, params })
    const certified = await Promise.all(
      certificates.map(fromBase64url).map((body) => {
        const epoch = epochNumbered(certificateEpoch(body).number)
        return readCertificate(body, epoch, view.id)
      }),
    )
    return speakersOf([keys.visitorKey, ...certified.map((each) => each.speakerKey)])
  }
}

/** The one line the story has. */
function lineOf({ lines: [first] }: Me): string {
  if (!first) throw new Error('this person answers on no line')
  return first.id
}
