import type { ToDesk } from '@veilleuse/contract/socket-desk'
import type { ToVisitor } from '@veilleuse/contract/socket-visit'
import type { VisitView } from '@veilleuse/contract/visit'
import type { ConversationId, LineId, StaffId } from '@veilleuse/domain/ids'
import type { Said } from './append.ts'
import type { Delivery, Ear } from './delivery.ts'
import type { House } from './house.ts'
import type { Hub, VisitGuest } from './hub.ts'
import type { Line } from './socket.ts'
import type { InTurn } from './turns.ts'

/** What both doors' sockets share: who is connected, and how news reaches them. */
export type Switchboard = {
  readonly house: House
  readonly hub: Hub
  readonly delivery: Delivery
  /**
   * What a conversation's visitors or a desk are told, one after another: an older view is never said
   * after a newer one. The matter is the conversation's id, or the desk's guest.
   */
  readonly inTurn: InTurn
  /**
   * Stores a message, acknowledges it to who said it, hands it to everybody else. While one waits to
   * be said again, those behind it are refused too, so that the writer's order stays.
   */
  say(said: Said, from: { readonly line: Line; readonly ear: Ear }): Promise<void>
  toVisitor(conversation: ConversationId, frame: ToVisitor): void
  toCounsellor(conversation: ConversationId, frame: ToDesk): void
  /** Writes down that these pages are there, now and not at the next beat. */
  seenNow(of: { visitors?: readonly ConversationId[]; desks?: readonly StaffId[] }): Promise<void>
  /** `waitsOn`: the line on which it waits to be rung for. */
  visitorCame(conversation: ConversationId, waitsOn: LineId | undefined): void
  visitorWent(conversation: ConversationId): void
  deskCame(staff: StaffId): void
  deskWent(staff: StaffId): void
  heldHere(staff: StaffId): readonly ConversationId[]
  /** What this guest is told now: the view, with the place it has in this moment. */
  placed(guest: VisitGuest, view: VisitView): VisitView
  earlierOfHeld(staff: StaffId, id: ConversationId): Promise<boolean>
  /** There is news in the outbox: read it now. */
  look(): void
  close(): void
}
