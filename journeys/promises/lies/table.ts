import { lies, type LieName, type Telling } from './telling.ts'

export type Row = Pick<Telling, 'lie' | 'to' | 'server' | 'page'> & { readonly seen: string }

export const documentPath = 'docs/hostile-server.md'

const before = `# A server that lies

Between the pages and a true server stands a proxy that tells one lie at a time, to the visitor’s page
and to the desk as they are built, in a real browser. Each lie ends in a refusal, in a warning, or is
found out at the next message. Nothing a person wrote has left in the clear, and the same way without
a lie carries a whole conversation.

This page is written by the run (\`journeys/promises/hostile-server.test.ts\`), which fails when what
comes of it is not what stands here. What people see is quoted from the screen.
`

const after = `
What no row shows: whoever changes the page and its script together is believed by a visitor who comes
for the first time, and a server that keeps back everything is an outage. Both are
[not protected](threats.md#not-protected).
`

/** Those that need what staff clients do not do yet. */
const later = [
  ['directory-roll-back', 'gives the staff directory as it was before'],
  ['directory-fork', 'gives two people of the team two different directories'],
  ['ghost-member', 'adds somebody to the team whom nobody added'],
] as const

/** The whole document, the same for the same rows. */
export function documentOf(rows: readonly Row[]): string {
  const visitorsFirst = rows.toSorted((a, b) => b.to.localeCompare(a.to))
  const told = lies.flatMap((lie) => visitorsFirst.filter((row) => row.lie === lie).map(cellsOf))
  const all = [
    ['lie', 'the server', 'told to', 'the page', 'the person sees'],
    ...told,
    ...later.map(([lie, server]) => [code(lie), server, 'counsellor', ...notYet]),
  ]
  const widths = all[0]?.map((_, i) => Math.max(...all.map((cells) => cells[i]?.length ?? 0))) ?? []
  const lines = all.map((cells) => line(cells.map((cell, i) => cell.padEnd(widths[i] ?? 0))))
  const [head = '', ...body] = lines
  const rule = line(widths.map((width) => '-'.repeat(width)))
  return [before, head, rule, ...body, after].join('\n')
}

/** What is missing: every lie is told to both. */
export function untold(rows: readonly Row[]): readonly string[] {
  return lies.flatMap((lie: LieName) =>
    (['visitor', 'counsellor'] as const)
      .filter((to) => !rows.some((row) => row.lie === lie && row.to === to))
      .map((to) => `${lie}, told to a ${to}`),
  )
}

const notYet = ['with the staff directory, later', '']

function cellsOf({ lie, server, to, page: does, seen }: Row): readonly string[] {
  return [code(lie), server, to, does, seen]
}

function code(name: string) {
  return `\`${name}\``
}

function line(cells: readonly string[]) {
  return `| ${cells.join(' | ')} |`
}
