import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import * as deskContract from '@veilleuse/contract/desk'
import type { DeskView, OfferView } from '@veilleuse/contract/desk'
import { conversationId } from '@veilleuse/contract/shapes'
import * as visitContract from '@veilleuse/contract/visit'
import type { VisitView } from '@veilleuse/contract/visit'
import type { SeatLimit, SeatState } from '@veilleuse/domain/conversation'
import type { Hours } from '@veilleuse/domain/hours'
import type { ConversationId, LineId, StaffId } from '@veilleuse/domain/ids'
import type { Language } from '@veilleuse/domain/language'
import type { Role } from '@veilleuse/domain/staff'
import type { Urgency } from '@veilleuse/domain/triage'
import { toBase64url } from '@veilleuse/sealing/bytes'
import { makeBoxPair, makeSigningPair } from '@veilleuse/sealing/keys'
import { startConversation, type Started } from '@veilleuse/sealing/opening'
import type { Epoch } from '@veilleuse/sealing/statement'
import { type Ask, asking, granted } from '@veilleuse/testkit/ask'
import { type MovableClock, movableClock, type Span } from '@veilleuse/testkit/clock'
import { freshDatabase, type TestDatabase } from '@veilleuse/testkit/database'
import { until } from '@veilleuse/testkit/until'
import { sql } from 'kysely'
import pg from 'pg'
import * as v from 'valibot'
import { openSession, sessionOf } from './account/session.ts'
import { buildApp } from './app.ts'
import { deskOf } from './desk/access.ts'
import { furnish, setHours } from './line/actions.ts'
import { helplineOf, lineBySlug } from './line/store.ts'
import { type Config, readConfig } from './platform/config.ts'
import { type Db, openDatabase } from './platform/database.ts'
import type { House } from './platform/house.ts'
import { newLineId, newStaffId } from './platform/ids.ts'
import { locks } from './platform/locks.ts'
import { makeLimits } from './platform/limits.ts'
import { makeLog } from './platform/log.ts'
import { secretsFrom } from './platform/secrets.ts'
import { expireOffers, giveBackVanished, releaseGhosts } from './queue/actions.ts'
import { seen } from './queue/store.ts'
import { keepSilences } from './silence/actions.ts'
import { viewOf, visitorSessions } from './visit/access.ts'

/** Somebody of the team, signed in. Their browser's keys play no part here. */
export type Colleague = { readonly id: StaffId; readonly alias: string; readonly token: string }

/** A page that has begun a conversation and taken its place. */
export type Page = {
  readonly id: ConversationId
  readonly token: string
  readonly opening: string
  readonly started: Started
}

/** A line with keys of its own. */
export type LineHere = { readonly id: LineId; readonly slug: string; readonly epoch: Epoch }

/** Every answer of a door, as it went over the wire. */
export type Told = { readonly url: string; readonly status: number; readonly body: string }

type ColleagueTraits = {
  readonly role?: Role
  readonly limit?: number
  /** Without the line's keys nobody can open what visitors write. */
  readonly keys?: boolean
  readonly seat?: SeatState
  /** The lines they answer on; the first one when the story names none. */
  readonly on?: readonly LineHere[]
  readonly languages?: readonly Language[]
}

export type PageTraits = {
  /** The line they come to; the first one when the story names none. */
  readonly on?: LineHere
  readonly language?: Language
  readonly session?: number
  readonly epoch?: number
  readonly instance?: string
  readonly line?: string
  readonly secret?: string
  readonly grant?: string
  readonly urgency?: Urgency
  readonly sameCounsellor?: true
  readonly earlier?: readonly { readonly conversation: string; readonly wrap: string }[]
}

export type Evening = Awaited<ReturnType<typeof anEvening>>

/**
 * A helpline on real PostgreSQL, asked through its doors, without sockets and with nobody who keeps
 * the deadlines: a test says what happens, and when. Its line is open round the clock.
 */
export async function anEvening(t: TestContext, settings: Partial<Config> = {}) {
  const database: TestDatabase = await freshDatabase(t)
  const db: Db = openDatabase(database.pool)
  const clock: MovableClock = movableClock()
  await furnish(db)
  const line = await lineBySlug(db, 'ecoute')
  const helpline = await helplineOf(db)
  if (!line || !helpline) throw new Error('the house is empty')
  const instance = helpline.instance.toString('base64url')
  const epoch = await anEpoch(db, line.id, clock.now())

  const folder = mkdtempSync(join(tmpdir(), 'veilleuse-evening-'))
  const logs: string[] = []
  const log = makeLog({ write: (entry) => void logs.push(entry) })
  const config = {
    ...readConfig({ VEILLEUSE_DATA: folder }),
    visitorPages: folder,
    deskPages: folder,
  }
  const house: House = await buildApp({
    db,
    clock,
    config: { ...config, ...settings },
    limits: makeLimits(clock),
    log,
    secrets: secretsFrom(Buffer.alloc(32, 5)),
    doors: {
      staff: (token) => sessionOf(db, token, clock.now()),
      visitor: visitorSessions(db),
    },
  })
  t.after(async () => {
    await house.app.close()
    rmSync(folder, { recursive: true })
  })
  const told: Told[] = []
  const ask: Ask = asking({
    async inject(request) {
      const { host } = new URL(house.config.publicOrigin)
      const headers = { host, ...request.headers }
      const { statusCode, body } = await house.app.inject({ ...request, headers })
      told.push({ url: request.url, status: statusCode, body })
      return { statusCode, body }
    },
  })
  const pages: ConversationId[] = []
  const desks: StaffId[] = []

  return {
    house,
    ask,
    clock,
    db,
    database,
    told,
    line: { id: line.id, slug: line.slug, epoch },
    epoch,
    instance,
    logged: () => logs.join(''),

    /** Somebody of the team who has taken a seat, unless the story says otherwise. */
    async aColleague(traits: ColleagueTraits = {}): Promise<Colleague> {
      const { role = 'counsellor', limit = 2, keys = true, seat = 'available' } = traits
      const id = newStaffId()
      const alias = `alias ${id.slice(0, 4)}`
      const lines = (traits.on ?? [line]).map((one) => one.id)
      const { languages = ['fr', 'en'] } = traits
      await addStaff(db, { id, alias, role, lines, languages, now: clock.now() })
      if (keys) for (const one of lines) await giveKeys(db, id, one)
      const token = await db.transaction().execute((tx) => openSession(tx, id, clock.now()))
      if (seat !== 'off') {
        await granted(ask(deskContract.setSeat, { token, body: { state: seat } }))
        await db.updateTable('seat').set({ limit }).where('staff_id', '=', id).execute()
        desks.push(id)
      }
      return { id, alias, token }
    },

    /** A further line, open round the clock, with keys. */
    async aLine(slug: string): Promise<LineHere> {
      const id = newLineId()
      const { name, hours, emergency } = line
      await db
        .insertInto('line')
        .values({
          id,
          slug,
          name: JSON.stringify(name),
          hours: JSON.stringify(hours),
          emergency: JSON.stringify(emergency),
          place: 2,
        })
        .execute()
      return { id, slug, epoch: await anEpoch(db, id, clock.now()) }
    },

    /** Somebody opens the page and takes a place. */
    async aVisitor(traits: PageTraits = {}): Promise<Page> {
      const page = await anOpening(traits)
      const { reply } = served(await ask(visitContract.arrive, { body: page.body }))
      pages.push(page.id)
      return { ...page, token: reply.token }
    },
    anOpening,

    /** The page as its visitor sees it now. */
    view: ({ id }: Page): Promise<VisitView> => viewOf(house, id),
    /** The desk as its owner sees it now. */
    desk: deskNow,
    /** The one ring at this desk; undefined when it is silent. */
    ring: async (colleague: Colleague): Promise<OfferView | undefined> =>
      (await deskNow(colleague)).offers[0],

    accept,
    /** Answers the ring at this desk, which must ring. */
    async accepts(colleague: Colleague): Promise<ConversationId> {
      const [offer] = (await deskNow(colleague)).offers
      if (!offer) throw new Error('this desk does not ring')
      served(await accept(colleague, offer.id))
      return offer.conversation
    },
    decline: ({ token }: Colleague, id: string) =>
      ask(deskContract.declineOffer, { token, params: { id } }),
    sit: ({ token }: Colleague, state: SeatState) =>
      ask(deskContract.setSeat, { token, body: { state } }),
    choose: ({ token }: Colleague, limit: SeatLimit) =>
      ask(deskContract.setLimit, { token, body: { limit } }),
    judge: ({ token }: Colleague, id: string, risk: DeskView['conversations'][0]['risk']) =>
      ask(deskContract.setRisk, { token, params: { id }, body: { risk } }),
    end: ({ token }: Colleague, id: string) =>
      ask(deskContract.endConversation, { token, params: { id }, body: { ending: 'goodbye' } }),
    close: ({ token }: Colleague, id: string, archive = archivesOf(id)) =>
      ask(deskContract.closeConversation, { token, params: { id }, body: { record, archive } }),
    leave: ({ token }: Page) => ask(visitContract.leave, { token }),

    /** Time goes by with every page and desk connected, but those who fell silent at its start. */
    async pass(span: Span, silent: readonly { readonly id: string }[] = []) {
      clock.pass(span)
      const still = <Id extends string>(ids: readonly Id[]) =>
        ids.filter((id) => !silent.some((one) => one.id === id))
      await seen(db, { desks: still(desks), visitors: still(pages), at: clock.now() })
    },
    /** These pages are heard from now. */
    hear: (of: readonly Page[]) =>
      seen(db, { desks: [], visitors: of.map(({ id }) => id), at: clock.now() }),
    /** What the server that keeps the deadlines does all the time. */
    async deadlines() {
      await expireOffers(house)
      await giveBackVanished(house)
      await releaseGhosts(house)
      await keepSilences(house)
    },
    hours: (hours: Hours) => setHours(db, 'ecoute', hours),
  }

  async function anOpening(traits: PageTraits = {}) {
    const { session = 1, secret = randomBytes(32).toString('base64url') } = traits
    const at = traits.on ?? { slug: 'ecoute', epoch }
    const number = traits.epoch ?? at.epoch.number
    const names = { instance: traits.instance ?? instance, line: traits.line ?? at.epoch.line }
    const started = await startConversation(
      { ...at.epoch, number, line: names.line, validFrom: new Date(0), validTo: new Date(8.64e15) },
      { ...names, session, now: clock.now() },
    )
    const opening = toBase64url(started.opening)
    const body = {
      line: at.slug,
      language: traits.language ?? 'fr',
      opening,
      rulesVersion: 1,
      secret,
      ...asked(traits),
    }
    const id = v.parse(conversationId, started.keys.conversation)
    return { id, token: secret, opening, started, body }
  }

  function accept({ token }: Colleague, offer: string) {
    const body = { certificate: aSecret(120), staffKeyWrap: aSecret(160) }
    return ask(deskContract.acceptOffer, { token, params: { id: offer }, body })
  }

  async function deskNow(colleague: Colleague): Promise<DeskView> {
    const session = await house.doors.staff(colleague.token)
    if (!session) throw new Error('this desk is signed out')
    return db.transaction().execute((tx) => deskOf(tx, session, clock.now()))
  }
}

/** What only some pages ask for. */
function asked({ grant, urgency, sameCounsellor, earlier }: PageTraits) {
  return {
    ...(grant !== undefined && { grant }),
    ...(urgency && { urgency }),
    ...(sameCounsellor && { sameCounsellor: true }),
    ...(earlier && { earlier }),
  }
}

/** The reply of somebody who was served; throws when they were refused. */
export function served<Reply>(answer: { reply: Reply } | { problem: string | undefined }) {
  if ('reply' in answer) return answer
  throw new Error(`Refused: ${answer.problem ?? ''}`)
}

type Both<Result> = readonly [() => Promise<Result>, () => Promise<Result>]

/** Where it matters who is served first: the second begins when the first has come to wait. */
export function inTurn<Result>(
  { database }: Pick<Evening, 'database'>,
  [first, second]: Both<Result>,
): (() => Promise<Result>)[] {
  return [first, () => untilWaiting(database, 1).then(second)]
}

/**
 * Lets the first do all it does but tell of it, then the second as far as it comes, then both go on:
 * the order in which a lock that is not taken is missed.
 */
export async function beforeItIsTold<Result>(
  { database }: Pick<Evening, 'database'>,
  both: Both<Result>,
): Promise<Result[]> {
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  try {
    await holder.query('select pg_advisory_lock($1)', [locks.orderOfCommit])
    const started = inTurn({ database }, both).map((request) => request())
    // One that fails at once must not end the process before its result is looked at.
    void Promise.allSettled(started)
    await untilWaiting(database, 2)
    await holder.query('select pg_advisory_unlock($1)', [locks.orderOfCommit])
    return await Promise.all(started)
  } finally {
    await holder.end()
  }
}

function untilWaiting({ pool }: TestDatabase, many: number): Promise<true> {
  const waits = async () => {
    const { rowCount } = await pool.query(
      `select from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return rowCount === many
  }
  return until(waits, { called: `${many} to wait` })
}

export const record = {
  nature: 'counselling_self',
  reason: { class: 'family', detail: 'caregiver' },
  action: 'listening',
} as const

/** What a browser sends at the close: both keys of the conversation, sealed to the archive. */
export function archivesOf(conversation: string): deskContract.KeyWrap[] {
  return (['content', 'staff'] as const).map((key) => ({
    conversation: v.parse(conversationId, conversation),
    key,
    to: 'archive',
    epoch: 1,
    wrap: aSecret(160),
  }))
}

/** Bytes that mean nothing to the server, as they travel. */
export function aSecret(length: number): string {
  return randomBytes(length).toString('base64url')
}

async function anEpoch(db: Db, line: LineId, now: Date): Promise<Epoch> {
  const [intake, archive, voice] = await Promise.all([
    makeBoxPair({ extractable: false }),
    makeBoxPair({ extractable: false }),
    makeSigningPair({ extractable: false }),
  ])
  const epoch = {
    line,
    number: 1,
    intakeKey: intake.publicKey,
    archiveKey: archive.publicKey,
    voiceKey: voice.publicKey,
    validFrom: now,
    validTo: new Date(now.getTime() + 7 * 86_400_000),
    rosterHash: new Uint8Array(32),
  }
  const { rows } = await sql<{ seq: number }>`
    select coalesce(max(seq) + 1, 0) as seq from directory_statement`.execute(db)
  const first = rows[0]?.seq ?? 0
  const types =
    first === 0
      ? (['root', 'authority-add', 'staff-add', 'line-epoch'] as const)
      : (['line-epoch'] as const)
  const statements = types.map((type, n) => ({
    seq: first + n,
    type,
    body: randomBytes(64),
    at: now,
  }))
  await db.insertInto('directory_statement').values(statements).execute()
  await db
    .insertInto('epoch')
    .values({
      line_id: line,
      number: epoch.number,
      statement_seq: first + types.length - 1,
      intake_public: Buffer.from(epoch.intakeKey),
      archive_public: Buffer.from(epoch.archiveKey),
      voice_public: Buffer.from(epoch.voiceKey),
      valid_from: epoch.validFrom,
      valid_to: epoch.validTo,
      rotation_due_at: null,
    })
    .execute()
  return epoch
}

async function addStaff(
  db: Db,
  person: {
    id: StaffId
    alias: string
    role: Role
    lines: readonly LineId[]
    languages: readonly Language[]
    now: Date
  },
) {
  await db
    .insertInto('staff')
    .values({
      id: person.id,
      login: `login-${person.id.slice(0, 8)}`,
      alias: person.alias,
      role: person.role,
      state: 'in_directory',
      salt: randomBytes(16),
      auth_hash: randomBytes(32),
      totp_secret: randomBytes(32),
      signature_key: randomBytes(65),
      box_key: randomBytes(65),
      vault: randomBytes(64),
      created_at: person.now,
      enrolled_at: person.now,
      removed_at: null,
      languages: [...person.languages],
    })
    .execute()
  await db
    .insertInto('staff_line')
    .values(person.lines.map((line) => ({ staff_id: person.id, line_id: line })))
    .execute()
}

async function giveKeys(db: Db, staff: StaffId, line: LineId) {
  await db
    .insertInto('epoch_key')
    .values({ line_id: line, epoch: 1, kind: 'intake', staff_id: staff, sealed: randomBytes(200) })
    .execute()
}
