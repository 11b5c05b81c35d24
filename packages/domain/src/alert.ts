import type { Risk } from './risk.ts'
import type { ConversationId, LineId, StaffId } from './ids.ts'
import type { Language } from './language.ts'
import { type Able, isAble, type Needs } from './queue.ts'
import type { Silence } from './silence.ts'
import type { Urgency } from './triage.ts'

/** What whoever leads the shift must see, the gravest first. */
export const alertKinds = [
  'danger',
  'silent_at_risk',
  'nobody_can_take',
  'nobody_there',
  'long_wait',
  'rings_missed',
  'counsellor_silent',
] as const
export type AlertKind = (typeof alertKinds)[number]

export type Alert = {
  /** The same as long as it is the same matter, so that somebody who has seen it is left alone. */
  readonly id: string
  readonly kind: AlertKind
  readonly line: LineId
  readonly since: Date
  readonly conversation?: ConversationId
  readonly staff?: StaffId
  readonly language?: Language
}

/** Those that ring at a supervisor's desk and are not only shown. */
export function rings(kind: AlertKind): boolean {
  return kind === 'danger'
}

export type WaitingHere = Needs & {
  readonly id: ConversationId
  readonly arrivedAt: Date
  readonly urgency: Urgency
}

export type TalkHere = {
  readonly id: ConversationId
  readonly line: LineId
  readonly counsellor: StaffId
  readonly acceptedAt: Date
  readonly arrivedAt: Date
  readonly urgency: Urgency
  readonly risk: Risk
  readonly silence: Silence
}

export type PersonHere = Able & {
  readonly staff: StaffId
  /** At their desk, or on a break from it. */
  readonly onShift: boolean
  /** Able to take somebody, now or when they have room again. */
  readonly available: boolean
}

export type LineHere = {
  readonly id: LineId
  /** Its hours say that it is open. */
  readonly open: boolean
  readonly promisedMinutes: number | undefined
}

export type MissedRing = {
  readonly line: LineId
  readonly conversation: ConversationId
  readonly at: Date
}

/** A line as whoever leads the shift must know it at one moment. */
export type Evening = {
  readonly now: Date
  readonly lines: readonly LineHere[]
  readonly waiting: readonly WaitingHere[]
  readonly talks: readonly TalkHere[]
  readonly people: readonly PersonHere[]
  /** Rings nobody answered, of those who still wait. */
  readonly missed: readonly MissedRing[]
}

// Without a promise of the line: what a helpline that answers well rarely exceeds.
const longWait = { minutes: 10 }
const tooManyMissed = 2

/** Everything that must be seen, the gravest first and of equals the oldest. */
export function alertsOf(evening: Evening): readonly Alert[] {
  const all = [
    ...danger(evening),
    ...silentAtRisk(evening),
    ...nobodyCanTake(evening),
    ...nobodyThere(evening),
    ...longWaits(evening),
    ...missedRings(evening),
    ...silentCounsellors(evening),
  ]
  return all.toSorted(
    (a, b) =>
      alertKinds.indexOf(a.kind) - alertKinds.indexOf(b.kind) ||
      a.since.getTime() - b.since.getTime(),
  )
}

// Until somebody has judged the risk: from then on a person has taken it in hand.
function danger({ waiting, talks }: Evening): readonly Alert[] {
  const unjudged = talks.filter(({ risk }) => risk === 'none')
  return [...waiting, ...unjudged]
    .filter(({ urgency }) => urgency === 'danger')
    .map(({ id, line, arrivedAt }) => alert('danger', { line, since: arrivedAt, conversation: id }))
}

function silentAtRisk({ talks }: Evening): readonly Alert[] {
  return talks.flatMap(({ id, line, risk, urgency, silence, counsellor: staff }) => {
    const grave = risk !== 'none' || urgency === 'danger'
    if (!grave || silence.of !== 'visitor' || !isLong(silence.step)) return []
    return [alert('silent_at_risk', { line, since: silence.since, conversation: id, staff })]
  })
}

function isLong(step: (Silence & { of: 'visitor' })['step']): boolean {
  return step === 'soft' || step === 'warning' || step === 'over'
}

/** One for each line and language, however many wait. */
function nobodyCanTake({ waiting, people, lines }: Evening): readonly Alert[] {
  const oldest = new Map<string, WaitingHere>()
  for (const one of waiting) {
    if (people.some((person) => canTake(person, one))) continue
    // A line where nobody is at all says so itself.
    if (isDeserted(one.line, people) && lines.some(({ id, open }) => id === one.line && open))
      continue
    const key = `${one.line} ${one.language}`
    const before = oldest.get(key)
    if (!before || one.arrivedAt < before.arrivedAt) oldest.set(key, one)
  }
  return [...oldest.values()].map(({ line, arrivedAt, language }) =>
    alert('nobody_can_take', { line, since: arrivedAt, language }),
  )
}

/** Whether this person, when they have room, could be rung for this visitor. */
export function canTake(person: PersonHere, visitor: WaitingHere): boolean {
  return person.available && isAble(person, visitor)
}

function isDeserted(line: LineId, people: readonly PersonHere[]): boolean {
  return !people.some((person) => person.onShift && person.lines.includes(line))
}

function nobodyThere({ lines, people, waiting, now }: Evening): readonly Alert[] {
  return lines
    .filter(({ id, open }) => open && isDeserted(id, people))
    .map(({ id }) => {
      const oldest = waiting.filter(({ line }) => line === id).map(({ arrivedAt }) => arrivedAt)
      return alert('nobody_there', { line: id, since: earliest(oldest) ?? now })
    })
}

/** One for each line: since when the one who waits longest has. */
function longWaits({ lines, waiting, now }: Evening): readonly Alert[] {
  return lines.flatMap(({ id, promisedMinutes = longWait.minutes }) => {
    const since = earliest(
      waiting.filter(({ line }) => line === id).map(({ arrivedAt }) => arrivedAt),
    )
    const long = since && now.getTime() - since.getTime() > promisedMinutes * 60_000
    return long ? [alert('long_wait', { line: id, since })] : []
  })
}

function missedRings({ missed }: Evening): readonly Alert[] {
  const by = Map.groupBy(missed, ({ conversation }) => conversation)
  return [...by].flatMap(([conversation, all]) => {
    const [first] = all
    if (!first || all.length < tooManyMissed) return []
    const since = earliest(all.map(({ at }) => at)) ?? first.at
    return [alert('rings_missed', { line: first.line, since, conversation })]
  })
}

function silentCounsellors({ talks }: Evening): readonly Alert[] {
  return talks.flatMap(({ id, line, silence, counsellor: staff }) =>
    silence.of === 'counsellor' && silence.late === 'transfer'
      ? [alert('counsellor_silent', { line, since: silence.since, conversation: id, staff })]
      : [],
  )
}

function alert(kind: AlertKind, about: Omit<Alert, 'id' | 'kind'>): Alert {
  const id = [kind, about.line, about.conversation ?? about.language ?? ''].join(' ')
  return { id, kind, ...about }
}

function earliest(dates: readonly Date[]): Date | undefined {
  return dates.reduce<Date | undefined>(
    (first, one) => (first && first <= one ? first : one),
    undefined,
  )
}
