import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { onDesk, type DeskEvent } from './desk.ts'
import type { ConversationId, OfferId } from './ids.ts'

type View = {
  readonly me: string
  readonly seat: { readonly taken: number }
  readonly offers: readonly { readonly id: OfferId; readonly language: string }[]
  readonly conversations: readonly { readonly id: ConversationId; readonly risk: string }[]
}

const ring = (id: string, language = 'fr') => ({ id: id as OfferId, language })
const talk = (id: string, risk = 'none') => ({ id: id as ConversationId, risk })
const empty: View = { me: 'mina', seat: { taken: 0 }, offers: [], conversations: [] }

test('a ring appears, and is gone when it has ended', () => {
  const rung = onDesk(empty, { type: 'offer.rang', offer: ring('o') })
  deepEqual(rung.offers, [ring('o')])
  deepEqual(onDesk(rung, { type: 'offer.ended', id: 'o' as OfferId }), empty)
})

test('a conversation that changes keeps its place on the screen', () => {
  const desk = { ...empty, conversations: [talk('a'), talk('b')] }
  const changed = onDesk(desk, { type: 'conversation.changed', conversation: talk('a', 'high') })
  deepEqual(changed.conversations, [talk('a', 'high'), talk('b')])
})

test('what events do not speak of stays as it was', () => {
  const after = onDesk(empty, { type: 'seat.changed', seat: { taken: 1 } })
  deepEqual(after, { ...empty, seat: { taken: 1 } })
  equal(after.me, 'mina')
})

test('hearing of an end that was never begun changes nothing', () => {
  deepEqual(onDesk(empty, { type: 'conversation.gone', id: 'a' as ConversationId }), empty)
  deepEqual(onDesk(empty, { type: 'offer.ended', id: 'o' as OfferId }), empty)
})

const events = fc.oneof(
  fc
    .record({ id: fc.constantFrom('o', 'p', 'q'), language: fc.constantFrom('fr', 'en') })
    .map(({ id, language }) => ({ type: 'offer.rang' as const, offer: ring(id, language) })),
  fc
    .constantFrom('o', 'p', 'q')
    .map((id) => ({ type: 'offer.ended' as const, id: id as OfferId, how: 'expired' })),
  fc
    .record({ id: fc.constantFrom('a', 'b', 'c'), risk: fc.constantFrom('none', 'high') })
    .map(({ id, risk }) => ({
      type: 'conversation.changed' as const,
      conversation: talk(id, risk),
    })),
  fc
    .constantFrom('a', 'b', 'c')
    .map((id) => ({ type: 'conversation.gone' as const, id: id as ConversationId })),
  fc.nat({ max: 3 }).map((taken) => ({ type: 'seat.changed' as const, seat: { taken } })),
)

test('a snapshot and the events after it give the fresh snapshot, wherever it was taken', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 40 }), fc.nat(), (happened, cut) => {
      const at = cut % (happened.length + 1)
      const truth = happened.reduce(live, new World())
      const snapshot = happened.slice(0, at).reduce(live, new World()).view()
      const followed = happened.slice(at).reduce<View>(onDesk<View>, snapshot)
      deepEqual(followed, truth.view())
    }),
  )
})

test('an event heard twice is as good as once', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 20 }), (happened) => {
      for (const event of happened) {
        const desk = happened.reduce<View>(onDesk<View>, empty)
        const once = onDesk(desk, event)
        deepEqual(onDesk(once, event), once)
      }
    }),
  )
})

/** The truth as a server keeps it: rows by id in the order they were made. */
class World {
  readonly offers = new Map<string, View['offers'][number]>()
  readonly conversations = new Map<string, View['conversations'][number]>()
  taken = 0

  view(): View {
    const offers = [...this.offers.values()]
    const conversations = [...this.conversations.values()]
    return { ...empty, seat: { taken: this.taken }, offers, conversations }
  }
}

function live(world: World, event: DeskEvent<View>): World {
  if (event.type === 'offer.rang') world.offers.set(event.offer.id, event.offer)
  else if (event.type === 'offer.ended') world.offers.delete(event.id)
  else if (event.type === 'conversation.gone') world.conversations.delete(event.id)
  else if (event.type === 'seat.changed') world.taken = event.seat.taken
  else world.conversations.set(event.conversation.id, event.conversation)
  return world
}
