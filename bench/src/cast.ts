import { randomBytes } from 'node:crypto'
import { conversationId, lineId } from '@veilleuse/contract/shapes'
import type { ConversationId, LineId, StaffId } from '@veilleuse/domain/ids'
import { toBase64url } from '@veilleuse/sealing/bytes'
import { certifySpeaker } from '@veilleuse/sealing/certificate'
import { makeBoxPair, makeSigningPair, type SigningPair } from '@veilleuse/sealing/keys'
import { findVoice, speakersOf, type Speakers, type Voice } from '@veilleuse/sealing/message'
import { pubChannelKey, startConversation } from '@veilleuse/sealing/opening'
import type { Epoch } from '@veilleuse/sealing/statement'
import { furnish } from '@veilleuse/server/line/actions'
import { helplineOf, lineBySlug } from '@veilleuse/server/line/store'
import { type Db, openDatabase, openPool, type Reach } from '@veilleuse/server/platform/database'
import { hashToken, newStaffId, newToken } from '@veilleuse/server/platform/ids'
import { migrate } from '@veilleuse/server/platform/migrate'
import * as v from 'valibot'

/** How many there are of everybody. */
export type Shape = {
  readonly counsellors: number
  /** Open conversations of each counsellor. */
  readonly each: number
  readonly supervisors: number
  readonly waiting: number
  /** How many stand ready to come. */
  readonly coming?: number
}

/** One end of a conversation: who writes, and whom to believe. */
export type End = { readonly token: string; readonly voice: Voice; readonly speakers: Speakers }

export type Pair = {
  readonly id: ConversationId
  readonly visitor: End
  /** The counsellor's end; its token is the desk's. */
  readonly counsellor: End
}

/** Who only waits. */
export type Waiter = { readonly id: ConversationId; readonly token: string }

/** Who has yet to come: what their page would ask with. The secret becomes its token. */
export type Comer = Waiter & { readonly opening: string }

/** Everybody, with what their browsers know. */
export type Cast = {
  readonly desks: readonly string[]
  readonly pairs: readonly Pair[]
  readonly waiting: readonly Waiter[]
  readonly coming: readonly Comer[]
}

type Place = {
  readonly instance: string
  readonly epoch: Epoch
  readonly voice: SigningPair
  readonly now: Date
}
type Person = { readonly id: StaffId; readonly token: string; readonly seat: boolean }

const usualLimit = 3

/**
 * Writes an evening into an empty database, before the server starts. By the front door so many at
 * once would be asked for a puzzle each, and a hundred and seventy would have to enrol. Openings,
 * keys and certificates of the conversations are what browsers make; those who only wait share one
 * opening, which nobody opens.
 */
export async function seedCast(reach: Reach, shape: Shape): Promise<Cast> {
  await migrate(reach)
  const db = openDatabase(openPool(reach, 4))
  try {
    await furnish(db)
    const place = await aPlace(db)
    const desks = Array.from({ length: shape.counsellors + shape.supervisors }, (_, n) => ({
      id: newStaffId(),
      token: newToken(),
      seat: n < shape.counsellors,
    }))
    const limit = Math.max(1, Math.min(shape.each, usualLimit))
    await inGroups(desks, (some) => sitDown(db, place, { people: some, limit }))
    const pairs: Pair[] = []
    const seats = desks.filter((desk) => desk.seat)
    const wanted = seats.flatMap((desk) => Array.from({ length: shape.each }, () => desk))
    await inGroups(wanted, async (some) => {
      pairs.push(...(await Promise.all(some.map((desk) => openTalk(db, place, desk)))))
    })
    const waiting = Array.from({ length: shape.waiting }, () => ({
      id: v.parse(conversationId, crypto.randomUUID()),
      token: newToken(),
    }))
    await inGroups(waiting, (some) => wait(db, place, some))
    const ready = Array.from({ length: shape.coming ?? 0 }, () => aComer(place))
    const coming = await Promise.all(ready)
    return { desks: desks.map(({ token }) => token), pairs, waiting, coming }
  } finally {
    await db.destroy()
  }
}

async function inGroups<T>(all: readonly T[], run: (some: T[]) => Promise<unknown>) {
  for (let at = 0; at < all.length; at += 100) await run(all.slice(at, at + 100))
}

async function aPlace(db: Db): Promise<Place> {
  const line = await lineBySlug(db, 'ecoute')
  const helpline = await helplineOf(db)
  if (!line || !helpline) throw new Error('the house is empty')
  const now = new Date()
  const [intake, archive, voice] = await Promise.all([
    makeBoxPair({ extractable: false }),
    makeBoxPair({ extractable: false }),
    makeSigningPair({ extractable: false }),
  ])
  const epoch = {
    line: line.id,
    number: 1,
    intakeKey: intake.publicKey,
    archiveKey: archive.publicKey,
    voiceKey: voice.publicKey,
    validFrom: now,
    validTo: new Date(now.getTime() + 7 * 86_400_000),
    rosterHash: new Uint8Array(32),
  }
  const statement = { seq: 0, type: 'line-epoch', body: randomBytes(64), at: now } as const
  await db.insertInto('directory_statement').values(statement).execute()
  await db
    .insertInto('epoch')
    .values({
      line_id: line.id,
      number: epoch.number,
      statement_seq: 0,
      intake_public: Buffer.from(epoch.intakeKey),
      archive_public: Buffer.from(epoch.archiveKey),
      voice_public: Buffer.from(epoch.voiceKey),
      valid_from: epoch.validFrom,
      valid_to: epoch.validTo,
      rotation_due_at: null,
    })
    .execute()
  return { instance: toBase64url(helpline.instance), epoch, voice, now }
}

async function sitDown(
  db: Db,
  { epoch, now }: Place,
  { people, limit }: { people: readonly Person[]; limit: number },
) {
  const line = lineOf(epoch)
  await db
    .insertInto('staff')
    .values(
      people.map(({ id, seat }) => ({
        id,
        login: `login-${id.slice(0, 13)}`,
        alias: `alias ${id.slice(0, 4)}`,
        role: seat ? 'counsellor' : 'supervisor',
        state: 'in_directory',
        salt: randomBytes(16),
        auth_hash: randomBytes(32),
        totp_secret: randomBytes(32),
        signature_key: randomBytes(65),
        box_key: randomBytes(65),
        vault: randomBytes(64),
        created_at: now,
        enrolled_at: now,
        removed_at: null,
      })),
    )
    .execute()
  await db
    .insertInto('staff_line')
    .values(people.map(({ id }) => ({ staff_id: id, line_id: line })))
    .execute()
  const key = { line_id: line, epoch: epoch.number, kind: 'intake' as const }
  await db
    .insertInto('epoch_key')
    .values(people.map(({ id }) => ({ ...key, staff_id: id, sealed: randomBytes(64) })))
    .execute()
  await db
    .insertInto('session')
    .values(
      people.map(({ id, token }) => ({
        id_hash: hashToken(token),
        staff_id: id,
        created_at: now,
        last_seen_at: now,
        expires_at: new Date(now.getTime() + 86_400_000),
        revoked_at: null,
      })),
    )
    .execute()
  const seats = people.map(({ id, seat }) => ({
    staff_id: id,
    state: seat ? ('available' as const) : ('off' as const),
    limit,
    changed_at: now,
    seen_at: now,
  }))
  await db.insertInto('seat').values(seats).execute()
}

async function aComer({ instance, epoch, now }: Place): Promise<Comer> {
  const started = await startConversation(epoch, { instance, line: epoch.line, session: 1, now })
  return {
    id: v.parse(conversationId, started.keys.conversation),
    token: newToken(),
    opening: toBase64url(started.opening),
  }
}

async function openTalk(db: Db, place: Place, desk: Person): Promise<Pair> {
  const { instance, epoch, now } = place
  const started = await startConversation(epoch, { instance, line: epoch.line, session: 1, now })
  const id = v.parse(conversationId, started.keys.conversation)
  const token = newToken()
  await db
    .insertInto('conversation')
    .values({
      ...arrived(place, { id, token }),
      state: 'open',
      accepted_at: now,
      counsellor_id: desk.id,
      opening: Buffer.from(started.opening),
      visitor_key: Buffer.from(started.keys.visitorKey),
    })
    .execute()
  const signing = await makeSigningPair({ extractable: false })
  const certificate = await certifySpeaker(place.voice, {
    conversation: id,
    speakerKey: signing.publicKey,
    line: epoch.line,
    epoch: epoch.number,
    alias: 'Mina',
    staffKeyCommit: new Uint8Array(32),
  })
  await db
    .insertInto('certificate')
    .values({ conversation_id: id, number: 1, body: Buffer.from(certificate) })
    .execute()
  const channelKey = await pubChannelKey(started.keys)
  const where = { conversation: id, session: 1, channel: 'pub', channelKey } as const
  const speakers = await speakersOf([started.keys.visitorKey, signing.publicKey])
  return {
    id,
    visitor: { token, voice: await findVoice(where, started.signing), speakers },
    counsellor: { token: desk.token, voice: await findVoice(where, signing), speakers },
  }
}

async function wait(db: Db, place: Place, waiters: readonly Waiter[]) {
  const { instance, epoch, now } = place
  const started = await startConversation(epoch, { instance, line: epoch.line, session: 1, now })
  await db
    .insertInto('conversation')
    .values(
      waiters.map((waiter) => ({
        ...arrived(place, waiter),
        state: 'waiting' as const,
        accepted_at: null,
        counsellor_id: null,
        opening: Buffer.from(started.opening),
        visitor_key: Buffer.from(started.keys.visitorKey),
      })),
    )
    .execute()
}

function arrived({ epoch, now }: Place, { id, token }: Waiter) {
  return {
    id,
    line_id: lineOf(epoch),
    language: 'fr' as const,
    session: 1,
    previous_id: null,
    arrived_at: now,
    ended_at: null,
    closed_at: null,
    ending: null,
    ended_by: null,
    epoch: epoch.number,
    visitor_hash: hashToken(token),
    rules_version: 1,
    visitor_seen_at: now,
    time_asked_at: null,
    erased_at: null,
  }
}

function lineOf({ line }: Epoch): LineId {
  return v.parse(lineId, line)
}
