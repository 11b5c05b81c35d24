import { isDeepStrictEqual } from 'node:util'
import type { Place } from '@veilleuse/contract/visit'
import type { ConversationId, LineId } from '@veilleuse/domain/ids'
import { inOrder } from '@veilleuse/domain/order'
import { placesInOrder } from '@veilleuse/domain/queue'
import type { Check, WaitingRow } from './line-store.ts'
import { type LineNow, paceNow, placing } from './present.ts'

/** What a line's numbers rest on besides who waits. */
export type Around = Pick<LineNow, 'line' | 'seats' | 'shifts' | 'recent'>

/**
 * A line's queue in memory: put together from readings of the database, and kept right by reading
 * again whoever has changed. Nothing is decided by it; it only tells.
 */
export type Board = {
  /** Everybody who waits on this line has been read anew. */
  replace(all: readonly WaitingRow[]): void
  /** These have been read anew: whoever has no row waits no more. */
  update(ids: Iterable<ConversationId>, rows: ReadonlyMap<ConversationId, WaitingRow>): void
  /** Whose page is silent, of all who wait. */
  silent(ids: ReadonlySet<ConversationId>): void
  around(newer: Partial<Around>): void
  /**
   * Puts everybody in their place. Gives whose place says something else than before, from the head
   * of the queue on.
   */
  order(): readonly ConversationId[]
  /** Whether this is the queue the database had when it was asked. */
  agrees(check: Pick<Check, 'many' | 'marks'>): boolean
  waits(id: ConversationId): WaitingRow | undefined
  /** The same object as long as it says the same. */
  placeOf(id: ConversationId): Place | undefined
  at(now: Date): LineNow
}

type Standing = { row: WaitingRow; place: Place | undefined; anew: boolean; gone: boolean }

export function makeBoard(id: LineId, first: Around): Board {
  const waiting = new Map<ConversationId, Standing>()
  const come: Standing[] = []
  let queue: Standing[] = []
  let rows: readonly WaitingRow[] = []
  let present = 0
  let marks = 0
  let around = first
  let pace = paceNow(first)
  let placed = placing(pace)
  let moved = true

  return {
    replace(all) {
      const there = new Set(all.map((row) => row.id))
      for (const one of waiting.keys()) if (!there.has(one)) remove(one)
      for (const row of all) put(row)
    },
    update(ids, read) {
      for (const one of ids) {
        const row = read.get(one)
        if (row?.line === id) put(row)
        else remove(one)
      }
    },
    silent(ids) {
      for (const one of waiting.values()) {
        const heard = !ids.has(one.row.id)
        if (one.row.present !== heard) one.row = { ...one.row, present: heard }
      }
    },
    around(newer) {
      around = { ...around, ...newer }
      const now = paceNow(around)
      // Of most that happens at the seats the waits know nothing.
      if (isDeepStrictEqual(pace, now)) return
      pace = now
      placed = placing(pace)
      moved = true
    },
    order() {
      // Nearly in order already, which the engine's sort does in one pass.
      queue = [...queue, ...come]
        .filter((one) => !one.gone)
        .toSorted((a, b) => inOrder(a.row, b.row))
      come.length = 0
      rows = queue.map(({ row }) => row)
      present = rows.filter((row) => row.present).length
      const positions = placesInOrder(rows)
      const changed: ConversationId[] = []
      // From the end, as the longest wait is worked out by way of all shorter ones.
      for (let n = queue.length - 1; n >= 0; n -= 1) {
        const one = queue[n]
        const position = positions[n] ?? n + 1
        if (!one || (!moved && !one.anew && one.place?.position === position)) continue
        one.anew = false
        const place = placed(position, one.row)
        if (one.place && isSame(one.place, place)) continue
        one.place = place
        changed.push(one.row.id)
      }
      moved = false
      return changed.toReversed()
    },
    agrees: (check) => check.many === waiting.size && check.marks === marks,
    waits: (one) => waiting.get(one)?.row,
    placeOf: (one) => waiting.get(one)?.place,
    at: lineAt,
  }

  function lineAt(at: Date): LineNow {
    return { ...around, now: at, waiting: { all: rows.length, present }, queue: rows }
  }

  function put(row: WaitingRow) {
    const one = waiting.get(row.id)
    marks += row.mark - (one?.row.mark ?? 0)
    if (one) Object.assign(one, { row, anew: true })
    else {
      const newcomer = { row, place: undefined, anew: true, gone: false }
      waiting.set(row.id, newcomer)
      come.push(newcomer)
    }
  }

  function remove(one: ConversationId) {
    const standing = waiting.get(one)
    if (!standing) return
    standing.gone = true
    marks -= standing.row.mark
    waiting.delete(one)
  }
}

function isSame(a: Place, b: Place): boolean {
  return (
    a.position === b.position &&
    a.someoneHere === b.someoneHere &&
    a.wait?.fromMinutes === b.wait?.fromMinutes &&
    a.wait?.toMinutes === b.wait?.toMinutes
  )
}
