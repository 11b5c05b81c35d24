import type { ConversationId, OfferId } from './ids.ts'

/**
 * What a person sees at their desk, as far as events change it. The wire's view has more fields;
 * the rules below keep whatever else a view, an offer or a conversation carries.
 */
export type Desk = {
  readonly seat: object
  readonly offers: readonly { readonly id: OfferId }[]
  readonly conversations: readonly { readonly id: ConversationId }[]
}

/** What changed at a desk, past tense. Each one is whole: applying it twice changes nothing more. */
export type DeskEvent<D extends Desk> =
  | { readonly type: 'offer.rang'; readonly offer: D['offers'][number] }
  | { readonly type: 'offer.ended'; readonly id: OfferId }
  | { readonly type: 'conversation.changed'; readonly conversation: D['conversations'][number] }
  | { readonly type: 'conversation.gone'; readonly id: ConversationId }
  | { readonly type: 'seat.changed'; readonly seat: D['seat'] }

/**
 * The desk after an event. A snapshot with every later event applied equals a fresh snapshot,
 * which is what lets a screen that missed something simply ask again.
 */
export function onDesk<D extends Desk>(desk: D, event: DeskEvent<D>): D {
  switch (event.type) {
    case 'offer.rang':
      return { ...desk, offers: put(desk.offers, event.offer) }
    case 'offer.ended':
      return { ...desk, offers: without(desk.offers, event.id) }
    case 'conversation.changed':
      return { ...desk, conversations: put(desk.conversations, event.conversation) }
    case 'conversation.gone':
      return { ...desk, conversations: without(desk.conversations, event.id) }
    case 'seat.changed':
      return { ...desk, seat: event.seat }
  }
}

type Known = { readonly id: string }

// In its old place if it has one: a conversation must not jump on the screen because it changed.
function put<One extends Known>(all: readonly One[], one: One): readonly One[] {
  return all.some(({ id }) => id === one.id)
    ? all.map((other) => (other.id === one.id ? one : other))
    : [...all, one]
}

function without<One extends Known>(all: readonly One[], id: string): readonly One[] {
  return all.filter((one) => one.id !== id)
}
