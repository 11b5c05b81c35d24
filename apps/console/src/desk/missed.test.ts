import type { DeskView, OfferView } from '@veilleuse/contract/desk'
import type { SeatState } from '@veilleuse/domain/conversation'
import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { afterRings, noRings } from './missed.ts'

const rangAt = new Date('2026-03-10T03:43:00Z')
const over = new Date('2026-03-10T03:43:30Z')

test('a counsellor who missed a ring is told when it rang, not left to wonder', () => {
  const rings = afterRings(noRings, aDesk({ rings: true }), rangAt)
  // The ring’s end is told first, the seat after it.
  const ended = afterRings(rings, aDesk({}), over)
  equal(ended.missed, undefined)
  const away = afterRings(ended, aDesk({ state: 'away' }), over)
  deepEqual(away, { missed: rangAt })
  deepEqual(afterRings(away, aDesk({ state: 'away' }), over), { missed: rangAt })
})

test('a desk that comes back to a missed ring says so too', () => {
  const rings = afterRings(noRings, aDesk({ rings: true }), rangAt)
  const later = new Date(over.getTime() + 600_000)
  deepEqual(afterRings(rings, aDesk({ state: 'away' }), later).missed, rangAt)
})

test('whoever is available again, or went away by choice, is told nothing', () => {
  const missed = { missed: rangAt }
  deepEqual(afterRings(missed, aDesk({}), over), noRings)
  deepEqual(afterRings(noRings, aDesk({ state: 'away' }), over), noRings)
})

test('a ring that was answered, passed on or taken back was not missed', () => {
  const rings = afterRings(noRings, aDesk({ rings: true }), rangAt)
  const soon = new Date(rangAt.getTime() + 5000)
  deepEqual(afterRings(rings, aDesk({ state: 'away' }), soon), noRings)
  deepEqual(afterRings(rings, aDesk({ holds: true }), over), noRings)
})

function aDesk(now: { state?: SeatState; rings?: true; holds?: true }) {
  const id = 'lou' as OfferView['conversation']
  const offer = { conversation: id, expiresAt: over.toISOString() } as OfferView
  const conversation = { id } as DeskView['conversations'][number]
  return {
    seat: { state: now.state ?? 'available', limit: 2, taken: 0 },
    offers: now.rings ? [offer] : [],
    conversations: now.holds ? [conversation] : [],
  }
}
