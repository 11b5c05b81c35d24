import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import * as puzzles from '@veilleuse/contract/puzzle'
import * as sockets from '@veilleuse/contract/socket-visit'
import * as visits from '@veilleuse/contract/visit'
import * as valibot from 'valibot'
import * as short from '../src/lean-schemas.ts'
import { builtModule } from './built-module.ts'

/** The same contract, as it stands in the page: read by the lean schemas. */
type Lean = {
  readonly visits: typeof visits
  readonly sockets: typeof sockets
  readonly puzzles: typeof puzzles
  safeParse(schema: unknown, value: unknown): { success: boolean; output?: unknown }
}
const lean = await builtModule<Lean>(`
  export * as visits from '@veilleuse/contract/visit'
  export * as puzzles from '@veilleuse/contract/puzzle'
  export * as sockets from '@veilleuse/contract/socket-visit'
  export { safeParse } from 'valibot'
`)

const token = 'A'.repeat(43)
const at = '2026-11-21T20:00:00.000Z'
const conversation = '7c9a4e0e-1b2c-4d3e-8f90-0123456789ab'
const place = { position: 2, wait: { fromMinutes: 1, toMinutes: 8 }, someoneHere: true }
const view = {
  conversation,
  session: 1,
  line: 'ecoute',
  language: 'fr',
  state: 'open',
  place,
  counsellor: { alias: 'Mina-Lou', present: true },
  certificates: ['AAAA', 'BBBB'],
  lastSeq: 4,
  readByCounsellor: 3,
  readByVisitor: 2,
  ending: { why: 'goodbye', by: 'helpline' },
  returnedToQueue: false,
  kept: true,
}
const session = {
  conversation,
  session: 1,
  opening: 'AAAA',
  statements: ['AAAA'],
  certificates: [],
  messages: [{ seq: 1, at, by: 'visitor', envelope: 'AAAA' }],
  startedAt: at,
}

/** What a visitor's page reads, each with an answer that is as it should be. */
const answers = [
  [
    'keys',
    visits.lineKeys.reply,
    lean.visits.lineKeys.reply,
    { instance: 'AAAA', line: 'l', rulesVersion: 1, statements: ['AAAA'] },
  ],
  ['arrival', visits.arrive.reply, lean.visits.arrive.reply, { token, view }],
  ['puzzle', puzzles.Puzzle, lean.puzzles.Puzzle, { at: 1, tries: 656, seed: token }],
  ['leaving', visits.leave.reply, lean.visits.leave.reply, view],
  ['nothing', visits.forget.reply, lean.visits.forget.reply, {}],
  ['recall', visits.recall.reply, lean.visits.recall.reply, { blob: 'AAAA', nonce: token }],
  [
    'return',
    visits.reopen.reply,
    lean.visits.reopen.reply,
    { grant: token, line: 'ecoute', sessions: [session], live: { token, view } },
  ],
  ...[
    { type: 'welcome', protocol: 1, at, view },
    { type: 'live', seq: 3 },
    { type: 'view', view },
    { type: 'place', place },
    { type: 'ack', id: conversation, seq: 1, at },
    { type: 'typing', on: true },
    { type: 'read', seq: 9 },
    { type: 'pong', seq: 0 },
    { type: 'problem', problem: 'too_fast', id: conversation, retryAfterSeconds: 3 },
  ].map(
    (frame) => [`frame ${frame.type}`, sockets.toVisitor, lean.sockets.toVisitor, frame] as const,
  ),
] as const

test('the lean schemas have the names of valibot, and no others', () => {
  for (const name of Object.keys(short)) ok(name in valibot, name)
})

test('a moment is read in UTC alone', () => {
  const moment = short.pipe(short.string(), short.isoTimestamp())
  ok(short.safeParse(moment, at).success)
  equal(short.safeParse(moment, '2026-11-21T20:00:00+01:00').success, false)
})

for (const [name, schema, leanSchema, answer] of answers) {
  test(`${name}: what is as it should be is read`, () => {
    ok(valibot.safeParse(schema, answer).success, 'by valibot')
    ok(lean.safeParse(leanSchema, answer).success, 'lean')
  })

  test(`${name}: lean and valibot say the same of everything near it`, () => {
    let refused = 0
    for (const spoilt of spoil(answer)) {
      const full = valibot.safeParse(schema, spoilt)
      const brief = lean.safeParse(leanSchema, spoilt)
      equal(brief.success, full.success, JSON.stringify(spoilt))
      if (full.success) deepEqual(brief.output, full.output)
      else refused++
    }
    ok(refused > 0, 'nothing was refused, so nothing was compared')
  })
}

const strange = [
  undefined,
  null,
  0,
  -1,
  1.5,
  Number.NaN,
  1e300,
  '',
  ' ',
  'x'.repeat(70_000),
  '<b>',
  '2026-11-21',
  true,
  [],
  [1],
  {},
  'A'.repeat(43),
]

/** The answer with one thing wrong somewhere, in many ways; and with one thing too many. */
function* spoil(value: unknown): Generator {
  yield* strange
  if (Array.isArray(value)) {
    for (const [i, inner] of value.entries()) {
      for (const other of spoil(inner)) yield value.with(i, other)
    }
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, unheardOf: 1 }
    for (const [key, inner] of Object.entries(value)) {
      const { [key]: _, ...without } = value as Record<string, unknown>
      yield without
      for (const other of spoil(inner)) yield { ...value, [key]: other }
    }
  }
}
