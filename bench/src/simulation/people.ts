import { conversationId, lineId, staffId } from '@veilleuse/contract/shapes'
import {
  canTakeMore,
  type Conversation,
  type Seat,
  type SeatState,
} from '@veilleuse/domain/conversation'
import type { ConversationId, LineId, StaffId } from '@veilleuse/domain/ids'
import type { Language } from '@veilleuse/domain/language'
import type { Risk } from '@veilleuse/domain/risk'
import type { Urgency } from '@veilleuse/domain/triage'
import { type Chance, chance } from '@veilleuse/testkit/chance'
import * as v from 'valibot'
import { exponential, lengthOf, oneOf } from './draws.ts'
import type { Colleague, Scenario } from './scenario.ts'

/** Whoever comes to the line in a simulation. All times are minutes from the beginning. */
export type Contact = {
  readonly id: ConversationId
  readonly arrived: number
  readonly arrivedAt: Date
  readonly urgency: Urgency
  readonly language: Language
  /** After this wait they leave. */
  readonly patience: number
  /** They go without a sign. */
  readonly silent: boolean
  /** Of the conversation, by itself. */
  readonly length: number
  readonly risk: Risk
  readonly chance: Chance
  state: 'waiting' | 'open' | 'served' | 'left'
  atHead: boolean
  /** Until when the page has been heard from; Infinity while it is there. */
  heardUntil: number
  /** When each colleague declined. */
  readonly declined: Map<StaffId, number>
  ring: Ring | undefined
  holder: Chair | undefined
  /** When somebody first answered, and when they left or were found gone without that. */
  answered: number | undefined
  left: number | undefined
}

export type Ring = {
  readonly contact: Contact
  readonly chair: Chair
  readonly since: number
  over: boolean
}

/** A seat with whoever is on it. */
export type Chair = {
  readonly id: StaffId
  readonly colleague: Colleague
  state: SeatState
  /** Whether its desk is heard from. */
  here: boolean
  /** When its desk fell silent, as long as it is. */
  goneSince: number | undefined
  idleSince: Date
  ring: Ring | undefined
  readonly holds: Set<Contact>
}

/** The simulation knows one line. */
export const theLine: LineId = v.parse(lineId, named(0))

const epoch = Date.UTC(2026, 2, 10)

/** A minute of the simulation as the rules know time. */
export function moment(minutes: number): Date {
  return new Date(epoch + minutes * 60_000)
}

/** Everybody who will come, drawn one by one, so that each is the same whatever happens to others. */
export function* contactsOf(scenario: Scenario): Generator<Contact, undefined> {
  const times = chance(scenario.seed, 'arrivals')
  const most = Math.max(...scenario.perHour)
  if (most <= 0) return undefined
  let [at, number] = [0, 0]
  for (;;) {
    at += exponential(times, 60 / most)
    if (at >= scenario.minutes) return undefined
    const rate = scenario.perHour[Math.floor(at / 60) % scenario.perHour.length] ?? 0
    if (times.happens(rate / most)) yield aContact(scenario, number++, at)
  }
}

function aContact(scenario: Scenario, number: number, arrived: number): Contact {
  const own = chance(scenario.seed, `contact ${number}`)
  const { high, danger, english, patient, patienceMinutes } = scenario
  const urgency = oneOf(own, [
    ['danger', danger],
    ['high', high],
    ['usual', 1 - high - danger],
  ] as const)
  const stays = own.happens(patient)
  const patience = exponential(own, patienceMinutes === Infinity ? 1e12 : patienceMinutes)
  const needsAll = own.happens(scenario.fullAttention) && urgency !== 'usual'
  return {
    id: v.parse(conversationId, named(number)),
    arrived,
    arrivedAt: moment(arrived),
    urgency,
    language: own.happens(english) ? 'en' : 'fr',
    patience: stays ? Infinity : patience,
    silent: own.happens(scenario.silent),
    length: lengthOf(own, scenario.handling),
    risk: needsAll ? 'high' : 'none',
    chance: own,
    state: 'waiting',
    atHead: false,
    heardUntil: Infinity,
    declined: new Map(),
    ring: undefined,
    holder: undefined,
    answered: undefined,
    left: undefined,
  }
}

export function chairsOf({ staff }: Scenario): readonly Chair[] {
  return staff.map((colleague, number) => ({
    id: v.parse(staffId, named(number)),
    colleague,
    state: 'off',
    here: false,
    goneSince: undefined,
    idleSince: moment(0),
    ring: undefined,
    holds: new Set(),
  }))
}

/** A contact as the rules of conversations know it. */
export function conversationOf(contact: Contact): Conversation {
  return {
    id: contact.id,
    line: theLine,
    language: contact.language,
    state: contact.state === 'waiting' || contact.state === 'open' ? contact.state : 'closed',
    risk: contact.risk,
    session: 1,
    arrivedAt: contact.arrivedAt,
    atHead: contact.atHead,
    counsellor: contact.holder?.id,
    acceptedAt: undefined,
    ending: undefined,
  }
}

/** A chair as the rules of seats know it. */
export function seatOf({ id, state, colleague, holds }: Chair): Seat {
  const pressing = [...holds].some(({ risk }) => risk === 'high')
  return {
    counsellor: id,
    state,
    limit: colleague.limit,
    taken: holds.size,
    highestRisk: pressing ? 'high' : 'none',
  }
}

/** Whether it could be rung now. */
export function isFree(chair: Chair): boolean {
  return chair.here && chair.state === 'available' && !chair.ring && canTakeMore(seatOf(chair))
}

/** An id, the smaller of two being the earlier. */
function named(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}
