import { simulate } from './day.ts'
import { colleagues, type Scenario, usualScenario } from './scenario.ts'
import { type Class, classOf } from './tally.ts'

/**
 * A load where plain first come, first served keeps people waiting for twenty minutes: seven come an
 * hour for each counsellor with two conversations, who can serve four.
 */
export function hardDay(seed: number, { staff = 100, high = 0.05 } = {}): Scenario {
  return {
    ...usualScenario,
    seed,
    minutes: 24 * 60,
    perHour: [staff * 7],
    high,
    danger: 0.01,
    patienceMinutes: 30,
    staff: colleagues(staff, { limit: 2 }),
  }
}

export type Compared = {
  readonly firstCome: Readonly<Record<'high' | 'danger' | 'usual', Class>>
  readonly ours: Readonly<Record<'high' | 'danger' | 'usual', Class>>
}

/** The same day, served by the rules and in plain order of coming. */
export function compare(scenario: Scenario, warmUp: number): Compared {
  const [ours, firstCome] = [simulate(scenario), simulate(scenario, { firstCome: true })].map(
    (day) => ({
      danger: classOf(day, { warmUp, urgency: 'danger' }),
      high: classOf(day, { warmUp, urgency: 'high' }),
      usual: classOf(day, { warmUp, urgency: 'usual' }),
    }),
  )
  if (!ours || !firstCome) throw new Error('a day is missing')
  return { ours, firstCome }
}

/** The first hours, in which the queue of a hard day grows, are not counted. */
export const settled = { minutes: 120 }
