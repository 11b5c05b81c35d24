import * as v from 'valibot'
import type { Evening } from './evening.ts'
import type { FirstPage } from './first-page.ts'
import type { Places } from './places.ts'
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
        what: 'late for its own work, p99: server / generator',
        figure: `${ms(told.late.server)} / ${ms(told.late.generator)}`,
      },
      {
        what: 'cores used meanwhile: server / database / generator',
        figure: `${cores.server.toFixed(2)} / ${cores.database.toFixed(2)} / ${cores.generator.toFixed(2)}`,
      },
      {
        what: 'memory of the server for one who waits: alive / resident',
        figure: `${(waiting.live / 1000).toFixed(1)} / ${(waiting.resident / 1000).toFixed(1)} kB`,
        target: '≤ 15 kB',
        met: Math.max(waiting.live, waiting.resident) <= 15_000,
      },
      {
        what: 'processor for one who waits: server / database',
        figure: `${micro(waiting.server)} / ${micro(waiting.database)} µs a second`,
      },
      {
        what: 'memory of the server in all: alive / resident',
        figure: `${Math.round(told.memory.live / 1e6)} / ${Math.round(told.memory.resident / 1e6)} MB`,
      },
      {
        what: 'all who wait are there, come at once',
        figure: `${waiting.cameIn.seconds.toFixed(1)} s`,
      },
    ],
  }
}

export function ofPlaces(few: Places, many: Places): Section {
  const { waiting, times } = many.wish
  const spread = ({ p50, p99, max }: Places['left']) => `${ms(p50)} / ${ms(p99)} / ${ms(max)}`
  const met = (of: Places['left']) => ({ target: 'p99 ≤ 1 s', met: of.p99 <= 1000 })
  const both = (one: (of: Places) => string) => `${one(few)} / ${one(many)}`
  return {
    title: `Places: ${count(waiting)} wait, each change ${times} times`,
    rows: [
      {
        what: 'the first one leaves, until each page has its new place, p50 / p99 / most',
        figure: spread(many.left),
        ...met(many.left),
      },
      {
        what: 'the first one is accepted, until each page has its new place, p50 / p99 / most',
        figure: spread(many.accepted),
        ...met(many.accepted),
      },
      {
        what: 'somebody comes, until their page has its place, p50 / p99 / most',
        figure: spread(many.came),
        ...met(many.came),
      },
      {
        what: `questions to the database for a change, when ${few.wish.waiting} / ${waiting} wait`,
        figure: both(({ questions }) => questions.toFixed(1)),
        target: 'grows with changes, not with pages',
        met: many.questions <= 2 * Math.max(few.questions, 5),
      },
      {
        what: `pages told for a change, when ${few.wish.waiting} / ${waiting} wait`,
        figure: both(({ frames }) => count(frames)),
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
- Memory is taken after a forced collection, before they come and when all wait: «alive» is the heap
  and what hangs on it, «resident» all that the process holds, with the room its garbage had. What
  they have more of it is divided by how many they are; the resident figure can be small because
  room of earlier garbage is used again.
- A place counts from asking for the change to the moment a page has the place it must have then. The
  questions to the database are those of the server meanwhile, less those it asks in the same time
  when nothing changes.
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
