import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { colleagues, type Scenario, usualScenario } from './scenario.ts'

/** What was typed after `npm run simulate --`. */
export type Asked =
  | { readonly what: 'help' }
  | { readonly what: 'day'; readonly scenario: Scenario; readonly warmUp: number }
  | { readonly what: 'high-risk' | 'calibration'; readonly seed: number }
  | { readonly what: 'nonsense'; readonly why: string }

export const help = `npm run simulate -- [options]

Replays a day of one line through the rules the server runs, on a clock that is moved, and the same
day in plain first come, first served. The same seed gives the same day.

Who comes
  --arrivals 12/h        contacts an hour, all day                               12/h
  --profile hours.json   contacts an hour, hour by hour: [3, 1, 0, …]; instead of --arrivals
  --hours 24             how long contacts come                                  24
  --warm-up 2            hours at the beginning that are not counted             2
  --high 0.08            share whose answers make it pressing                    0.08
  --danger 0.01          share who say they are in danger                        0.01
  --english 0            share who need somebody who speaks English              0
  --patience 20          mean minutes until a visitor leaves, or never           20
  --silent 0.3           of those who leave, the share without a sign            0.3

Who answers
  --staff 4              people at any time                                      4
  --limit 2              how many conversations each holds at once, 1 to 3       2
  --shift 4              hours of a shift; without it, everybody stays
  --speak-english 1      share of them who speak English                         1
  --handling 25          mean minutes of one conversation by itself, with its record; two or three
                         at once take longer, by a factor of 1.18 or 1.2         25
  --lengths lognormal    or exponential                                          lognormal
  --spread 0.8           of lognormal lengths: deviation by mean                 0.8
  --full-attention 0.3   of pressing contacts, the share found to need the whole person  0.3
  --ring 6               mean seconds until a ring is answered                   6
  --declined 0.02        share of rings declined                                 0.02
  --missed 0.01          share of rings nobody hears                             0.01
  --vanish 0             how often an hour a desk is lost for good               0

  --seed 1               which day of all possible ones                          1

Instead of a day
  --high-risk            the waits of each class under a load where first come keeps everybody
                         waiting twenty minutes
  --calibration          how often the range told to visitors held the wait, by load; written into
                         docs/wait.md
  --help                 this
`

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const options = {
  arrivals: text,
  profile: text,
  hours: text,
  'warm-up': text,
  high: text,
  danger: text,
  english: text,
  patience: text,
  silent: text,
  staff: text,
  limit: text,
  shift: text,
  'speak-english': text,
  handling: text,
  lengths: text,
  spread: text,
  'full-attention': text,
  ring: text,
  declined: text,
  missed: text,
  vanish: text,
  seed: text,
  'high-risk': flag,
  calibration: flag,
  help: flag,
} as const

class Nonsense extends Error {}

export function asked(typed: readonly string[]): Asked {
  try {
    const { values } = parseArgs({ args: [...typed], options, strict: true })
    if (values.help) return { what: 'help' }
    const seed = whole('seed', values.seed, 1)
    if (values['high-risk']) return { what: 'high-risk', seed }
    if (values.calibration) return { what: 'calibration', seed }
    return aDay(values, seed)
  } catch (error) {
    if (error instanceof Nonsense || (error instanceof TypeError && 'code' in error))
      return { what: 'nonsense', why: error.message }
    throw error
  }
}

type Values = { readonly [Name in keyof typeof options]?: string | boolean }

function aDay(values: Values, seed: number): Asked {
  const { answers, handling, ...usual } = usualScenario
  const number = (name: keyof Values, fallback: number) => amount(name, values[name], fallback)
  const part = (name: keyof Values, fallback: number) => share(name, values[name], fallback)
  const minutes = number('hours', usual.minutes / 60) * 60
  const { shift } = values
  const shiftMinutes = shift === undefined ? undefined : amount('shift', shift, 0) * 60
  if (shiftMinutes === 0) throw new Nonsense('--shift is a number of hours above 0.')
  const limit = whole('limit', values.limit, 2)
  if (limit < 1 || limit > 3) throw new Nonsense('--limit is 1, 2 or 3.')
  const english = part('speak-english', 1)
  const lengths = values.lengths ?? 'lognormal'
  if (lengths !== 'lognormal' && lengths !== 'exponential')
    throw new Nonsense('--lengths is lognormal or exponential.')
  const [high, danger] = [part('high', usual.high), part('danger', usual.danger)]
  if (high + danger > 1) throw new Nonsense('--high and --danger are more than everybody.')
  const scenario: Scenario = {
    ...usual,
    seed,
    minutes,
    perHour: hourly(values),
    high,
    danger,
    english: part('english', usual.english),
    patienceMinutes: values.patience === 'never' ? Infinity : number('patience', 20),
    silent: part('silent', usual.silent),
    staff: colleagues(whole('staff', values.staff, 4), { limit, english, shiftMinutes, minutes }),
    handling: {
      minutes: number('handling', handling.minutes),
      shape: lengths,
      spread: number('spread', handling.spread),
    },
    answers: {
      ...answers,
      seconds: number('ring', answers.seconds),
      declined: part('declined', answers.declined),
      missed: part('missed', answers.missed),
    },
    fullAttention: part('full-attention', usual.fullAttention),
    vanishPerHour: number('vanish', usual.vanishPerHour),
  }
  return { what: 'day', scenario, warmUp: number('warm-up', Math.min(2, minutes / 120)) * 60 }
}

const Profile = v.pipe(v.array(v.pipe(v.number(), v.minValue(0))), v.minLength(1))

function hourly({ arrivals, profile }: Values): readonly number[] {
  if (typeof profile !== 'string')
    return [amount('arrivals', String(arrivals ?? '12').replace(/\/h$/, ''), 12)]
  if (arrivals !== undefined) throw new Nonsense('--arrivals or --profile, not both.')
  let written: unknown
  try {
    written = JSON.parse(readFileSync(profile, 'utf8'))
  } catch {
    throw new Nonsense(`${profile} is no file of JSON.`)
  }
  const read = v.safeParse(Profile, written)
  if (!read.success) throw new Nonsense(`${profile} is no list of contacts an hour.`)
  return read.output
}

function amount(name: string, given: string | boolean | undefined, fallback: number): number {
  const value = given === undefined ? fallback : Number(given === '' ? Number.NaN : given)
  if (!Number.isFinite(value) || value < 0) throw new Nonsense(`--${name} is a number.`)
  return value
}

function share(name: string, given: string | boolean | undefined, fallback: number): number {
  const value = amount(name, given, fallback)
  if (value > 1) throw new Nonsense(`--${name} is a share, from 0 to 1.`)
  return value
}

function whole(name: string, given: string | boolean | undefined, fallback: number): number {
  const value = amount(name, given, fallback)
  if (!Number.isInteger(value)) throw new Nonsense(`--${name} is a whole number.`)
  return value
}
