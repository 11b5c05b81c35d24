import { setTimeout as pause } from 'node:timers/promises'
import type { ToDesk } from '@veilleuse/contract/socket-desk'
import type { ToVisitor } from '@veilleuse/contract/socket-visit'
import type { ConversationId, LineId } from '@veilleuse/domain/ids'
import type { VisitView } from '@veilleuse/contract/visit'
import type { House } from '../platform/house.ts'
import type { Hub, VisitGuest } from '../platform/hub.ts'
import { type Boards, makeBoards } from './boards.ts'
import { lineForDesk, queueForDesk } from './present.ts'
import { readFrom } from './reading.ts'

/** How often pages and desks hear of the queue, when it has changed. */
const toldEvery = { milliseconds: 250 }
/** About a millisecond of work, and then others' turn: two thousand hear within a quarter second. */
const told = { atOnce: 50, pause: { milliseconds: 5 } }

/** What the pages and desks of this server are told of the queue. */
export type OpenBoards = Pick<Boards, 'hear'> & {
  /**
   * What this guest is told now: the view with its place of this moment. Nothing older is told after
   * it, and from then on every change of the place.
   */
  placed(guest: VisitGuest, view: VisitView): VisitView
  close(): void
}

/**
 * Tells every page here its place and every desk its queue, each only when it says something else
 * than what they were told last.
 */
export function openBoards(house: House, hub: Hub, failed: (error: unknown) => void): OpenBoards {
  const boards = makeBoards(house)
  const leave = readFrom(house.db, boards)
  const frames = new Map<LineId, { readonly text: string; readonly bytes: Buffer }>()
  let running = false
  const timer = setInterval(() => void tick(), toldEvery.milliseconds)

  return {
    hear: boards.hear,
    placed(guest, view) {
      guest.welcomed = true
      guest.place = view.place && (boards.placeOf(view.conversation) ?? view.place)
      return guest.place ? { ...view, place: guest.place } : view
    },
    close() {
      clearInterval(timer)
      leave()
    },
  }

  async function tick() {
    if (running) return
    running = true
    try {
      const lines = new Set(desks().flatMap(({ who }) => who.lines))
      const without = [...lines].some((line) => !boards.board(line))
      const anybody = lines.size > 0 || hub.visitors.any()
      if (anybody && (boards.stale() || without)) await boards.settle(lines)
      const news = boards.news()
      for (const line of news.lines) write(line)
      tellDesks()
      await tellPages(news.places)
    } catch (error) {
      failed(error)
    } finally {
      running = false
    }
  }

  function desks() {
    return hub.desks.keys().flatMap((staff) => hub.desks.at(staff))
  }

  function write(line: LineId) {
    const at = boards.board(line)?.at(house.clock.now())
    if (!at) return
    const frame: ToDesk = { type: 'queue', line: lineForDesk(at), queue: queueForDesk(at) }
    const text = JSON.stringify(frame)
    if (frames.get(line)?.text !== text) frames.set(line, { text, bytes: Buffer.from(text) })
  }

  // One text for them all: writing it for each of two hundred desks would hold up who talks.
  function tellDesks() {
    for (const guest of desks())
      for (const line of guest.who.lines) {
        const frame = frames.get(line)?.bytes
        // Before the welcome it would be older than the snapshot.
        if (guest.feed === undefined || !frame || guest.queues.get(line) === frame) continue
        guest.queues.set(line, frame)
        guest.line.text(frame)
      }
  }

  async function tellPages(places: ReadonlySet<ConversationId>) {
    let many = 0
    for (const id of places)
      for (const guest of hub.visitors.at(id)) {
        // As it is now: while others were told it may have changed again, or the wait may have ended.
        // Whose view said nothing of a place, or was not told yet, is told by the next view.
        const place = boards.placeOf(id)
        if (!place || !guest.place || guest.place === place) continue
        guest.place = place
        guest.line.say({ type: 'place', place } satisfies ToVisitor)
        many += 1
        // Between them messages go on: ten thousand in one go would hold up everybody who talks.
        if (many % told.atOnce === 0) await pause(told.pause.milliseconds)
      }
  }
}
