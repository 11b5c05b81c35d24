import { ok } from 'node:assert/strict'
import type { Fates } from '../weather.ts'
import type { Plan, Trouble } from './plan.ts'

export type Strike = {
  readonly trouble: Trouble
  /** Messages that were written and not acknowledged at that moment. */
  readonly onTheirWay: number
  /** Until everybody was live again and those messages were stored. */
  readonly seconds: number
}

/** What happened in a storm. */
export type Facts = Readonly<Fates> & {
  readonly strikes: readonly Strike[]
  readonly stored: number
  /** Messages whose acknowledgement reached the one who wrote them. */
  readonly acknowledged: number
  /** Stored when the server died, and nobody told. */
  readonly answersLost: number
  /** Welcomes beyond the first of each client. */
  readonly comebacks: number
  readonly linesLost: number
  /** Who came from the queue to a counsellor in the meantime. */
  readonly served: number
}

/** Fails when so little happened that nothing lost means nothing. */
export function notEmpty({ conversations, troubles }: Plan, facts: Facts): void {
  const clients = conversations * 1.5
  const { strikes } = facts
  ok(strikes.length === troubles.length, 'every strike was made')
  const struck = strikes.filter(({ onTheirWay }) => onTheirWay > 0)
  ok(struck.length >= strikes.length / 2, 'half of the strikes hit messages on their way')
  const hit = strikes.reduce((sum, { onTheirWay }) => sum + onTheirWay, 0)
  ok(hit >= strikes.length * conversations * 0.05, `only ${hit} messages were on their way`)
  ok(facts.stored >= strikes.length * conversations * 2, `only ${facts.stored} were stored`)
  ok(facts.acknowledged >= facts.stored * 0.5, `only ${facts.acknowledged} were acknowledged`)
  ok(facts.served === strikes.length, 'the queue moved at every strike')
  const deaths = strikes.filter(({ trouble }) => trouble === 'server' || trouble === 'both')
  ok(facts.comebacks >= deaths.length * clients * 0.9, `only ${facts.comebacks} came back`)
  if (!troubles.includes('network')) return
  for (const what of ['held', 'doubled', 'overtaken', 'linesLost'] as const)
    ok(facts[what] > 0, `no frames or lines ${what}`)
}

/** In plain words. */
export function told(facts: Facts): readonly string[] {
  const { strikes } = facts
  const onTheirWay = strikes.map((one) => one.onTheirWay)
  const slowest = Math.max(...strikes.map(({ seconds }) => seconds))
  const fates = `${facts.held} frames held up, ${facts.doubled} doubled, ${facts.overtaken} overtaken`
  return [
    `${strikes.length} strikes, with ${onTheirWay.join(', ')} messages on their way`,
    `${facts.stored} messages stored, ${facts.acknowledged} of them known to be by their writers`,
    `${facts.answersLost} were stored when the server died, and only the answer was lost`,
    `${facts.comebacks} comebacks; after the slowest strike all was well in ${slowest.toFixed(1)} s`,
    `${facts.served} visitors served from the queue, each in their turn`,
    `${fates}, ${facts.linesLost} lines lost`,
  ]
}
