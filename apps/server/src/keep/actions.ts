import { createHash, randomBytes } from 'node:crypto'
import type { recall as recallContract, reopen as reopenContract } from '@veilleuse/contract/visit'
import type { ConversationId } from '@veilleuse/domain/ids'
import { Refusal } from '@veilleuse/sealing/refusal'
import { verifyReturn } from '@veilleuse/sealing/verify'
import { decoyKeep, keepBytes, readKeep } from '@veilleuse/sealing/wire'
import type { InferInput, InferOutput } from 'valibot'
import {
  certificatesOf,
  conversationRow,
  earlierThan,
  lockConversation,
  messagesAfter,
} from '../conversation/store.ts'
import type { ConversationRow } from '../conversation/store.ts'
import { lineById, statementsFor } from '../line/store.ts'
import type { House } from '../platform/house.ts'
import { hashToken, newToken } from '../platform/ids.ts'
import { announce, change } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import type { VisitorSession } from '../platform/session.ts'
import { ownConversation, viewOf } from '../visit/access.ts'
import { messageForVisitor } from '../visit/present.ts'
import {
  addChallenge,
  addGrant,
  isKept,
  keepByLookup,
  moveSession,
  saveKeep,
  takeChallenge,
} from './store.ts'

type Inside = Pick<House, 'db' | 'clock' | 'secrets'>

const challengeLasts = { seconds: 60 }
const grantLasts = { minutes: 15 }

/** Keeps the conversation for eight words. What was kept of it before dies. */
export async function keepFor(
  house: Inside,
  session: VisitorSession,
  kept: { lookup: string; blob: string },
): Promise<void> {
  const blob = Buffer.from(kept.blob, 'base64url')
  try {
    readKeep(blob)
  } catch (error) {
    throw error instanceof Refusal ? new Problem('malformed') : error
  }
  await change(house.db, async (tx) => {
    const row = await ownConversation(tx, session)
    const saved = await saveKeep(tx, {
      lookup: atRest(house, kept.lookup),
      conversation: row.id,
      chain: await earlierThan(tx, row.id),
      blob,
      at: house.clock.now(),
    })
    if (!saved) throw new Problem('already_there')
  })
}

/**
 * Answers a lookup. One that nobody knows gets a blob nobody can open, always the same for the same
 * lookup, so that the answer does not tell whether such words exist.
 */
export async function recall(
  house: Inside,
  lookup: string,
): Promise<InferInput<(typeof recallContract)['reply']>> {
  const found = await keepByLookup(house.db, atRest(house, lookup))
  const decoy = decoyKeep(noise(house, lookup))
  const nonce = randomBytes(32)
  const until = new Date(house.clock.now().getTime() + challengeLasts.seconds * 1000)
  await addChallenge(house.db, nonce, until)
  return {
    blob: (found?.blob ?? Buffer.from(decoy)).toString('base64url'),
    nonce: nonce.toString('base64url'),
  }
}

/**
 * Opens the conversation for whoever holds the visitor's key. Not kept, not ended by these words,
 * a wrong signature and a used challenge are all `not_found`.
 */
export async function reopen(
  house: Inside,
  proof: InferOutput<(typeof reopenContract)['body']>,
  origin: string,
): Promise<InferInput<(typeof reopenContract)['reply']>> {
  const nonce = Buffer.from(proof.nonce, 'base64url')
  const grant = newToken()
  const fresh = newToken()
  const now = house.clock.now()
  // By itself, because a wrong answer undoes what follows, and must use the challenge up all the same.
  if (!(await takeChallenge(house.db, nonce, now))) throw new Problem('not_found')
  const { row, live } = await change(house.db, async (tx) => {
    const found = await lockConversation(tx, proof.conversation)
    if (!found?.visitor_key || found.erased_at || !(await isKept(tx, found.id)))
      throw new Problem('not_found')
    const signature = Buffer.from(proof.signature, 'base64url')
    if (!(await verifyReturn(found.visitor_key, { origin, nonce }, signature)))
      throw new Problem('not_found')
    const until = new Date(now.getTime() + grantLasts.minutes * 60_000)
    await addGrant(tx, { hash: hashToken(grant), conversation: found.id, until })
    const running = found.state === 'waiting' || found.state === 'open'
    if (running) {
      await moveSession(tx, found.id, hashToken(fresh))
      announce(tx, { type: 'visit.moved', conversation: found.id })
    }
    return { row: found, live: running }
  })

  const line = await lineById(house.db, row.line_id)
  if (!line) throw new Problem('not_found')
  const sessions = []
  for (const id of [...(await earlierThan(house.db, row.id)), row.id])
    sessions.push(await sessionFor(house, id))
  return {
    grant,
    line: line.slug,
    sessions: sessions.filter((session) => session !== undefined),
    ...(live && { live: { token: fresh, view: await viewOf(house, row.id) } }),
  }
}

async function sessionFor(house: Inside, id: ConversationId) {
  const row = await conversationRow(house.db, id)
  if (!row || row.erased_at) return undefined
  return {
    conversation: row.id,
    session: row.session,
    opening: row.opening.toString('base64url'),
    statements: await statements(house, row),
    certificates: (await certificatesOf(house.db, id)).map((body) => body.toString('base64url')),
    messages: (await messagesAfter(house.db, { id, seq: 0, limit: 10_000 })).map(messageForVisitor),
    startedAt: row.arrived_at.toISOString(),
  }
}

async function statements(house: Inside, row: ConversationRow): Promise<string[]> {
  const found = await statementsFor(house.db, { line: row.line_id, epochs: [row.epoch] })
  return found.map((body) => body.toString('base64url'))
}

function atRest({ secrets }: Inside, lookup: string): Buffer {
  return secrets.hash('keep', createHash('sha256').update(lookup, 'base64url').digest())
}

function noise({ secrets }: Inside, lookup: string): Buffer {
  const blocks = Array.from({ length: keepBytes / 32 }, (_, i) =>
    secrets.hash('decoy', `${i} ${lookup}`),
  )
  return Buffer.concat(blocks)
}
