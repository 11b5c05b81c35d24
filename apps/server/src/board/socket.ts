import { fromBoard, type FromBoard, type ToBoard } from '@veilleuse/contract/board'
import { protocol } from '@veilleuse/contract/socket'
import { may, seesNames } from '@veilleuse/domain/access'
import * as v from 'valibot'
import { gateOf } from '../platform/gate.ts'
import type { House } from '../platform/house.ts'
import { Problem } from '../platform/problem.ts'
import type { Door } from '../platform/socket.ts'
import type { BoardGuest, LiveBoard } from './jobs.ts'

type Hello = Extract<FromBoard, { type: 'hello' }>

const hello = v.pipe(
  fromBoard,
  v.guard((frame): frame is Hello => frame.type === 'hello'),
)

/** The board's socket: a hello, the whole board, and the whole board again when it has changed. */
export function boardDoor(
  { doors, clock }: Pick<House, 'doors' | 'clock'>,
  live: LiveBoard,
): Door<Hello, FromBoard, BoardGuest> {
  return {
    path: '/board/socket',
    hello,
    frame: fromBoard,

    async greet({ protocol: spoken, token }, line) {
      if (spoken !== protocol) throw new Problem('protocol_too_old')
      const who = await doors.staff(token)
      if (!who) throw new Problem('signed_out')
      if (!may(who.role, 'watch_board')) throw new Problem('not_allowed')
      // The welcome holds what an earlier board would say, and newer.
      const gate = gateOf(line, () => true)
      const guest = { who, line: gate.line, names: seesNames(who.role) }
      live.guests.add(guest)
      try {
        const read = await live.read()
        // A session that was revoked meanwhile was told of before this guest could hear it.
        if (!(await doors.staff(token))) throw new Problem('signed_out')
        const board = guest.names ? read.names : read.plain
        const at = clock.now().toISOString()
        gate.open({ type: 'welcome', protocol, at, board } satisfies ToBoard)
        return guest
      } catch (error) {
        live.guests.delete(guest)
        throw error
      }
    },

    heard(guest, frame) {
      if (frame.type === 'hello') throw new Problem('malformed')
      guest.line.say({ type: 'pong' } satisfies ToBoard)
    },

    said() {
      throw new Problem('malformed')
    },

    gone(guest) {
      live.guests.delete(guest)
    },
  }
}
