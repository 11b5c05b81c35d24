import type { BoardView, ToBoard } from '@veilleuse/contract/board'
import { before } from '@veilleuse/domain/patience'
import type { Feed } from '../platform/feed.ts'
import type { House } from '../platform/house.ts'
import type { StaffSession } from '../platform/session.ts'
import { makeShared } from '../platform/shared.ts'
import type { Line } from '../platform/socket.ts'
import { lineRead } from '../queue/reading.ts'
import { type BoardFacts, forCoordinator, forSupervisor } from './present.ts'
import { linesInUse, missedRings, openTalks, todayOf, type Today } from './store.ts'

/** How often the board is told of a change, and how often of what time alone changes. */
const boardEvery = { milliseconds: 500 }
const boardAtLeastEvery = { seconds: 5 }
/** Adding up a day is the one part that grows with it. */
const todayEvery = { seconds: 5 }
const missedFor = { minutes: 15 }

export type BoardGuest = {
  readonly who: StaffSession
  readonly line: Line
  readonly names: boolean
}

export type LiveBoard = {
  readonly guests: Set<BoardGuest>
  /** As it is at a moment after this call; one reading for all who ask together. */
  read(): Promise<{ readonly names: BoardView; readonly plain: BoardView }>
  close(): void
}

/**
 * The board of all lines, computed once for whoever watches it here, when something has changed or
 * time has gone by; nothing is read while nobody watches.
 */
export function openLiveBoard(
  house: Pick<House, 'db' | 'clock'>,
  feed: Pick<Feed, 'on'>,
  failed: (error: unknown) => void,
): LiveBoard {
  const guests = new Set<BoardGuest>()
  const sent = new WeakMap<BoardGuest, string>()
  const read = makeShared((_all: 'all') => readBoard(house))
  let dirty = false
  let told = 0
  let running = false
  const timer = setInterval(() => void tick(), boardEvery.milliseconds)
  feed.on((event) => {
    if (event.type === 'session.revoked') {
      for (const { who, line } of guests)
        if (who.staff === event.staff && (event.session ?? who.hash) === who.hash)
          line.close('signed_out')
    } else dirty = true
  })
  return { guests, read: () => read('all'), close: () => clearInterval(timer) }

  async function tick() {
    const due = Date.now() - told > boardAtLeastEvery.seconds * 1000
    if (running || guests.size === 0 || !(dirty || due)) return
    running = true
    dirty = false
    try {
      const board = await read('all')
      for (const guest of guests) tell(guest, guest.names ? board.names : board.plain)
      told = Date.now()
    } catch (error) {
      dirty = true
      failed(error)
    } finally {
      running = false
    }
  }

  function tell(guest: BoardGuest, board: BoardView) {
    const written = JSON.stringify(board)
    if (sent.get(guest) === written) return
    sent.set(guest, written)
    const at = house.clock.now().toISOString()
    guest.line.say({ type: 'board', at, board } satisfies ToBoard)
  }
}

async function readBoard(house: Pick<House, 'db' | 'clock'>) {
  const { db, clock } = house
  const now = clock.now()
  const lines: BoardFacts['lines'][number][] = []
  for (const row of await linesInUse(db)) {
    const reading = await lineRead(house, row.id)
    if (reading) lines.push({ ...reading.at, line: row })
  }
  const names = forSupervisor({
    now,
    lines,
    talks: await openTalks(db, now),
    missed: await missedRings(db, before(now, missedFor)),
    today: await today(house, now),
  })
  return { names, plain: forCoordinator(names) }
}

const added = new WeakMap<object, { readonly at: number; readonly today: readonly Today[] }>()

async function today({ db }: Pick<House, 'db'>, now: Date): Promise<readonly Today[]> {
  const known = added.get(db)
  if (known && Math.abs(now.getTime() - known.at) < todayEvery.seconds * 1000) return known.today
  const fresh = { at: now.getTime(), today: await todayOf(db, now) }
  added.set(db, fresh)
  return fresh.today
}
