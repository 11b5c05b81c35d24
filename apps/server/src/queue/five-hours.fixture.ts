import { conversationId } from '@veilleuse/contract/shapes'
import type { ConversationId, StaffId } from '@veilleuse/domain/ids'
import { type Chance, chance } from '@veilleuse/testkit/chance'
import { randomBytes, randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import * as v from 'valibot'
import {
  acceptOffer,
  closeConversation,
  declineOffer,
  endConversation,
  setSeat,
} from '../desk/actions.ts'
import { anEvening, archivesOf, aSecret, record } from '../evening.fixture.ts'
import { announce, change } from '../platform/outbox.ts'
import type { StaffSession } from '../platform/session.ts'
import { addConversation } from '../visit/store.ts'
import { leave } from '../visit/actions.ts'
import { expireOffers, giveBackVanished, releaseGhosts, ringLine } from './actions.ts'
import { seen } from './store.ts'
import { anyOf, type Server, twoServers } from './two-servers.fixture.ts'

/** Somebody whose socket is on a server, or on none until then. */
type Guest = { on: Server | undefined; backAt: number }

type Deed = () => Promise<unknown>

export type Hours = Awaited<ReturnType<typeof fiveHours>>

/** Less than a ring lasts, so that it can be answered at the next one. */
export const step = { seconds: 25 }

/**
 * A line in full swing on two servers, step by step: people come and go, desks and pages lose their
 * sockets, counsellors vanish while it rings, servers are killed. What happens at once happens at
 * once. Nobody remembers anything but the database; who is connected where is all that is known here.
 */
export async function fiveHours(t: TestContext, seed: number) {
  const evening = await anEvening(t)
  const { clock, database, line } = evening
  const { pool } = database
  const dice: Chance = chance(seed, 'five hours')
  const servers = twoServers(t, evening)
  const { body } = await evening.anOpening()
  const opening = Buffer.from(body.opening, 'base64url')
  const team = new Map<StaffId, StaffSession>()
  const desks = new Map<StaffId, Guest>()
  const pages = new Map<ConversationId, Guest>()
  const count = { arrived: 0, kills: 0, cut: 0, vanished: 0, refused: 0, broken: 0 }
  for (let n = 0; n < 8; n++) {
    const languages = n < 1 ? (['fr', 'en'] as const) : (['fr'] as const)
    const colleague = await evening.aColleague({ limit: 1 + (n % 3), languages })
    const session = await evening.house.doors.staff(colleague.token)
    if (!session) throw new Error('nobody is signed in')
    team.set(session.staff, session)
    desks.set(session.staff, { on: servers[n % 2], backAt: 0 })
  }
  let now = 0
  return { evening, count, happens, now: () => now }

  async function happens() {
    now += 1
    clock.pass(step)
    for (const server of servers) if (!server.isUp() && dice.happens(0.3)) server.start()
    if (servers.every((server) => !server.isUp())) servers[0].start()
    reconnect(desks)
    reconnect(pages)
    await beats()
    const deeds = [...(await comings()), ...(await answers()), ...(await endings())]
    const kill = dice.happens(0.04)
      ? anyOf(
          dice,
          servers.filter((one) => one.isUp()),
        )
      : undefined
    // Whatever is under way at that server is cut off in the middle.
    await Promise.all([...deeds.map(tried), ...(kill ? [killed(kill)] : [])])
    cutSockets()
    // With both dead nothing can be kept: what is tried is what one that is alive makes of it.
    if (servers.every((server) => !server.isUp())) servers[1].start()
    await deadlines()
  }

  async function killed(server: Server) {
    await new Promise((done) => setTimeout(done, dice.between(0, 8)))
    count.kills += 1
    await server.kill()
    for (const guest of [...desks.values(), ...pages.values()])
      if (guest.on === server) lost(guest, 2)
  }

  function reconnect(guests: Map<string, Guest>) {
    for (const guest of guests.values())
      if (!guest.on && guest.backAt <= now) guest.on = anyServer()
  }

  function anyServer(): Server {
    const up = servers.filter((server) => server.isUp())
    return anyOf(dice, up) ?? servers[0]
  }

  function lost(guest: Guest, steps: number) {
    guest.on = undefined
    guest.backAt = now + Math.ceil(dice.between(0, steps))
  }

  function cutSockets() {
    for (const guest of [...desks.values(), ...pages.values()])
      if (guest.on && dice.happens(0.01)) {
        lost(guest, 3)
        count.cut += 1
      }
    // Somebody closes the page without a word, and does not come back.
    for (const guest of pages.values()) if (guest.on && dice.happens(0.002)) lost(guest, 1e9)
  }

  /** Each server writes down who is connected to it. */
  async function beats() {
    for (const server of servers) {
      if (!server.isUp()) continue
      const here = <Id extends string>(guests: Map<Id, Guest>) =>
        [...guests].flatMap(([id, { on }]) => (on === server ? [id] : []))
      await seen(server.house().db, { desks: here(desks), visitors: here(pages), at: clock.now() })
    }
  }

  async function comings() {
    const deeds: Deed[] = []
    // A hundred and forty an hour, about what the team can serve.
    for (let more = 0.65; dice.happens(more); more = 0.33) deeds.push(comes())
    for (const [id, guest] of pages)
      if (guest.on && dice.happens(0.004)) {
        const { on } = guest
        deeds.push(() => leave(whole(on), { conversation: id }))
      }
    return deeds
  }

  /** A full house, with the connections of this server. */
  function whole(server: Server) {
    return { ...evening.house, ...server.house() }
  }

  function comes() {
    const id = v.parse(conversationId, randomUUID())
    const server = anyServer()
    const language = dice.happens(0.15) ? 'en' : 'fr'
    const pressing = dice.next()
    const others = pressing < 0.1 ? 'high' : 'usual'
    const urgency = pressing < 0.02 ? 'danger' : others
    return async () => {
      await change(server.house().db, async (tx) => {
        const at = clock.now()
        await addConversation(tx, {
          id,
          line_id: line.id,
          language,
          urgency,
          session: 1,
          previous_id: null,
          state: 'waiting',
          arrived_at: at,
          accepted_at: null,
          ended_at: null,
          closed_at: null,
          ending: null,
          ended_by: null,
          counsellor_id: null,
          epoch: 1,
          opening,
          visitor_key: randomBytes(65),
          visitor_hash: randomBytes(32),
          rules_version: 1,
          visitor_seen_at: at,
          source: null,
          time_asked_at: null,
          erased_at: null,
        })
        const about = { conversation: id, line: line.id, staff: undefined }
        announce(tx, { type: 'conversation.arrived', ...about })
      })
      count.arrived += 1
      pages.set(id, { on: server.isUp() ? server : undefined, backAt: now + 1 })
      await ringLine(server.house(), line.id)
    }
  }

  async function answers() {
    const open = await evening.db
      .selectFrom('offer')
      .select(['id', 'staff_id'])
      .where('ended_at', 'is', null)
      .orderBy('rang_at')
      .orderBy('id')
      .execute()
    return open.flatMap(({ id, staff_id: staff }): Deed[] => {
      const [session, desk] = [team.get(staff), desks.get(staff)]
      const server = desk?.on
      if (!session || !desk || !server) return []
      const fate = dice.next()
      if (fate < 0.04) {
        // In the middle of the ring.
        lost(desk, 12)
        count.vanished += 1
        return []
      }
      if (fate < 0.09) return [() => declineOffer(server.house(), session, id)]
      if (fate > 0.9) return []
      const keys = { certificate: aSecret(120), staffKeyWrap: aSecret(160) }
      const accepts = () => acceptOffer(server.house(), session, { offer: id, ...keys })
      // Some press twice.
      return dice.happens(0.1) ? [accepts, accepts] : [accepts]
    })
  }

  async function endings() {
    const held = await evening.db
      .selectFrom('conversation')
      .select(['id', 'state', 'counsellor_id'])
      .where('state', 'in', ['open', 'wrapping_up'])
      .orderBy('id')
      .execute()
    const talks = held.flatMap(({ id, state, counsellor_id: staff }): Deed[] => {
      const [session, server] = [staff && team.get(staff), staff && desks.get(staff)?.on]
      if (!session || !server) return []
      if (state === 'open')
        return dice.happens(0.07)
          ? [() => endConversation(server.house(), session, { id, ending: 'goodbye' as const })]
          : []
      const closing = { id, record, archive: archivesOf(id) }
      return dice.happens(0.5) ? [() => closeConversation(server.house(), session, closing)] : []
    })
    const { rows: away } = await pool.query<{ staff_id: StaffId }>(
      `select staff_id from seat where state in ('away', 'off') order by staff_id`,
    )
    const back = away.flatMap(({ staff_id: staff }): Deed[] => {
      const [session, server] = [team.get(staff), desks.get(staff)?.on]
      if (!session || !server || !dice.happens(0.3)) return []
      return [() => setSeat(server.house(), session, 'available')]
    })
    return [...talks, ...back]
  }

  /** Of two servers one keeps the deadlines; here both do, at once, as in the moment one takes over. */
  async function deadlines() {
    const up = servers.filter((server) => server.isUp())
    for (const run of [expireOffers, giveBackVanished, releaseGhosts])
      await Promise.all(up.map((server) => run(server.house())))
    await Promise.all(up.map((server) => ringLine(server.house(), line.id)))
    const { rows } = await pool.query<{ id: ConversationId }>(
      `select id from conversation where state = 'closed'`,
    )
    for (const { id } of rows) pages.delete(id)
  }

  /** A refusal is an answer; that the server died is none. Anything else is a fault. */
  async function tried(deed: Deed) {
    try {
      await deed()
    } catch (error) {
      if (isRefusal(error)) count.refused += 1
      else if (isDeath(error)) count.broken += 1
      else throw error
    }
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'Problem'
}

function isDeath(error: unknown): boolean {
  return (
    error instanceof Error &&
    /terminat|ECONNRESET|EPIPE|Connection|destroyed|dead|ended|Cannot use a pool|not queryable/i.test(
      error.message,
    )
  )
}
