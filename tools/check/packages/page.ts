import { nameOf, type Packages } from '../../lib/lockfile.mjs'
import type { Exceptions } from '../exceptions.ts'
import { inProduction, whoBrings } from './who-brings.ts'

const heading = ['package', 'version', 'licence', 'runs in', 'what for'] as const
type Row = readonly string[]

const before = `# Packages

What a helpline runs that others wrote, with the licence of each. \`start\` is what brings the rest up.
Tools and tests use more; all of them, with what they are for, stand in
\`tools/check/packages/known-packages.ts\`, and \`npm run check\` refuses one that does not, as it refuses
an unknown licence, a new install script, a version that is not exact, and bytes from elsewhere.
Written by \`npm run packages\`.
`

/** docs/packages.md as it should be. `reasons` are those of the packages that somebody chose. */
export function packagesPage(packages: Packages, reasons: Exceptions): string {
  const bringers = whoBrings(packages)
  const rows: Row[] = [...inProduction(packages)].map(([place, apps]) => {
    const entry = packages.lock[place] ?? {}
    const name = nameOf(place, entry)
    const why = reasons[name] ?? `brought by ${few([...(bringers.get(place) ?? [])].toSorted())}`
    return [name, entry.version ?? '', entry.license ?? '', apps.join(', '), why]
  })
  return `${before}\n${table([heading, ...rows.toSorted(byName)])}\n`
}

function few(names: readonly string[]): string {
  const more = names.length - 3
  return `${names.slice(0, 3).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function byName([one = '', older = '']: Row, [two = '', newer = '']: Row): number {
  if (one === two) return older < newer ? -1 : 1
  return one < two ? -1 : 1
}

/** As the formatter would set it. */
function table([head = [], ...rows]: readonly Row[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: Row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
