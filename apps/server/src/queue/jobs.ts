import { setTimeout as pause } from 'node:timers/promises'
import type { ToDesk } from '@veilleuse/contract/socket-desk'
import type { ToVisitor } from '@veilleuse/contract/socket-visit'
import type { LineId } from '@veilleuse/domain/ids'
import { counsellorGrace } from '@veilleuse/domain/patience'
import { forgetExpired } from '../keep/store.ts'
import { allLines } from '../line/store.ts'
import type { House } from '../platform/house.ts'
import type { Hub } from '../platform/hub.ts'
import type { Keeper } from '../platform/keeper.ts'
import { forgetEventsBefore } from '../platform/outbox.ts'
import { expireOffers, giveBackVanished, releaseGhosts, ringLine } from './actions.ts'
import { lineForDesk, queueForDesk } from './present.ts'
import { lineRead, type Reading } from './reading.ts'
import { linesWaiting } from './store.ts'

/** How often pages hear of the queue, when it has changed; and at least, for what time changes. */
const boardEvery = { milliseconds: 400 }
const boardAtLeastEvery = { seconds: 5 }
/** About a millisecond of work, and then others' turn: ten thousand hear within two seconds. */
const told = { atOnce: 50, pause: { milliseconds: 5 } }

/**
 * Positions, waits and the desk's queue: computed once a line for everybody connected here, sent to
 * each only when it differs from what they were sent last.
 */
export function openBoards(house: House, hub: Hub, failed: (error: unknown) => void) {
  const dirty = new Set<LineId>()
  // Held weakly: nothing of a page that is gone is kept, its connection least of all.
  const sentToDesk = new WeakMap<object, Map<LineId, string>>()
  const sentToVisitor = new WeakMap<object, string>()
  let all = 0
  let running = false
  const timer = setInterval(() => void tick(), boardEvery.milliseconds)
  return { changed: (line: LineId) => void dirty.add(line), close: () => clearInterval(timer) }

  async function tick() {
    const due = Date.now() - all > boardAtLeastEvery.seconds * 1000
    if (running || (dirty.size === 0 && !due)) return
    if (hub.desks.keys().length === 0 && hub.visitors.keys().length === 0) return
    running = true
    const lines = new Set(dirty)
    dirty.clear()
    try {
      for (const line of await allLines(house.db))
        if (due || lines.has(line.id)) await tell(await lineRead(house, line.id))
      if (due) all = Date.now()
    } catch (error) {
      for (const line of lines) dirty.add(line)
      failed(error)
    } finally {
      running = false
    }
  }

  async function tell(reading: Reading | undefined) {
    if (!reading) return
    tellDesks(reading)
    await tellVisitors(reading)
  }

  function tellDesks({ at }: Reading) {
    const frame: ToDesk = { type: 'queue', line: lineForDesk(at), queue: queueForDesk(at) }
    const queue = JSON.stringify(frame)
    for (const guest of hub.desks.keys().flatMap((staff) => hub.desks.at(staff))) {
      if (!guest.who.lines.includes(at.line.id)) continue
      const sent = sentToDesk.get(guest) ?? new Map<LineId, string>()
      if (sent.get(at.line.id) === queue) continue
      sentToDesk.set(guest, sent.set(at.line.id, queue))
      guest.line.say(frame)
    }
  }

  async function tellVisitors({ at, placeOf }: Reading) {
    let many = 0
    for (const { id } of at.queue) {
      const guests = hub.visitors.at(id)
      const place = guests.length > 0 && placeOf(id)
      if (!place) continue
      const written = JSON.stringify(place)
      for (const guest of guests) {
        if (sentToVisitor.get(guest) === written) continue
        sentToVisitor.set(guest, written)
        guest.line.say({ type: 'place', place } satisfies ToVisitor)
        many += 1
        // Between them messages go on: ten thousand in one go would hold up everybody who talks.
        if (many % told.atOnce === 0) await pause(told.pause.milliseconds)
      }
    }
  }
}

/** The queue's deadlines, kept by one server of however many run. */
export function queueJobs(house: House, keeper: Keeper): void {
  const { clock, db } = house
  let since = clock.now()
  keeper.elected(() => {
    since = clock.now()
  })
  // After a restart, of this server or of the database, every desk and page looks gone until it has
  // had time to come back and say that it is there.
  const hasWatched = () => clock.now().getTime() - since.getTime() > counsellorGrace.seconds * 1000
  keeper.every({ milliseconds: 250 }, 'offers', () => expireOffers(house))
  keeper.every({ milliseconds: 1000 }, 'ring', async () => {
    // Rings follow every change at once; this finds what a crash between the two has left.
    for (const line of await linesWaiting(db)) await ringLine(house, line)
  })
  keeper.every({ milliseconds: 1000 }, 'vanished', async () => {
    if (hasWatched()) await giveBackVanished(house)
  })
  keeper.every({ milliseconds: 10_000 }, 'ghosts', async () => {
    if (hasWatched()) await releaseGhosts(house)
  })
  keeper.every({ milliseconds: 60_000 }, 'leftovers', async () => {
    const now = clock.now()
    await forgetExpired(db, now)
    await forgetEventsBefore(db, new Date(now.getTime() - 3_600_000))
  })
}
