import { readSaid } from '@veilleuse/contract/frame'
import { protocol } from '@veilleuse/contract/socket'
import { messageId } from '@veilleuse/contract/shapes'
import { fromVisitor, type FromVisitor, type ToVisitor } from '@veilleuse/contract/socket-visit'
import type { MessageId } from '@veilleuse/domain/ids'
import { Refusal } from '@veilleuse/sealing/refusal'
import { keyId } from '@veilleuse/sealing/verify'
import { readMessageHeader } from '@veilleuse/sealing/wire'
import * as v from 'valibot'
import { conversationRow, readUpTo } from '../conversation/store.ts'
import type { Ear } from '../platform/delivery.ts'
import type { VisitGuest } from '../platform/hub.ts'
import { Problem } from '../platform/problem.ts'
import { asProblem } from '../platform/route.ts'
import type { Door, Line } from '../platform/socket.ts'
import type { Switchboard } from '../platform/switchboard.ts'
import { needTime } from './actions.ts'
import { viewOf } from './access.ts'

type Hello = Extract<FromVisitor, { type: 'hello' }>
type Guest = VisitGuest & { readonly ear: Ear; readonly session: number; readonly key: Uint8Array }

const hello = v.pipe(
  fromVisitor,
  v.guard((frame): frame is Hello => frame.type === 'hello'),
)

/** The visitor's socket: hello, welcome, what was said, then live (docs/protocol.md). */
export function visitDoor(board: Switchboard): Door<Hello, FromVisitor, Guest> {
  const { house, hub, delivery } = board

  return {
    path: '/visit/socket',
    hello,
    frame: fromVisitor,

    async greet({ protocol: spoken, token, seen }, line) {
      if (spoken !== protocol) throw new Problem('protocol_too_old')
      const session = await house.doors.visitor(token)
      if (!session) throw new Problem('signed_out')
      const id = session.conversation
      const row = await conversationRow(house.db, id)
      if (!row?.visitor_key) throw new Problem('signed_out')
      const key = await keyId(row.visitor_key)
      const guest: Guest = {
        conversation: id,
        line,
        hash: row.visitor_hash,
        ear: earOf(line),
        session: row.session,
        key,
      }
      // Registered before the view is read: what changes in between is sent after it, not lost.
      hub.visitors.add(id, guest)
      await board.seenNow({ visitors: [id] })
      tell(line, {
        type: 'welcome',
        protocol,
        at: house.clock.now().toISOString(),
        view: await viewOf(house, id),
      })
      delivery.follow(guest.ear, id, seen)
      board.visitorCame(id)
      return guest
    },

    async heard(guest, frame) {
      switch (frame.type) {
        case 'hello':
          throw new Problem('malformed')
        case 'ping': {
          delivery.catchUp(guest.ear, guest.conversation)
          return tell(guest.line, { type: 'pong', seq: 0 })
        }
        case 'typing':
          return board.toCounsellor(guest.conversation, {
            type: 'typing',
            conversation: guest.conversation,
            on: frame.on,
          })
        case 'read':
          await readUpTo(house.db, { id: guest.conversation, by: 'visitor', seq: frame.seq })
          return board.toCounsellor(guest.conversation, {
            type: 'read',
            conversation: guest.conversation,
            seq: frame.seq,
          })
        case 'more':
          delivery.unfollow(guest.ear, guest.conversation)
          return delivery.follow(guest.ear, guest.conversation, frame.after)
        case 'time':
          await needTime(house, { conversation: guest.conversation })
          return board.look()
      }
    },

    async said(guest, frame) {
      const envelope = readSaid(frame)
      if (!envelope) return refused(guest, new Problem('too_large'), undefined)
      let id: MessageId | undefined
      try {
        const header = headerOf(envelope)
        id = v.parse(messageId, header.id)
        const own =
          header.conversation === guest.conversation &&
          header.channel === 'pub' &&
          header.session === guest.session &&
          Buffer.from(header.sender).equals(guest.key)
        if (!own) throw new Problem('malformed')
        house.limits.spend('say', guest.conversation)
        await board.say(
          {
            conversation: guest.conversation,
            id,
            author: undefined,
            envelope: Buffer.from(envelope),
          },
          guest,
        )
      } catch (error) {
        const problem = asProblem(error)
        if (!problem) throw error
        refused(guest, problem, id)
      }
    },

    gone(guest) {
      hub.visitors.remove(guest.conversation, guest)
      delivery.unfollow(guest.ear)
      board.visitorWent(guest.conversation)
    },
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

export function headerOf(envelope: Uint8Array) {
  try {
    return readMessageHeader(envelope)
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
