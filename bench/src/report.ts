import * as v from 'valibot'
import type { Evening } from './evening.ts'
import type { FirstPage } from './first-page.ts'
import type { Saturation } from './saturation.ts'
import type { Starts } from './starts.ts'

/** A line of the table: what was measured, and what was wished for where something was. */
const Row = v.object({
  what: v.string(),
  figure: v.string(),
  target: v.optional(v.string()),
  met: v.optional(v.boolean()),
})

export const Section = v.object({ title: v.string(), rows: v.array(Row) })
export type Section = v.InferOutput<typeof Section>

export function ofEvening(title: string, told: Evening): Section {
  const { wish, delivered, acknowledged, waiting, cores } = told
  const { counsellors, each, supervisors } = wish.shape
  return {
    title: `${title}: ${count(wish.shape.waiting)} wait, ${counsellors * each} conversations, ${counsellors} counsellors, ${supervisors} supervisors`,
    rows: [
      {
        what: 'delivery, p50 / p99 / most',
        figure: `${ms(delivered.p50)} / ${ms(delivered.p99)} / ${ms(delivered.max)}`,
        target: 'p99 ≤ 50 ms',
        met: delivered.p99 <= 50,
      },
      {
        what: 'acknowledgement, p50 / p99',
        figure: `${ms(acknowledged.p50)} / ${ms(acknowledged.p99)}`,
      },
      {
        what: 'messages sealed, stored, delivered and opened',
        figure: `${count(told.opened)}, each side one in ${wish.every.seconds} s`,
      },
      {
        what: 'cores used meanwhile: server / database / generator',
        figure: `${cores.server.toFixed(2)} / ${cores.database.toFixed(2)} / ${cores.generator.toFixed(2)}`,
      },
      {
        what: 'memory of the server for one who waits',
        figure: `${(waiting.bytes / 1000).toFixed(1)} kB`,
        target: '≤ 15 kB',
        met: waiting.bytes <= 15_000,
      },
      {
        what: 'processor for one who waits: server / database',
        figure: `${micro(waiting.server)} / ${micro(waiting.database)} µs a second`,
      },
      { what: 'memory of the server in all', figure: `${Math.round(told.memory.bytes / 1e6)} MB` },
      {
        what: 'all who wait are there, come at once',
        figure: `${waiting.cameIn.seconds.toFixed(1)} s`,
      },
    ],
  }
}

export function ofSaturation(told: Saturation): Section {
  const { product, bare, append, ratios } = told
  const rate = (of: Saturation['product']) =>
    `${count(of.perSecond)} a second (p50 ${ms(of.waits.p50)}, p99 ${ms(of.waits.p99)})`
  const cost = ({ cost: { node, database, generator } }: Saturation['product']) =>
    `${Math.round(node)} / ${Math.round(database)} / ${Math.round(generator)} µs`
  return {
    title: `Saturation: ${told.wish.desks * told.wish.each} conversations, ${told.wish.atOnce} messages under way, medians of ${told.wish.rounds} rounds`,
    rows: [
      {
        what: 'end to end, durable and delivered',
        figure: rate(product),
        target: '≥ 10 000 a second, or ≥ 0.5 of the bare loop',
        met: product.perSecond >= 10_000 || ratios.toBare >= 0.5,
      },
      { what: 'bare socket-and-append loop, same rows', figure: rate(bare) },
      { what: 'append alone, same rows', figure: rate(append) },
      {
        what: 'end to end / bare loop, end to end / append alone',
        figure: `${ratios.toBare.toFixed(2)} / ${ratios.toAppend.toFixed(2)}`,
      },
      { what: 'a message costs: server / database / generator', figure: cost(product) },
      { what: 'the same in the bare loop', figure: cost(bare) },
      ...told.shares
        .filter(({ share }) => share >= 0.01)
        .map(({ of, share }) => ({
          what: `of the server’s time at work: ${of}`,
          figure: `${Math.round(share * 100)} %`,
        })),
    ],
  }
}

export function ofStarts(told: Starts): Section {
  return {
    title: 'Starting',
    rows: [
      { what: 'first start, which makes the database', figure: ms(told.first) },
      { what: 'start', figure: ms(told.again) },
      { what: 'start after the server was killed', figure: ms(told.afterKill) },
    ],
  }
}

export function ofFirstPage(told: FirstPage): Section {
  return {
    title:
      'First page: slow 3G (2 s a request, 400 kbit/s), processor slowed four times, nothing cached',
    rows: [
      { what: 'first words', figure: ms(told.painted) },
      {
        what: 'way out and buttons work',
        figure: ms(told.interactive),
        target: '≤ 2.5 s',
        met: told.interactive <= 2500,
      },
      { what: 'sent until then', figure: `${(told.bytes / 1000).toFixed(1)} kB` },
      {
        what: 'sent in all, with what comes when nothing else is to do',
        figure: `${(told.bytesInAll / 1000).toFixed(1)} kB`,
      },
    ],
  }
}

/** The page docs/performance.md. */
export function page(sections: readonly Section[], run: readonly string[]): string {
  const tables = sections.map(({ title, rows }) => {
    const lines = rows.map(
      ({ what, figure, target = '', met }) =>
        `| ${what} | ${figure} | ${target} | ${met === undefined ? '' : verdict(met)} |`,
    )
    return `## ${title}\n\n| what | figure | target | |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`
  })
  return `# Performance

Written by \`npm run bench\`, on loopback, with clients, server and database sharing the machine's
cores. Figures hold for this machine and this run; between machines only ratios say something.

${run.map((line) => `- ${line}`).join('\n')}

${tables.join('\n')}
${notes}`
}

/** The same for whoever watches. */
export function plain({ title, rows }: Section): string {
  const lines = rows.map(
    ({ what, figure, target, met }) =>
      `  ${what}: ${figure}${target ? `  [${target}: ${verdict(met === true)}]` : ''}`,
  )
  return `${title}\n${lines.join('\n')}\n`
}

const notes = `## How it is measured

- Who talks is our own client: reconnecting socket, outbox, envelopes sealed and opened by
  \`packages/sealing\`. Delivery counts from handing an envelope to the socket to the other side's
  socket having it; it is durable by then. At the end every message must be stored, acknowledged,
  delivered once, in order, and opened.
- Who waits and who talks are written into the database before the server starts, because so many at
  once would each be asked for a puzzle at the front door. Meanwhile every two seconds somebody
  leaves the queue by the front door, so that all behind move up and are told.
- At saturation each side's first message is sealed as in life and sent again under new ids, which a
  server that opens nothing cannot tell; sealing each would cost the generator more than storing it
  costs the server. Each side stays below the limit of what one may say.
- The bare loop is a WebSocket server that stores each message by the product's own statement and
  lanes, acknowledges it and hands it to the other end: no session, no limits, no checks, no order
  of delivery.
- Memory is what the server's process has resident more when they wait than before, divided by how
  many they are.
`

function verdict(met: boolean): string {
  return met ? 'met' : 'missed'
}

function ms(milliseconds: number): string {
  return milliseconds >= 1000
    ? `${(milliseconds / 1000).toFixed(2)} s`
    : `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
}

function micro(seconds: number): string {
  return Math.round(seconds * 1e6).toString()
}

function count(many: number): string {
  return Math.round(many).toLocaleString('en').replaceAll(',', ' ')
}
