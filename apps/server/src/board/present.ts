import type { BoardLine, BoardPerson, BoardView } from '@veilleuse/contract/board'
import { alertsOf, type Alert, type MissedRing } from '@veilleuse/domain/alert'
import { limitNow } from '@veilleuse/domain/conversation'
import { isOpen } from '@veilleuse/domain/hours'
import type { StaffId } from '@veilleuse/domain/ids'
import { lineState } from '@veilleuse/domain/line-state'
import { rankOf, type Rank } from '@veilleuse/domain/order'
import { silenceOf, type Silence, type SilenceTerms } from '@veilleuse/domain/silence'
import { footingOf, queueForDesk, type LineFacts, type LineNow } from '../queue/present.ts'
import type { SeatNow } from '../seat/store.ts'
import type { TalkRow, Today } from './store.ts'

export type BoardFacts = {
  readonly now: Date
  readonly lines: readonly (LineNow & {
    readonly line: LineFacts & {
      readonly promised_minutes: number | null
      readonly retired_at: Date | null
      readonly silence: SilenceTerms
    }
  })[]
  readonly talks: readonly TalkRow[]
  readonly missed: readonly MissedRing[]
  readonly today: readonly Today[]
}

/** The whole board, for who leads the shift. */
export function forSupervisor(facts: BoardFacts): BoardView {
  const people = peopleOf(facts)
  const talks = talksOf(facts)
  const aliases = new Map(people.map((seat) => [seat.counsellor, seat.alias]))
  return {
    lines: facts.lines.map((at) => lineOf(at, facts)),
    waiting: facts.lines.flatMap((at) =>
      queueForDesk(at).map((row) => ({ ...row, line: at.line.id })),
    ),
    talks: talks.map(({ row, silence }) => ({
      conversation: row.id,
      line: row.line,
      alias: row.alias,
      language: row.language,
      acceptedAt: row.acceptedAt.toISOString(),
      risk: row.risk,
      urgency: row.urgency,
      visitorPresent: row.visitorPresent,
      silence: {
        of: silence.of,
        since: silence.since.toISOString(),
        timeAsked:
          silence.of === 'visitor' &&
          row.timeAskedAt !== undefined &&
          row.timeAskedAt >= silence.since,
        ...(silence.of === 'visitor' && silence.step && { step: silence.step }),
      },
    })),
    people: people.map(personOf),
    alerts: alertsOf({
      now: facts.now,
      lines: facts.lines.map(({ line }) => ({
        id: line.id,
        open: isOffered(line, facts.now),
        promisedMinutes: line.promised_minutes ?? undefined,
      })),
      waiting: facts.lines.flatMap((at) =>
        at.queue.map((one) => ({ ...one, line: at.line.id, skill: at.line.skill })),
      ),
      talks: talks.map(({ row, silence }) => ({ ...row, silence })),
      people: people.map((seat) => ({
        staff: seat.counsellor,
        lines: seat.lines,
        languages: seat.languages,
        skills: seat.skills,
        onShift: seat.here && (seat.state === 'available' || seat.state === 'break'),
        available: isAvailable(seat),
      })),
      missed: facts.missed,
    }).map((alert) => alertFor(alert, aliases)),
  }
}

/** The same for who plans the rota: how many people, and not who. */
export function forCoordinator({ lines, waiting, talks, alerts }: BoardView): BoardView {
  return {
    lines,
    waiting,
    talks: talks.map(({ alias: _who, ...talk }) => talk),
    alerts: alerts.map(({ alias: _who, ...alert }) => alert),
  }
}

function lineOf(at: BoardFacts['lines'][number], { talks, today }: BoardFacts): BoardLine {
  const { line } = at
  const seats = at.seats.filter((seat) => seat.here)
  const available = seats.filter(isAvailable)
  const oldest = oldestIn(at.queue)
  return {
    id: line.id,
    slug: line.slug,
    name: line.name,
    open: line.retired_at === null && lineState(footingOf(at)).state !== 'closed',
    waiting: at.waiting.all,
    ranks: ranksIn(at.queue),
    ...(oldest && { oldestSince: oldest.toISOString() }),
    talks: talks.filter((talk) => talk.line === line.id).length,
    available: available.length,
    onBreak: seats.filter(({ state }) => state === 'break').length,
    places: available.reduce((sum, seat) => sum + Math.max(0, limitNow(seat) - seat.taken), 0),
    today: todayFor(today.find((one) => one.line === line.id)),
    ...(line.promised_minutes !== null && { promisedMinutes: line.promised_minutes }),
  }
}

/** Its hours say that it is open; one that is offered no more says nothing. */
function isOffered(line: BoardFacts['lines'][number]['line'], now: Date): boolean {
  return line.retired_at === null && isOpen(line.hours, now)
}

function ranksIn(queue: LineNow['queue']): Record<Rank, number> {
  const many = { danger: 0, returned: 0, high: 0, usual: 0 }
  for (const one of queue) many[rankOf(one)] += 1
  return many
}

function oldestIn(queue: LineNow['queue']): Date | undefined {
  let oldest: Date | undefined
  for (const { arrivedAt } of queue) if (!oldest || arrivedAt < oldest) oldest = arrivedAt
  return oldest
}

function todayFor(sums: Today | undefined): BoardLine['today'] {
  if (!sums) return { came: 0, answered: 0, inTime: 0, due: 0, unserved: 0 }
  const { came, answered, in_time: inTime, due, abandoned, refused } = sums
  return { came: came + refused, answered, inTime, due, unserved: abandoned + refused }
}

function talksOf({ talks, lines, now }: BoardFacts) {
  return talks.flatMap((row): { row: TalkRow; silence: Silence }[] => {
    const line = lines.find((at) => at.line.id === row.line)
    return line ? [{ row, silence: silenceOf(row, line.line.silence, now) }] : []
  })
}

/** Whoever sits at a desk, once, however many lines they answer. */
function peopleOf({ lines }: BoardFacts): readonly SeatNow[] {
  const seats = new Map(lines.flatMap((at) => at.seats).map((seat) => [seat.counsellor, seat]))
  return [...seats.values()]
    .filter((seat) => seat.state !== 'off' || seat.taken > 0)
    .toSorted((a, b) => (a.alias < b.alias ? -1 : 1))
}

function personOf(seat: SeatNow): BoardPerson {
  return {
    alias: seat.alias,
    lines: [...seat.lines],
    state: seat.state,
    since: seat.changedAt.toISOString(),
    taken: seat.taken,
    limit: limitNow(seat),
    here: seat.here,
  }
}

function isAvailable(seat: SeatNow): boolean {
  return seat.here && seat.state === 'available'
}

function alertFor(alert: Alert, aliases: ReadonlyMap<StaffId, string>) {
  const alias = alert.staff && aliases.get(alert.staff)
  return {
    id: alert.id,
    kind: alert.kind,
    line: alert.line,
    since: alert.since.toISOString(),
    ...(alert.language && { language: alert.language }),
    ...(alias !== undefined && { alias }),
    ...(alert.conversation && { conversation: alert.conversation }),
  }
}
