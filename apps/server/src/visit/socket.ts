import { maxFrameBytes, readSaid } from '@veilleuse/contract/frame'
import { protocol } from '@veilleuse/contract/socket'
import { conversationId, messageId } from '@veilleuse/contract/shapes'
import { fromVisitor, type FromVisitor, type ToVisitor } from '@veilleuse/contract/socket-visit'
import type { ConversationId, MessageId } from '@veilleuse/domain/ids'
import { Refusal } from '@veilleuse/sealing/refusal'
import { keyId } from '@veilleuse/sealing/verify'
import { readMessageHeader } from '@veilleuse/sealing/wire'
import * as v from 'valibot'
import { readUpTo } from '../conversation/store.ts'
import type { Ear } from '../platform/delivery.ts'
import { makeGathered } from '../platform/gathered.ts'
import { gateOf } from '../platform/gate.ts'
import type { VisitGuest } from '../platform/hub.ts'
import { hashToken } from '../platform/ids.ts'
import { Problem } from '../platform/problem.ts'
import { asProblem } from '../platform/route.ts'
import type { Door, Line } from '../platform/socket.ts'
import type { Switchboard } from '../platform/switchboard.ts'
import { needTime } from './actions.ts'
import { viewFrom } from './access.ts'
import { pagesOf, visitorKeyOf } from './store.ts'

type Hello = Extract<FromVisitor, { type: 'hello' }>
type Guest = VisitGuest & {
  readonly here: VisitGuest
  readonly ear: Ear
  readonly session: number
  /** Read when it first says something: who only waits needs none. */
  key: Uint8Array | undefined
}

const hello = v.pipe(
  fromVisitor,
  v.guard((frame): frame is Hello => frame.type === 'hello'),
)

/** The visitor's socket: hello, welcome, what was said, then live (docs/protocol.md). */
export function visitDoor(board: Switchboard): Door<Hello, FromVisitor, Guest> {
  const { house, hub, delivery } = board
  // Thousands may come at once: after a restart, or when a place is named on television.
  const greeted = makeGathered(async (ids: readonly ConversationId[]) => {
    await board.seenNow({ visitors: ids })
    return pagesOf(house.db, ids)
  })

  return {
    path: '/visit/socket',
    hello,
    frame: fromVisitor,

    async greet({ protocol: spoken, token, seen }, line) {
      if (spoken !== protocol) throw new Problem('protocol_too_old')
      const session = await house.doors.visitor(token)
      if (!session) throw new Problem('signed_out')
      const id = session.conversation
      const gate = gateOf(line, (frame) => 'type' in frame && frame.type === 'view')
      const here: VisitGuest = {
        conversation: id,
        line: gate.line,
        hash: hashToken(token).toString('hex'),
        welcomed: false,
        place: undefined,
      }
      // Registered before anything is read: what changes from now on is said after the welcome.
      hub.visitors.add(id, here)
      try {
        const row = await board.inTurn(id, async () => {
          const now = await greeted(id)
          // It may have moved to another page, or been erased, since the token was looked at.
          if (now?.hash !== here.hash) throw new Problem('signed_out')
          const at = house.clock.now().toISOString()
          const view = await viewFrom(house, now)
          gate.open({ type: 'welcome', protocol, at, view: board.placed(here, view) })
          return now
        })
        const guest = { ...here, here, ear: earOf(gate.line), session: row.session, key: undefined }
        delivery.follow(guest.ear, id, seen)
        board.visitorCame(id, row.state === 'waiting' ? row.line_id : undefined)
        return guest
      } catch (error) {
        hub.visitors.remove(id, here)
        throw error
      }
    },

    async heard(guest, frame) {
      switch (frame.type) {
        case 'hello':
          throw new Problem('malformed')
        case 'ping': {
          delivery.catchUp(guest.ear, guest.conversation)
          const seq = delivery.upTo(guest.ear, guest.conversation) ?? 0
          return tell(guest.line, { type: 'pong', seq })
        }
        case 'typing':
          return board.toCounsellor(guest.conversation, {
            type: 'typing',
            conversation: guest.conversation,
            on: frame.on,
          })
        case 'read':
          if (await readUpTo(house.db, { id: guest.conversation, by: 'visitor', seq: frame.seq }))
            board.toCounsellor(guest.conversation, {
              type: 'read',
              conversation: guest.conversation,
              seq: frame.seq,
            })
          return
        case 'more':
          return delivery.follow(guest.ear, guest.conversation, frame.after)
        case 'time':
          await needTime(house, { conversation: guest.conversation })
          return board.look()
      }
    },

    async said(guest, frame) {
      let id: MessageId | undefined
      try {
        const { header, conversation, envelope, ...said } = messageIn(frame)
        id = said.id
        if (conversation !== guest.conversation) throw new Problem('not_found')
        guest.key ??= await keyOf(guest.conversation)
        const own =
          header.channel === 'pub' &&
          header.session === guest.session &&
          Buffer.from(header.sender).equals(guest.key)
        if (!own) throw new Problem('malformed')
        await board.say(
          { conversation: guest.conversation, id, author: undefined, envelope },
          guest,
        )
      } catch (error) {
        const problem = asProblem(error)
        if (!problem) throw error
        refused(guest, problem, id)
      }
    },

    gone(guest) {
      hub.visitors.remove(guest.conversation, guest.here)
      delivery.unfollow(guest.ear)
      board.visitorWent(guest.conversation)
    },
  }

  async function keyOf(id: ConversationId): Promise<Uint8Array> {
    const key = await visitorKeyOf(house.db, id)
    if (!key) throw new Problem('gone')
    return keyId(key)
  }
}

function refused(guest: Guest, problem: Problem, id: MessageId | undefined): void {
  tell(guest.line, {
    type: 'problem',
    problem: problem.code,
    ...(id && { id }),
    ...(problem.retryAfterSeconds !== undefined && {
      retryAfterSeconds: problem.retryAfterSeconds,
    }),
  })
}

/** A client's message. Throws `too_large` and `malformed`. */
export function messageIn(frame: Uint8Array) {
  if (frame.length > maxFrameBytes) throw new Problem('too_large')
  const said = readSaid(frame)
  if (!said) throw new Problem('malformed')
  try {
    const header = readMessageHeader(said)
    return {
      header,
      id: v.parse(messageId, header.id),
      conversation: v.parse(conversationId, header.conversation),
      envelope: Buffer.from(said),
    }
  } catch (error) {
    throw error instanceof Refusal ? new Problem('malformed') : error
  }
}

function earOf(line: Line): Ear {
  return {
    bytes: (frame) => line.bytes(frame),
    live: (_conversation, seq) => tell(line, { type: 'live', seq }),
  }
}

function tell(line: Line, frame: ToVisitor): void {
  line.say(frame)
}
