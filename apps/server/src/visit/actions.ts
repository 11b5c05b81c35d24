import { randomBytes } from 'node:crypto'
import type { arrive as arriveContract } from '@veilleuse/contract/visit'
import { conversationId } from '@veilleuse/contract/shapes'
import type { VisitView } from '@veilleuse/contract/visit'
import { abandon, end } from '@veilleuse/domain/conversation'
import type { ConversationId } from '@veilleuse/domain/ids'
import { Refusal } from '@veilleuse/sealing/refusal'
import { verifyOpening } from '@veilleuse/sealing/verify'
import * as v from 'valibot'
import { earlierThan, fromRow, lockConversation, saveConversation } from '../conversation/store.ts'
import type { ConversationRow } from '../conversation/store.ts'
import { mayBeSealedTo } from '../keys/store.ts'
import { dayOf, helplineOf, lineBySlug } from '../line/store.ts'
import type { Tx } from '../platform/database.ts'
import type { House } from '../platform/house.ts'
import { hashToken } from '../platform/ids.ts'
import { announce, change } from '../platform/outbox.ts'
import { Problem, refuse } from '../platform/problem.ts'
import type { VisitorSession } from '../platform/session.ts'
import { ringLine, stopRinging } from '../queue/actions.ts'
import { lineRead } from '../queue/reading.ts'
import { grantFor, ownConversation, viewOf, whyNotLetIn } from './access.ts'
import {
  addConversation,
  addSurvey,
  askTime,
  erase,
  markSurveyed,
  saveEarlierKey,
} from './store.ts'

type Inside = Pick<House, 'db' | 'clock'>
type Arrival = v.InferOutput<(typeof arriveContract)['body']>

/** Takes a place in the queue. The same opening with the same secret takes the same place again. */
export async function arrive(house: Inside, arrival: Arrival): Promise<VisitView> {
  const opening = Buffer.from(arrival.opening, 'base64url')
  const header = await verifyOpening(opening).catch((error: unknown) => {
    throw error instanceof Refusal ? new Problem('malformed') : error
  })
  const id = v.parse(conversationId, header.conversation)
  const line = await lineBySlug(house.db, arrival.line)
  const reading = line && (await lineRead(house, line.id))
  if (!reading) throw new Problem('not_found')

  const taken = await change(house.db, async (tx) => {
    const before = await lockConversation(tx, id)
    if (before) return sameAgain(before, { opening, secret: arrival.secret })

    const now = house.clock.now()
    const helpline = await helplineOf(tx)
    const instance = helpline?.instance.toString('base64url')
    if (header.line !== line.id || header.instance !== instance) throw new Problem('malformed')
    if (!(await mayBeSealedTo(tx, { line: line.id, number: header.epoch, now })))
      throw new Problem('stale_key')
    refuse(await whyNotLetIn(tx, { ...reading.at, line, now }, arrival.urgency))
    const previous = await comingBack(tx, arrival, {
      session: header.session,
      epoch: header.epoch,
      now,
    })

    const added = await addConversation(tx, {
      id,
      line_id: line.id,
      language: arrival.language,
      session: header.session,
      previous_id: previous ?? null,
      same_counsellor: previous !== undefined && arrival.sameCounsellor === true,
      state: 'waiting',
      arrived_at: now,
      accepted_at: null,
      ended_at: null,
      closed_at: null,
      ending: null,
      ended_by: null,
      counsellor_id: null,
      epoch: header.epoch,
      opening,
      visitor_key: Buffer.from(header.visitorKey),
      visitor_hash: hashToken(arrival.secret),
      rules_version: arrival.rulesVersion,
      urgency: arrival.urgency ?? 'usual',
      source: arrival.source ?? null,
      visitor_seen_at: now,
      time_asked_at: null,
      erased_at: null,
    })
    if (!added)
      return sameAgain(await lockConversation(tx, id), { opening, secret: arrival.secret })
    announce(tx, {
      type: 'conversation.arrived',
      conversation: id,
      line: line.id,
      staff: undefined,
    })
    return id
  })
  await ringLine(house, line.id)
  return viewOf(house, taken)
}

// There is no row when a new conversation came with the secret of another one's page.
function sameAgain(
  row: ConversationRow | undefined,
  sent: { opening: Buffer; secret: string },
): ConversationId {
  const same = row?.visitor_hash.equals(hashToken(sent.secret)) && row.opening.equals(sent.opening)
  if (!row || !same) throw new Problem('malformed')
  return row.id
}

/** The conversation this one follows, for who came back by phrase. */
async function comingBack(
  tx: Tx,
  arrival: Arrival,
  header: { session: number; epoch: number; now: Date },
): Promise<ConversationId | undefined> {
  if (arrival.grant === undefined) {
    if (header.session !== 1) throw new Problem('malformed')
    return undefined
  }
  const previous = await lockConversation(tx, await grantFor(tx, arrival.grant, header.now))
  if (!previous || header.session !== previous.session + 1) throw new Problem('malformed')
  const chain = [...(await earlierThan(tx, previous.id)), previous.id]
  for (const key of arrival.earlier ?? []) {
    // Only keys to the visitor's own past: anything else would be planted in somebody's file.
    if (!chain.includes(key.conversation)) throw new Problem('malformed')
    const wrap = Buffer.from(key.wrap, 'base64url')
    await saveEarlierKey(tx, { conversation: key.conversation, epoch: header.epoch, wrap })
  }
  return previous.id
}

/** Leaves the queue, or ends the conversation. Leaving twice is leaving once. */
export async function leave(house: Inside, session: VisitorSession): Promise<VisitView> {
  const line = await change(house.db, async (tx) => {
    const row = await ownConversation(tx, session)
    await endFor(tx, row, house.clock.now())
    return row.line_id
  })
  await ringLine(house, line)
  return viewOf(house, session.conversation)
}

async function endFor(tx: Tx, row: ConversationRow, now: Date): Promise<void> {
  const facts = { ended_by: 'visitor', ended_at: now } as const
  const about = { conversation: row.id, line: row.line_id, staff: row.counsellor_id ?? undefined }
  if (row.state === 'waiting') {
    await saveConversation(tx, abandon(fromRow(row)), { ...facts, closed_at: now })
    await stopRinging(tx, { conversation: row.id }, { now })
    announce(tx, { type: 'conversation.closed', ...about })
  } else if (row.state === 'open') {
    await saveConversation(tx, end(fromRow(row), 'left'), facts)
    announce(tx, { type: 'conversation.ended', ...about })
  }
}

export async function answerSurvey(
  house: Inside,
  session: VisitorSession,
  answers: {
    heard?: number | undefined
    badNow?: number | undefined
    again?: 'yes' | 'maybe' | 'no' | undefined
  },
): Promise<void> {
  await change(house.db, async (tx) => {
    const row = await ownConversation(tx, session)
    if (row.surveyed) throw new Problem('already_there')
    await markSurveyed(tx, row.id)
    await addSurvey(tx, {
      line_id: row.line_id,
      day: await dayOf(tx, row.line_id, house.clock.now()),
      heard: answers.heard ?? null,
      bad_now: answers.badNow ?? null,
      again: answers.again ?? null,
    })
  })
}

/** Erases this conversation and the earlier ones it continues, at once. */
export async function forget(house: Inside, session: VisitorSession): Promise<void> {
  const line = await change(house.db, async (tx) => {
    const now = house.clock.now()
    const row = await ownConversation(tx, session)
    await endFor(tx, row, now)
    const all = [row.id, ...(await earlierThan(tx, row.id))]
    await erase(tx, all, { hash: () => randomBytes(32), at: now })
    for (const conversation of all)
      announce(tx, {
        type: 'conversation.erased',
        conversation,
        line: row.line_id,
        staff: conversation === row.id ? (row.counsellor_id ?? undefined) : undefined,
      })
    return row.line_id
  })
  await ringLine(house, line)
}

/** «I need time»: the counsellor sees it. */
export async function needTime(house: Inside, session: VisitorSession): Promise<void> {
  await change(house.db, async (tx) => {
    const row = await ownConversation(tx, session)
    if (row.state !== 'open') return
    await askTime(tx, row.id, house.clock.now())
    announce(tx, {
      type: 'conversation.changed',
      conversation: row.id,
      line: row.line_id,
      staff: row.counsellor_id ?? undefined,
    })
  })
}
