import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { colleagues, type Scenario, usualScenario } from './scenario.ts'
import { calibrate, type Calibration } from './calibration.ts'
import { type Day, simulate } from './day.ts'
import { compare, hardDay, settled } from './high-risk.ts'
import { lengthening } from '@veilleuse/domain/staffing'
import { type Class, classOf } from './tally.ts'

const root = join(import.meta.dirname, '../../..')

/** What a day was like, beside the same day served in plain order of coming. */
export function dayReport(scenario: Scenario, warmUp: number): readonly string[] {
  const ours = simulate(scenario)
  const plain = simulate(scenario, { firstCome: true })
  const classes = ['danger', 'high', 'usual'] as const
  const rows = classes.flatMap((urgency) => [
    row(urgency, classOf(ours, { warmUp, urgency })),
    row('  first come', classOf(plain, { warmUp, urgency })),
  ])
  const heads = ['', 'came', 'p50', 'p95', 'longest', 'left']
  return [
    `seed ${scenario.seed}; waits in minutes, of those answered; longest and left of all`,
    ...aligned([heads, ...rows]),
    `${part(occupancy(ours))} of the places were taken; ${told(ours.rings)}`,
  ]
}

function row(name: string, of: Class): readonly string[] {
  return [
    name,
    String(of.came),
    minutes(of.p50),
    minutes(of.p95),
    minutes(of.longest),
    part(of.left),
  ]
}

function occupancy({ talked, couldTalk }: Day): number {
  return couldTalk === 0 ? 0 : talked / couldTalk
}

function told({ rang, declined, missed }: Day['rings']): string {
  return `${rang} rings, of these ${declined} declined and ${missed} not heard`
}

/** The waits of each class on a hard day, and on smaller lines under the same load. */
export function highRiskReport(seed: number): readonly string[] {
  const rows = [100, 50, 25, 10, 4].flatMap((staff) =>
    [0.05, 0.1, 0.2].map((high) => {
      const { ours, firstCome } = compare(hardDay(seed, { staff, high }), settled.minutes)
      const longest = ours.usual.longest / firstCome.usual.p95
      return [
        `${staff} with two each`,
        part(high),
        minutes(firstCome.high.p95),
        minutes(ours.danger.p95),
        minutes(ours.high.p95),
        minutes(firstCome.usual.p95),
        minutes(ours.usual.p95),
        `${minutes(ours.usual.longest)} (${longest.toFixed(2)} ×)`,
      ]
    }),
  )
  const heads = [
    'Counsellors',
    'High',
    'High, first come',
    'Danger',
    'High',
    'Usual, first come',
    'Usual',
    'Longest usual',
  ]
  return table(heads, rows)
}

/** How often the range that was told held the wait, with its mean width, by load. */
export function calibrationReport(
  seed: number,
  hear: (line: string) => void,
): { readonly lines: readonly string[]; readonly all: readonly Calibration[] } {
  const loads = [0.5, 0.7, 0.85, 1, 1.15, 1.3]
  const all: Calibration[] = []
  const rows = [1, 2, 4, 12, 60].flatMap((staff) =>
    [0.5, 0.8, 1.5].map((spread) => {
      const cells = loads.map((load) => {
        const found = calibrate(aLoad({ seed, staff, spread, load }), settled.minutes * 2)
        all.push(found)
        return `${part(found.held)} (${minutes(found.width)})`
      })
      const cellsOfRow = [`${staff} with two each`, String(spread), ...cells]
      hear(cellsOfRow.join('  '))
      return cellsOfRow
    }),
  )
  return { lines: table(['Counsellors', 'Spread', ...loads.map(String)], rows), all }
}

/** A line at this share of what it can serve, for long enough to judge. */
export function aLoad(wish: {
  seed: number
  staff: number
  spread: number
  load: number
  contacts?: number
}): Scenario {
  const { seed, staff, spread, load, contacts = 8000 } = wish
  const { handling } = usualScenario
  const perHour = (load * staff * 2 * 60) / (handling.minutes * lengthening(2))
  return {
    ...usualScenario,
    seed,
    perHour: [perHour],
    minutes: (contacts / perHour) * 60,
    handling: { ...handling, spread },
    patienceMinutes: 30,
    patient: 0.1,
    staff: colleagues(staff, { limit: 2 }),
  }
}

/** Puts lines between the marks of this name in a document, and formats it. */
export function writeInto(document: string, name: string, lines: readonly string[]): void {
  const file = join(root, document)
  const text = readFileSync(file, 'utf8')
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${document} has no place for ${name}`)
  const written = `${text.slice(0, from + begin.length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`
  writeFileSync(file, written)
  execFileSync(join(root, 'node_modules/.bin/oxfmt'), [file])
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)]
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  )
  return rows.map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart((widths[column] ?? 0) + 2),
      )
      .join(''),
  )
}

function minutes(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0)
}

function part(value: number): string {
  return `${(value * 100).toFixed(value < 0.095 && value > 0 ? 1 : 0)} %`
}
