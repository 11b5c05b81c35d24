import { ok } from 'node:assert/strict'
import { test } from 'node:test'
import { type Forecast, withLeaving, withoutLeaving } from '@veilleuse/domain/staffing'
import { simulate } from './day.ts'
import { colleagues, type Scenario, usualScenario } from './scenario.ts'
import { batchMeans, type Estimate } from './tally.ts'

/** A line as the formulas take it to be: rings are answered at once, lengths end by chance. */
function aPlainLine(wish: {
  perHour: number
  minutes: number
  servers: number
  contacts: number
  patience?: number
}): Scenario {
  return {
    ...usualScenario,
    seed: 20_261_122,
    minutes: (wish.contacts / wish.perHour) * 60,
    perHour: [wish.perHour],
    high: 0,
    danger: 0,
    handling: { minutes: wish.minutes, shape: 'exponential', spread: 1 },
    patienceMinutes: wish.patience ?? Infinity,
    silent: 0,
    staff: colleagues(wish.servers, { limit: 1 }),
    answers: { seconds: 0, declined: 0, missed: 0, backAfterMinutes: 0 },
  }
}

const withoutPatience = [
  { perHour: 12, minutes: 15, servers: 4, contacts: 60_000 },
  { perHour: 60, minutes: 8, servers: 10, contacts: 60_000 },
  { perHour: 200, minutes: 3, servers: 14, contacts: 80_000 },
]

for (const line of withoutPatience)
  test(`where nobody leaves, ${line.servers} people are as Erlang C says`, () => {
    const formula = stable(
      withoutLeaving(line.servers, { perHour: line.perHour, handlingMinutes: line.minutes }),
    )
    agree(run(aPlainLine(line)), formula)
  })

const withPatience = [
  { perHour: 200, minutes: 3, servers: 14, contacts: 80_000, patience: 5 },
  { perHour: 200, minutes: 3, servers: 13, contacts: 80_000, patience: 5 },
  // More come than can be served: without people who leave there would be no end to it.
  { perHour: 20, minutes: 25, servers: 6, contacts: 60_000, patience: 15 },
]

for (const line of withPatience)
  test(`where people leave after ${line.patience} minutes, ${line.servers} are as Erlang A says`, () => {
    const { perHour, minutes: handlingMinutes, patience: patienceMinutes } = line
    const formula = stable(withLeaving(line.servers, { perHour, handlingMinutes, patienceMinutes }))
    agree(run(aPlainLine(line)), formula)
  })

type Run = Readonly<Record<'waits' | 'leaves' | 'meanWaitMinutes' | 'soon', Estimate>>

const soon = { minutes: 1 / 3 }

function run(scenario: Scenario): Run {
  const { contacts } = simulate(scenario)
  const settled = contacts.filter(({ arrived }) => arrived > scenario.minutes / 20)
  const waits = settled.map((one) => (one.answered ?? one.left ?? one.arrived) - one.arrived)
  const share = (which: (index: number) => boolean) =>
    batchMeans(settled.map((_, index) => (which(index) ? 1 : 0)))
  const isAnswered = (index: number) => settled[index]?.answered !== undefined
  return {
    waits: share((index) => (waits[index] ?? 0) > 1e-9),
    leaves: share((index) => !isAnswered(index)),
    meanWaitMinutes: batchMeans(waits),
    soon: share((index) => isAnswered(index) && (waits[index] ?? 0) <= soon.minutes),
  }
}

function agree(found: Run, formula: Forecast) {
  const told = { ...formula, soon: formula.answeredWithin(soon) }
  for (const what of ['waits', 'leaves', 'meanWaitMinutes', 'soon'] as const) {
    const { value, within } = found[what]
    ok(
      Math.abs(value - told[what]) <= within + 1e-12,
      `${what}: ${value} ± ${within}, the formula says ${told[what]}`,
    )
    // An interval that holds everything would prove nothing.
    ok(within <= Math.max(0.25 * told[what], 0.01), `${what}: ± ${within} of ${told[what]}`)
  }
}

function stable(found: Forecast | 'unstable'): Forecast {
  if (found === 'unstable') throw new Error('unstable')
  return found
}
