import { whyNotAccept, whyNotOffer } from '@veilleuse/domain/conversation'
import { inOrder } from '@veilleuse/domain/order'
import {
  counsellorGrace,
  declinedRemembered,
  placeKept,
  ringing,
  visitorPresent,
} from '@veilleuse/domain/patience'
import { type Free, rings, type Waiting } from '@veilleuse/domain/queue'
import { lengthening } from '@veilleuse/domain/staffing'
import { chance } from '@veilleuse/testkit/chance'
import { makeAgenda } from './agenda.ts'
import { exponential } from './draws.ts'
import {
  type Chair,
  chairsOf,
  type Contact,
  contactsOf,
  conversationOf,
  isFree,
  moment,
  type Ring,
  seatOf,
  theLine,
} from './people.ts'
import type { Scenario } from './scenario.ts'

/** What has just happened, for whoever keeps count. */
export type News = {
  /** `rung`: all have been rung for who could be, as things are. */
  readonly type: 'arrived' | 'rang' | 'rung' | 'answered' | 'ended' | 'left' | 'returned' | 'looked'
  readonly at: number
  readonly contact?: Contact
}

/** The line as it stands at a moment. */
export type Scene = {
  readonly now: number
  /** Who waits, ringing or not, in order. */
  readonly queue: readonly Contact[]
  readonly chairs: readonly Chair[]
}

export type Day = {
  readonly contacts: readonly Contact[]
  /** Conversations that went on, and could have gone on, in minutes. */
  readonly talked: number
  readonly couldTalk: number
  readonly rings: { rang: number; declined: number; missed: number }
}

/** How long a counsellor writes to nobody. */
const inVain = { minutes: 5 }

type Wish = {
  /** Serves everybody in the order they came, whatever they said. */
  readonly firstCome?: boolean
  readonly hear?: (news: News, scene: Scene) => void
  /** How often `looked` is told; never when absent. */
  readonly lookEvery?: number
}

/** Runs a scenario through the rules that the server runs, with nothing but time made up. */
export function simulate(scenario: Scenario, wish: Wish = {}): Day {
  const { firstCome = false, hear = () => undefined, lookEvery } = wish
  const agenda = makeAgenda<() => void>()
  const chairs = chairsOf(scenario)
  const coming = contactsOf(scenario)
  const contacts: Contact[] = []
  const queue: Contact[] = []
  const troubles = chance(scenario.seed, 'troubles')
  const count = { rang: 0, declined: 0, missed: 0 }
  let [now, talked, couldTalk] = [0, 0, 0]

  for (const chair of chairs) {
    agenda.add(chair.colleague.from, () => sits(chair))
    if (chair.colleague.to < Infinity) agenda.add(chair.colleague.to, () => goes(chair))
  }
  nextComes()
  if (lookEvery !== undefined) agenda.add(lookEvery, looks)
  const last = scenario.minutes + 24 * 60
  for (let event = agenda.next(); event && event.at < last; event = agenda.next()) {
    passes(event.at)
    event.event()
  }
  return { contacts, talked, couldTalk, rings: count }

  function passes(to: number) {
    const until = Math.min(to, scenario.minutes)
    if (until > now)
      for (const { state, colleague, holds } of chairs) {
        talked += holds.size * (until - now)
        // Who goes home with somebody still there stays for them.
        couldTalk += (state === 'off' ? holds.size : colleague.limit) * (until - now)
      }
    now = to
  }

  function tell(type: News['type'], contact?: Contact) {
    hear({ type, at: now, ...(contact && { contact }) }, { now, queue, chairs })
  }

  function looks() {
    tell('looked')
    if (now < scenario.minutes) agenda.add(now + (lookEvery ?? Infinity), looks)
  }

  function nextComes() {
    const next = coming.next()
    if (next.done) return
    const contact = next.value
    agenda.add(contact.arrived, () => {
      contacts.push(contact)
      enters(contact)
      if (contact.patience < Infinity) agenda.add(now + contact.patience, () => loses(contact))
      tell('arrived', contact)
      ring()
      nextComes()
    })
  }

  function enters(contact: Contact) {
    const place = queue.findIndex((other) => inOrder(ranked(contact), ranked(other)) < 0)
    queue.splice(place < 0 ? queue.length : place, 0, contact)
  }

  function leavesQueue(contact: Contact) {
    queue.splice(queue.indexOf(contact), 1)
  }

  /** As the order knows them: where all are alike, first come is first served. */
  function ranked(contact: Contact) {
    const { id, arrivedAt, atHead, urgency } = contact
    if (firstCome) return { id, arrivedAt, atHead: false, urgency: 'usual' } as const
    return { id, arrivedAt, atHead, urgency }
  }

  function ring() {
    const waits = queue.filter((one) => !one.ring)
    if (waits.length === 0) return
    const free = chairs.filter((one) => isFree(one))
    if (free.length === 0) return
    for (const { conversation, counsellor } of rings(waits.map(asWaiting), free.map(asFree))) {
      const contact = waits.find(({ id }) => id === conversation)
      const chair = free.find(({ id }) => id === counsellor)
      if (!contact || !chair) continue
      if (whyNotOffer(conversationOf(contact), seatOf(chair))) continue
      rang({ contact, chair, since: now, over: false })
    }
    tell('rung')
  }

  function asWaiting(contact: Contact): Waiting {
    const lately = now - declinedRemembered.minutes
    return {
      ...ranked(contact),
      line: theLine,
      language: contact.language,
      skill: 'listener',
      present: contact.heardUntil >= now - visitorPresent.seconds / 60,
      declinedBy: [...contact.declined].flatMap(([by, at]) => (at > lately ? [by] : [])),
    }
  }

  function asFree({ id, holds, idleSince, colleague }: Chair): Free {
    const { languages } = colleague
    const able = { lines: [theLine], languages, skills: ['listener'] as const }
    return { counsellor: id, taken: holds.size, idleSince, ...able }
  }

  function rang(one: Ring) {
    const { contact, chair } = one
    count.rang += 1
    contact.ring = one
    chair.ring = one
    tell('rang', contact)
    const { seconds, declined, missed } = scenario.answers
    const fate = contact.chance.next()
    const after = exponential(contact.chance, seconds / 60)
    const tooLate = ringing.seconds / 60
    if (fate < missed || after >= tooLate) agenda.add(now + tooLate, () => misses(one))
    else if (fate < missed + declined) agenda.add(now + after, () => declines(one))
    else agenda.add(now + after, () => accepts(one))
  }

  function stops(one: Ring): boolean {
    if (one.over) return false
    one.over = true
    one.contact.ring = undefined
    one.chair.ring = undefined
    return true
  }

  function misses(one: Ring) {
    if (!stops(one)) return
    count.missed += 1
    const { chair } = one
    chair.state = 'away'
    agenda.add(now + scenario.answers.backAfterMinutes, () => sits(chair))
    ring()
  }

  function declines(one: Ring) {
    if (!stops(one)) return
    count.declined += 1
    one.contact.declined.set(one.chair.id, now)
    // Until then this desk is not rung for them.
    agenda.add(now + declinedRemembered.minutes + 1e-6, ring)
    ring()
  }

  function accepts(one: Ring) {
    const { contact, chair } = one
    if (one.over) return
    if (whyNotAccept(conversationOf(contact), seatOf(chair)))
      throw new Error('a ring nobody may take')
    stops(one)
    leavesQueue(contact)
    contact.state = 'open'
    contact.atHead = false
    contact.holder = chair
    // Who had gone without a sign a moment before is answered in vain.
    const isThere = contact.left === undefined
    if (isThere) contact.answered ??= now
    chair.holds.add(contact)
    tell('answered', contact)
    const alone = isThere ? contact.length : inVain.minutes
    agenda.add(now + alone * lengthening(chair.colleague.limit), () => ends(one))
    ring()
  }

  function ends({ contact, chair }: Ring) {
    if (contact.holder !== chair || contact.state !== 'open') return
    contact.state = 'served'
    chair.holds.delete(contact)
    chair.idleSince = moment(now)
    tell('ended', contact)
    ring()
  }

  /** Out of patience. Only who still waits can lose it. */
  function loses(contact: Contact) {
    if (contact.state !== 'waiting' || contact.answered !== undefined) return
    contact.left ??= now
    if (!contact.silent) return isGone(contact)
    contact.heardUntil = now
    agenda.add(now + placeKept.minutes, () => isGone(contact))
  }

  function isGone(contact: Contact) {
    if (contact.state !== 'waiting') return
    if (contact.ring) stops(contact.ring)
    leavesQueue(contact)
    contact.state = 'left'
    tell('left', contact)
    ring()
  }

  function sits(chair: Chair) {
    if (now >= chair.colleague.to) return
    chair.state = 'available'
    chair.here = true
    chair.goneSince = undefined
    chair.idleSince = moment(now)
    if (scenario.vanishPerHour > 0)
      agenda.add(now + exponential(troubles, 60 / scenario.vanishPerHour), () => vanishes(chair))
    ring()
  }

  /** At the end of a shift: who is still talked with is not left. */
  function goes(chair: Chair) {
    chair.state = 'off'
    if (chair.ring) stops(chair.ring)
    ring()
  }

  /** The desk falls silent, which the house believes after the grace. */
  function vanishes(chair: Chair) {
    if (!chair.here || chair.state !== 'available') return
    chair.here = false
    chair.goneSince = now
    agenda.add(now + counsellorGrace.seconds / 60, () => isGivenUp(chair))
  }

  function isGivenUp(chair: Chair) {
    if (chair.ring) stops(chair.ring)
    if (chair.state === 'available') chair.state = 'away'
    for (const contact of chair.holds) {
      contact.state = 'waiting'
      contact.atHead = true
      contact.holder = undefined
      enters(contact)
      tell('returned', contact)
    }
    chair.holds.clear()
    agenda.add(now + scenario.answers.backAfterMinutes, () => sits(chair))
    ring()
  }
}
