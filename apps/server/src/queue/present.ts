import type { LineView } from '@veilleuse/contract/desk'
import type { QueueRow } from '@veilleuse/contract/queue'
import type { LineStatus, Place } from '@veilleuse/contract/visit'
import { limitNow } from '@veilleuse/domain/conversation'
import { hoursBy, type Hours } from '@veilleuse/domain/hours'
import type { ConversationId, LineId, StaffId } from '@veilleuse/domain/ids'
import type { Language, Worded } from '@veilleuse/domain/language'
import type { Skill } from '@veilleuse/domain/line'
import { lineState, type LineFooting, type LineState } from '@veilleuse/domain/line-state'
import { placeReason, rankOf } from '@veilleuse/domain/order'
import { paceOf, type Recent } from '@veilleuse/domain/pace'
import { places, shownAtDesk } from '@veilleuse/domain/queue'
import type { Planned } from '@veilleuse/domain/shift'
import type { Urgency } from '@veilleuse/domain/triage'
import { type Pace, waitRange, waitsAt } from '@veilleuse/domain/wait'
import type { SeatNow } from '../seat/store.ts'

export type LineFacts = {
  readonly id: LineId
  readonly slug: string
  readonly name: Worded
  readonly hours: Hours
  readonly most_waiting: number | null
  readonly skill: Skill
  readonly revision: number
}

export type WaitingFacts = {
  readonly id: ConversationId
  readonly arrivedAt: Date
  readonly language: Language
  readonly session: number
  readonly present: boolean
  readonly atHead: boolean
  readonly urgency: Urgency
}

/** A line at one moment, from which every page's numbers are told. */
export type LineNow = {
  readonly line: LineFacts
  readonly now: Date
  /** How many wait, and of how many of these the page is there. */
  readonly waiting: { readonly all: number; readonly present: number }
  /** Who waits, in order: everybody, or as many of the first as were asked for. */
  readonly queue: readonly WaitingFacts[]
  readonly seats: readonly SeatNow[]
  /** The rota from now on. */
  readonly shifts: readonly Planned[]
  /** What its last contacts were like: what the wait rests on. */
  readonly recent: Recent
}

/** On shift: able to take somebody now, or back from a break soon. */
function onShift(at: Pick<LineNow, 'seats'>): readonly SeatNow[] {
  return at.seats.filter(
    (seat) => seat.here && (seat.state === 'available' || seat.state === 'break'),
  )
}

export function paceNow(at: Pick<LineNow, 'seats' | 'recent'>): Pace {
  const seats = at.seats.filter((seat) => seat.here && seat.state === 'available')
  const slots = seats.reduce((sum, seat) => sum + limitNow(seat), 0)
  const taken = seats.reduce((sum, seat) => sum + Math.min(seat.taken, limitNow(seat)), 0)
  return paceOf(at.recent, { slots, free: slots - taken })
}

/** What the line's state rests on, as it was read. */
export function footingOf(at: LineNow): LineFooting {
  const pace = paceNow(at)
  return {
    now: at.now,
    hours: hoursBy('chat', at.line.hours),
    there: whoIsThere(at.seats),
    shifts: at.shifts,
    waiting: at.waiting.all,
    mostWaiting: at.line.most_waiting ?? undefined,
    atOnce: nextPlace(at) <= pace.free,
    wait: waitRange(nextPlace(at), pace),
  }
}

export function whoIsThere(seats: readonly SeatNow[]): readonly StaffId[] {
  return onShift({ seats }).map((seat) => seat.counsellor)
}

/** For everybody: counts and times only. */
export function forAnyone(at: LineNow): LineStatus {
  return {
    line: at.line.slug,
    name: at.line.name,
    ...stateOnTheWire(lineState(footingOf(at))),
    waiting: at.waiting.all,
    zone: at.line.hours.zone,
    revision: at.line.revision,
  }
}

function stateOnTheWire(told: LineState) {
  const iso = (moment: Date) => moment.toISOString()
  return {
    state: told.state,
    ...('why' in told && { why: told.why }),
    ...('until' in told && { until: iso(told.until) }),
    ...('opensAt' in told && { opensAt: iso(told.opensAt) }),
    ...('dueAt' in told && { dueAt: iso(told.dueAt) }),
    ...('wait' in told && { wait: told.wait }),
  }
}

/** The place of somebody who would come now. */
function nextPlace(at: LineNow): number {
  return at.waiting.present + 1
}

/** For each who waits. The queue must be the whole of it. */
export function placesOf(at: LineNow): (id: ConversationId) => Place | undefined {
  const positions = places(at.queue)
  const waiting = new Map(at.queue.map((one) => [one.id, one]))
  const placed = placing(paceNow(at))
  return (id) => {
    const position = positions.get(id)
    const one = waiting.get(id)
    return position === undefined || !one ? undefined : placed(position, one)
  }
}

type Placed = (position: number, one: Pick<WaitingFacts, 'urgency' | 'atHead'>) => Place

/** What whoever stands at a position is told. */
export function placing(pace: Pace): Placed {
  const waits = waitsAt(pace)
  // Somebody on a break comes back, and nobody can say when.
  const someoneHere = pace.slots > 0
  return (position, one) => {
    const wait = waits(position, rankOf(one))
    return { position, someoneHere, ...(wait && { wait }) }
  }
}

/** For the desk: the line's state and its queue, without a word of what anybody said. */
export function lineForDesk(at: LineNow): LineView {
  const pace = paceNow(at)
  const footing = footingOf(at)
  const { wait } = footing
  return {
    id: at.line.id,
    slug: at.line.slug,
    name: at.line.name,
    ...stateOnTheWire(lineState(footing)),
    waiting: at.waiting.all,
    counsellorsPresent: onShift(at).length,
    ...(wait && { wait }),
    ...(at.recent.lengths.length > 0 && { recentMeanMinutes: Math.round(pace.meanMinutes) }),
  }
}

/** The first of them. Nobody reads further; ten thousand rows at every desk would stop the house. */
export function queueForDesk(at: LineNow): QueueRow[] {
  const shown = at.queue.slice(0, shownAtDesk)
  return shown.map((one, index) => ({
    conversation: one.id,
    line: at.line.id,
    position: index + 1,
    arrivedAt: one.arrivedAt.toISOString(),
    language: one.language,
    session: one.session,
    present: one.present,
    atHead: one.atHead,
    urgency: one.urgency,
    reason: placeReason(one, shown.slice(0, index)),
  }))
}
