import { readSaid } from '@veilleuse/contract/frame'
import { protocol } from '@veilleuse/contract/socket'
import { conversationId, messageId } from '@veilleuse/contract/shapes'
import { fromDesk, type FromDesk, type ToDesk } from '@veilleuse/contract/socket-desk'
import type { ConversationId, MessageId } from '@veilleuse/domain/ids'
import * as v from 'valibot'
import { conversationRow, readUpTo } from '../conversation/store.ts'
import type { Ear } from '../platform/delivery.ts'
import type { DeskGuest } from '../platform/hub.ts'
import { lastEvent } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import { asProblem } from '../platform/route.ts'
import type { Door, Line } from '../platform/socket.ts'
import type { Switchboard } from '../platform/switchboard.ts'
import { headerOf } from '../visit/socket.ts'
import { deskOf } from './access.ts'

type Hello = Extract<FromDesk, { type: 'hello' }>
type Guest = DeskGuest

const hello = v.pipe(
  fromDesk,
  v.guard((frame): frame is Hello => frame.type === 'hello'),
)

/** The desk's socket: snapshot at feed N, then events N+1 on; and the conversations it holds. */
export function deskDoor(board: Switchboard): Door<Hello, FromDesk, Guest> {
  const { house, hub, delivery } = board

  return {
    path: '/desk/socket',
    hello,
    frame: fromDesk,

    async greet({ protocol: spoken, token, seen }, line) {
      if (spoken !== protocol) throw new Problem('protocol_too_old')
      const who = await house.doors.staff(token)
      if (!who) throw new Problem('signed_out')
      const guest: Guest = {
        staff: who.staff,
        line,
        who,
        ear: earOf(line),
        // Nothing is sent before the snapshot says from where on.
        from: Number.POSITIVE_INFINITY,
      }
      hub.desks.add(who.staff, guest)
      try {
        await board.seenNow({ desks: [who.staff] })
        // One reading of desk and feed together: the snapshot holds the effect of every event up
        // to its number, and of none after it.
        const { desk, feed } = await house.db
          .transaction()
          .setIsolationLevel('repeatable read')
          .execute(async (tx) => ({
            feed: await lastEvent(tx),
            desk: await deskOf(tx, who, house.clock.now()),
          }))
        tell(line, {
          type: 'welcome',
          protocol,
          at: house.clock.now().toISOString(),
          feed,
          desk,
        })
        await board.replay(guest, feed)
        for (const { id } of desk.conversations) delivery.follow(guest.ear, id, seen[id] ?? 0)
        board.deskCame(who.staff)
        return guest
      } catch (error) {
        hub.desks.remove(who.staff, guest)
        throw error
      }
    },

    async heard(guest, frame) {
      switch (frame.type) {
        case 'hello':
          throw new Problem('malformed')
        case 'ping': {
          for (const id of board.heldHere(guest.staff)) delivery.catchUp(guest.ear, id)
          return tell(guest.line, { type: 'pong', feed: board.feedSeq(), seqs: {} })
        }
        case 'typing':
          if (delivery.follows(guest.ear, frame.conversation))
            board.toVisitor(frame.conversation, { type: 'typing', on: frame.on })
          return
        case 'read':
          if (!delivery.follows(guest.ear, frame.conversation)) return
          await readUpTo(house.db, { id: frame.conversation, by: 'counsellor', seq: frame.seq })
          return board.toVisitor(frame.conversation, { type: 'read', seq: frame.seq })
        case 'more':
          return more(guest, frame.conversation, frame.after)
      }
    },

    async said(guest, frame) {
      const envelope = readSaid(frame)
      if (!envelope) return refused(guest, new Problem('too_large'), {})
      let id: MessageId | undefined
      let conversation: ConversationId | undefined
      try {
        const header = headerOf(envelope)
        id = v.parse(messageId, header.id)
        conversation = v.parse(conversationId, header.conversation)
        if (header.channel !== 'pub') throw new Problem('malformed')
        house.limits.spend('say', `${guest.staff} ${conversation}`)
        await board.say(
          { conversation, id, author: guest.staff, envelope: Buffer.from(envelope) },
          guest,
        )
      } catch (error) {
        const problem = asProblem(error)
        if (!problem) throw error
        refused(guest, problem, { id, conversation })
      }
    },

    gone(guest) {
      hub.desks.remove(guest.staff, guest)
      delivery.unfollow(guest.ear)
      board.deskWent(guest.staff)
    },
  }

  async function more(guest: Guest, id: ConversationId, after: number) {
    if (!delivery.follows(guest.ear, id)) {
      const row = await conversationRow(house.db, id)
      const held = row?.state === 'open' || row?.state === 'wrapping_up'
      // Its counsellor may read it, and the earlier ones of the same visitor.
      const allowed =
        (held && row.counsellor_id === guest.staff) || (await board.earlierOfHeld(guest.staff, id))
      if (!allowed) return refused(guest, new Problem('not_found'), { conversation: id })
    }
    delivery.unfollow(guest.ear, id)
    delivery.follow(guest.ear, id, after)
  }
}

function refused(
  guest: Guest,
  problem: Problem,
  about: { id?: MessageId | undefined; conversation?: ConversationId | undefined },
): void {
  tell(guest.line, {
    type: 'problem',
    problem: problem.code,
    ...(about.id && { id: about.id }),
    ...(about.conversation && { conversation: about.conversation }),
    ...(problem.retryAfterSeconds !== undefined && {
      retryAfterSeconds: problem.retryAfterSeconds,
    }),
  })
}

function earOf(line: Line): Ear {
  return {
    bytes: (frame) => line.bytes(frame),
    live: (conversation, seq) => tell(line, { type: 'live', conversation, seq }),
  }
}

function tell(line: Line, frame: ToDesk): void {
  line.say(frame)
}
