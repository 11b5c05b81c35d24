import type { Place } from '@veilleuse/contract/visit'
import type { ConversationId, LineId } from '@veilleuse/domain/ids'
import { lineById } from '../line/store.ts'
import { linesOf, type ServerEvent } from '../platform/events.ts'
import type { House } from '../platform/house.ts'
import { eventsAfter, lastEvent } from '../platform/outbox.ts'
import { makeShared } from '../platform/shared.ts'
import { seatsOf } from '../seat/store.ts'
import { shiftsAhead } from '../shift/store.ts'
import { type Around, type Board, makeBoard } from './board.ts'
import { checkOf, recentOf, waitingAfter, waitingAmong, type WaitingRow } from './line-store.ts'

/** How often what time alone changes is looked at, and whether an event was missed. */
const checkedEvery = { seconds: 5 }
/** Read in one go when a whole queue is read. */
const piece = 1000
/** More changes than this at once, and the whole queue is read instead. */
const mostChanged = 5000

/** Every line's board on this server, kept by what is announced. */
export type Boards = {
  /** An event of the feed. Heard twice, or not at all, it does no harm. */
  hear(event: ServerEvent, seq: number): void
  /** These lines' boards hold whatever was announced before this call. Unknown lines have none. */
  settle(lines: Iterable<LineId>): Promise<void>
  /** Whether anything has been announced, or any time gone by, that the boards do not hold. */
  stale(): boolean
  /** Read this one anew, as nobody is told when a page comes back. */
  look(id: ConversationId): void
  board(line: LineId): Board | undefined
  placeOf(id: ConversationId): Place | undefined
  /** Lines whose board has changed, and whose places: since this was asked last. */
  news(): { readonly lines: ReadonlySet<LineId>; readonly places: ReadonlySet<ConversationId> }
}

type Inside = Pick<House, 'db' | 'clock'>

/**
 * What changes costs one reading of those who changed, however many wait and however many pages are
 * told. A check now and then compares the sum of all with the table's, so that a lost event heals.
 */
export function makeBoards({ db, clock }: Inside): Boards {
  const boards = new Map<LineId, { readonly board: Board; checked: number }>()
  const wanted = new Set<LineId>()
  const changed = new Set<ConversationId>()
  const around = new Set<LineId>()
  let news = { lines: new Set<LineId>(), places: new Set<ConversationId>() }
  /** The last event that was heard, and the last whose effect the boards hold. */
  let heard: number | undefined
  let held: number | undefined
  const settled = makeShared(settleNow)

  return {
    hear,
    async settle(lines) {
      for (const line of lines) wanted.add(line)
      await settled('all')
    },
    stale: () => changed.size > 0 || around.size > 0 || [...boards.keys()].some(isDue),
    look: (id) => void changed.add(id),
    board: (line) => boards.get(line)?.board,
    placeOf(id) {
      for (const { board } of boards.values()) if (board.waits(id)) return board.placeOf(id)
      return undefined
    },
    news() {
      const all = news
      news = { lines: new Set(), places: new Set() }
      return all
    },
  }

  function hear(event: ServerEvent, seq: number) {
    if (heard !== undefined && seq <= heard) return
    heard = seq
    if (boards.size === 0 && wanted.size === 0) return
    if ('conversation' in event) {
      if (changed.size <= mostChanged) changed.add(event.conversation)
      // Whoever only waits, or waited, changes nobody's seat.
      if (!('staff' in event) || event.staff === undefined) return
    }
    // Whom somebody holds counts on every line they answer on.
    const everywhere = 'staff' in event && event.type !== 'session.revoked'
    for (const line of everywhere ? [...boards.keys(), ...wanted] : linesOf(event)) around.add(line)
  }

  /** One at a time, for everybody who asks meanwhile. */
  async function settleNow() {
    heard ??= await lastEvent(db)
    for (;;) {
      const events = await eventsAfter(db, heard)
      for (const { seq, event } of events) hear(event, seq)
      if (events.length < 1000) break
    }
    for (const line of wanted) {
      if (!boards.has(line)) await open(line)
      wanted.delete(line)
    }
    await readChanged()
    for (const line of boards.keys()) if (isDue(line)) await check(line)
  }

  async function open(line: LineId) {
    const first = await aroundOf(line)
    if (!first) return
    const board = makeBoard(line, first)
    board.replace(await everybodyOn(line))
    boards.set(line, { board, checked: clock.now().getTime() })
    put(line)
  }

  async function readChanged() {
    const ids = [...changed]
    const lines = [...around]
    const upTo = heard
    changed.clear()
    around.clear()
    try {
      const touched = new Set<LineId>(lines)
      // What the last contacts were like may come with the next check: a range is no promise.
      for (const line of lines) {
        const row = await lineById(db, line)
        const seats = await seatsOf(db, line, clock.now())
        const shifts = await shiftsAhead(db, line, clock.now())
        if (row) boards.get(line)?.board.around({ line: row, seats, shifts })
      }
      for (const line of await readThese(ids)) touched.add(line)
      for (const line of touched) put(line)
      held = upTo
    } catch (error) {
      for (const id of ids) changed.add(id)
      for (const line of lines) around.add(line)
      throw error
    }
  }

  /** Gives the lines on which they wait, or waited. */
  async function readThese(ids: readonly ConversationId[]): Promise<readonly LineId[]> {
    if (ids.length === 0) return []
    if (ids.length > mostChanged) {
      for (const [line, { board }] of boards) board.replace(await everybodyOn(line))
      return [...boards.keys()]
    }
    const rows = await waitingAmong(db, ids, clock.now())
    const read = new Map<ConversationId, WaitingRow>(rows.map((row) => [row.id, row]))
    return [...boards].flatMap(([line, { board }]) => {
      const here = ids.filter((id) => board.waits(id) || read.get(id)?.line === line)
      board.update(here, read)
      return here.length > 0 ? [line] : []
    })
  }

  /** What changes with time alone; and all of it, when something was missed. */
  async function check(line: LineId) {
    const one = boards.get(line)
    const newer = await aroundOf(line)
    if (!one || !newer) return void boards.delete(line)
    const now = clock.now()
    const told = await checkOf(db, line, now)
    one.board.around(newer)
    one.board.silent(told.absent)
    // While changes come that the board has yet to hear of, nothing can be said: the next one tells.
    if (told.event === held) {
      one.checked = now.getTime()
      if (!one.board.agrees(told)) one.board.replace(await everybodyOn(line))
    }
    put(line)
  }

  function put(line: LineId) {
    for (const id of boards.get(line)?.board.order() ?? []) news.places.add(id)
    news.lines.add(line)
  }

  function isDue(line: LineId) {
    const since = clock.now().getTime() - (boards.get(line)?.checked ?? 0)
    return Math.abs(since) >= checkedEvery.seconds * 1000
  }

  async function aroundOf(id: LineId): Promise<Around | undefined> {
    const line = await lineById(db, id)
    if (!line) return undefined
    const now = clock.now()
    return {
      line,
      seats: await seatsOf(db, id, now),
      shifts: await shiftsAhead(db, id, now),
      recent: await recentOf(db, id, now),
    }
  }

  async function everybodyOn(line: LineId): Promise<readonly WaitingRow[]> {
    const all: WaitingRow[] = []
    for (let some; some === undefined || some.length === piece;) {
      const after = some?.at(-1)?.id
      some = await waitingAfter(db, line, { after, most: piece, now: clock.now() })
      all.push(...some)
    }
    return all
  }
}
