import { protocol } from '@veilleuse/contract/socket'
import { fromDesk, type FromDesk, type ToDesk } from '@veilleuse/contract/socket-desk'
import type { ConversationId, MessageId } from '@veilleuse/domain/ids'
import * as v from 'valibot'
import { conversationRow, readUpTo } from '../conversation/store.ts'
import type { Ear } from '../platform/delivery.ts'
import { gateOf } from '../platform/gate.ts'
import type { DeskGuest } from '../platform/hub.ts'
import { lastEvent } from '../platform/outbox.ts'
import { Problem } from '../platform/problem.ts'
import { asProblem } from '../platform/route.ts'
import type { StaffSession } from '../platform/session.ts'
import type { Door, Line } from '../platform/socket.ts'
import type { Switchboard } from '../platform/switchboard.ts'
import { messageIn } from '../visit/socket.ts'
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
      const gate = gateOf(line)
      const guest: Guest = {
        staff: who.staff,
        line: gate.line,
        who,
        ear: earOf(gate.line),
        feed: undefined,
        queues: new Map(),
      }
      hub.desks.add(who.staff, guest)
      try {
        await board.seenNow({ desks: [who.staff] })
        // What is heard from now on waits its turn behind the snapshot.
        await board.inTurn(guest, async () => {
          const { desk, feed } = await snapshot(who)
          // A session that was revoked before the snapshot is told of by no event after it.
          if (!(await house.doors.staff(token))) throw new Problem('signed_out')
          const at = house.clock.now().toISOString()
          gate.open({ type: 'welcome', protocol, at, feed, desk } satisfies ToDesk)
          guest.feed = feed
          for (const { id } of desk.conversations) delivery.follow(guest.ear, id, seen[id] ?? 0)
        })
        board.deskCame(who.staff)
        return guest
      } catch (error) {
        hub.desks.remove(who.staff, guest)
        delivery.unfollow(guest.ear)
        throw error
      }
    },

    async heard(guest, frame) {
      switch (frame.type) {
        case 'hello':
          throw new Problem('malformed')
        case 'ping': {
          const seqs: Record<ConversationId, number> = {}
          for (const id of board.heldHere(guest.staff)) {
            delivery.catchUp(guest.ear, id)
            const seq = delivery.upTo(guest.ear, id)
            if (seq !== undefined) seqs[id] = seq
          }
          return tell(guest.line, { type: 'pong', feed: guest.feed ?? 0, seqs })
        }
        case 'typing':
          if (delivery.follows(guest.ear, frame.conversation))
            board.toVisitor(frame.conversation, { type: 'typing', on: frame.on })
          return
        case 'read':
          if (!delivery.follows(guest.ear, frame.conversation)) return
          if (
            await readUpTo(house.db, { id: frame.conversation, by: 'counsellor', seq: frame.seq })
          )
            board.toVisitor(frame.conversation, { type: 'read', seq: frame.seq })
          return
        case 'more':
          return board.inTurn(guest, () => more(guest, frame.conversation, frame.after))
      }
    },

    async said(guest, frame) {
      let id: MessageId | undefined
      let conversation: ConversationId | undefined
      try {
        const { header, envelope, ...said } = messageIn(frame)
        ;({ id, conversation } = said)
        if (header.channel !== 'pub') throw new Problem('malformed')
        await board.say({ conversation, id, author: guest.staff, envelope }, guest)
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

  /**
   * One reading of desk and feed together: the desk holds the effect of every event up to the
   * feed's number, and of none after it.
   */
  function snapshot(who: StaffSession) {
    return house.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => ({
        feed: await lastEvent(tx),
        desk: await deskOf(tx, who, house.clock.now()),
      }))
  }

  // In turn with the events: one that takes the conversation away is told of after this, or was before.
  async function more(guest: Guest, id: ConversationId, after: number) {
    if (!delivery.follows(guest.ear, id)) {
      const row = await conversationRow(house.db, id)
      const held = row?.state === 'open' || row?.state === 'wrapping_up'
      // Its counsellor may read it, and the earlier ones of the same visitor.
      const allowed =
        (held && row.counsellor_id === guest.staff) || (await board.earlierOfHeld(guest.staff, id))
      if (!allowed) return refused(guest, new Problem('not_found'), { conversation: id })
    }
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
