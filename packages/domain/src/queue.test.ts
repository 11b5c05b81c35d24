import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ConversationId, LineId, StaffId } from './ids.ts'
import { inOrder } from './order.ts'
import { isAble, places, rings, type Free, type Waiting } from './queue.ts'
import { urgencies } from './triage.ts'

const ecoute = 'ecoute' as LineId
const three = new Date('2026-03-10T15:00:00Z')
const after = (seconds: number) => new Date(three.getTime() + seconds * 1000)

function aVisitor(id: string, traits: Partial<Waiting> = {}): Waiting {
  return {
    id: id as ConversationId,
    line: ecoute,
    language: 'fr',
    skill: 'listener',
    arrivedAt: three,
    atHead: false,
    urgency: 'usual',
    present: true,
    declinedBy: [],
    ...traits,
  }
}

function aFreeSeat(counsellor: string, traits: Partial<Free> = {}): Free {
  return {
    counsellor: counsellor as StaffId,
    taken: 0,
    idleSince: three,
    lines: [ecoute],
    languages: ['fr', 'en'],
    skills: ['listener'],
    ...traits,
  }
}

const ring = (conversation: string, counsellor: string) => ({ conversation, counsellor })

test('who came first is served first', () => {
  const late = aVisitor('a', { arrivedAt: after(60) })
  const early = aVisitor('b')
  deepEqual(
    [...places([late, early])],
    [
      ['b', 1],
      ['a', 2],
    ],
  )
})

test('the first rings at the counsellor with the fewest conversations', () => {
  const seats = [aFreeSeat('noor', { taken: 1 }), aFreeSeat('mina')]
  deepEqual(rings([aVisitor('a')], seats), [ring('a', 'mina')])
})

test('of counsellors with equally many, the one who has rested longest is rung', () => {
  const seats = [aFreeSeat('noor', { idleSince: after(5) }), aFreeSeat('mina')]
  deepEqual(rings([aVisitor('a')], seats), [ring('a', 'mina')])
})

test('who was declined rings at another desk, and the desk that declined rings for the next', () => {
  const declined = aVisitor('a', { declinedBy: ['mina' as StaffId] })
  const next = aVisitor('b', { arrivedAt: after(1) })
  const seats = [aFreeSeat('mina'), aFreeSeat('noor', { taken: 1 })]
  deepEqual(rings([declined, next], seats), [ring('a', 'noor'), ring('b', 'mina')])
  deepEqual(rings([declined], [aFreeSeat('mina')]), [])
})

test('an absent visitor is passed over and keeps the place', () => {
  const absent = aVisitor('a', { present: false })
  const next = aVisitor('b', { arrivedAt: after(1) })
  deepEqual(rings([absent, next], [aFreeSeat('mina')]), [ring('b', 'mina')])
  const told = places([absent, next])
  equal(told.get('a' as ConversationId), 1)
  // Nobody who could be rung for is before the next one: that is what their page says.
  equal(told.get('b' as ConversationId), 1)
})

const counsellors = ['mina', 'noor', 'lou', 'sam']
const queues = fc
  .array(
    fc.record({
      arrived: fc.nat({ max: 20 }),
      atHead: fc.boolean(),
      urgency: fc.constantFrom(...urgencies),
      present: fc.boolean(),
      declinedBy: fc.subarray(counsellors),
    }),
    { maxLength: 12 },
  )
  .map((all) =>
    all.map(({ arrived, declinedBy, ...rest }, i) =>
      aVisitor(`v${i}`, {
        ...rest,
        arrivedAt: after(arrived),
        declinedBy: declinedBy as StaffId[],
      }),
    ),
  )
const roomNow = fc
  .subarray(counsellors)
  .chain((present) =>
    fc.tuple(
      ...present.map((name) =>
        fc
          .record({ taken: fc.nat({ max: 2 }), idle: fc.nat({ max: 9 }) })
          .map(({ taken, idle }) => aFreeSeat(name, { taken, idleSince: after(idle) })),
      ),
    ),
  )

test('however many wait, each desk rings for one of them and each of them at one desk', () => {
  fc.assert(
    fc.property(queues, roomNow, (waiting, free) => {
      const rung = rings(waiting, free)
      equal(new Set(rung.map((one) => one.counsellor)).size, rung.length)
      equal(new Set(rung.map((one) => one.conversation)).size, rung.length)
      ok(rung.every((one) => free.some((seat) => seat.counsellor === one.counsellor)))
    }),
  )
})

test('nobody rings while absent, nor at a desk that declined them', () => {
  fc.assert(
    fc.property(queues, roomNow, (waiting, free) => {
      for (const { conversation, counsellor } of rings(waiting, free)) {
        const visitor = waiting.find((one) => one.id === conversation)
        ok(visitor?.present)
        ok(!visitor.declinedBy.includes(counsellor))
      }
    }),
  )
})

test('nobody is passed over for a desk that would have taken them', () => {
  fc.assert(
    fc.property(queues, roomNow, (waiting, free) => {
      const rung = rings(waiting, free)
      const left = waiting.filter((one) => !rung.some((each) => each.conversation === one.id))
      for (const visitor of left.filter((one) => one.present))
        for (const { conversation, counsellor } of rung) {
          const other = waiting.find((one) => one.id === conversation)
          ok(other)
          ok(visitor.declinedBy.includes(counsellor) || inOrder(other, visitor) < 0)
        }
    }),
  )
})

test('no desk stays silent while somebody waits whom it has not declined', () => {
  fc.assert(
    fc.property(queues, roomNow, (waiting, free) => {
      const rung = rings(waiting, free)
      const silent = free.filter((seat) => !rung.some((one) => one.counsellor === seat.counsellor))
      const left = waiting.filter((one) => !rung.some((each) => each.conversation === one.id))
      for (const seat of silent)
        ok(left.every((one) => !one.present || one.declinedBy.includes(seat.counsellor)))
    }),
  )
})

test('a place counts those before who are there, and the order is everybody’s', () => {
  fc.assert(
    fc.property(queues, (waiting) => {
      const told = places(waiting)
      const there = waiting.filter((one) => one.present)
      deepEqual(
        there.map((one) => told.get(one.id) ?? 0).toSorted((a, b) => a - b),
        there.map((_, i) => i + 1),
      )
      for (const one of waiting) {
        const before = there.filter((other) => other.id !== one.id && inOrder(other, one) < 0)
        equal(told.get(one.id), before.length + 1)
      }
    }),
  )
})

test('a desk that only speaks French does not take the one who speaks English too from the English', () => {
  const french = aVisitor('a')
  const english = aVisitor('b', { arrivedAt: after(1), language: 'en' })
  const both = aFreeSeat('mina')
  const one = aFreeSeat('noor', { idleSince: after(5), languages: ['fr'] })
  deepEqual(rings([french, english], [both, one]), [ring('a', 'noor'), ring('b', 'mina')])
})

test('nobody rings where the language, the line or the profession is missing', () => {
  const visitor = aVisitor('a', { language: 'en', skill: 'lawyer' })
  const able = { languages: ['en'], skills: ['lawyer'] } as const
  deepEqual(rings([visitor], [aFreeSeat('mina', able)]), [ring('a', 'mina')])
  for (const lacking of [
    { ...able, languages: ['fr'] as const },
    { ...able, skills: ['listener'] as const },
    { ...able, lines: ['other' as LineId] },
  ])
    deepEqual(rings([visitor], [aFreeSeat('mina', lacking)]), [])
})

const noor = 'noor' as StaffId

test('who asks for the counsellor they know is rung for there, even beside one with less to do', () => {
  const seats = [aFreeSeat('mina'), aFreeSeat('noor', { taken: 1 })]
  const visitor = aVisitor('a', { again: { counsellor: noor, justCame: true } })
  deepEqual(rings([visitor], seats), [ring('a', 'noor')])
})

test('for a moment they wait for the one they know, and those behind are served meanwhile', () => {
  const visitor = aVisitor('a', { again: { counsellor: noor, justCame: true } })
  const next = aVisitor('b', { arrivedAt: after(1) })
  deepEqual(rings([visitor, next], [aFreeSeat('mina')]), [ring('b', 'mina')])
  // After that, and in danger at once, whoever is free.
  const later = { ...visitor, again: { counsellor: noor, justCame: false } }
  deepEqual(rings([later, next], [aFreeSeat('mina')]), [ring('a', 'mina')])
  deepEqual(rings([{ ...visitor, urgency: 'danger' }], [aFreeSeat('mina')]), [ring('a', 'mina')])
  deepEqual(rings([{ ...visitor, declinedBy: [noor] }], [aFreeSeat('mina')]), [ring('a', 'mina')])
})

test('whom somebody behind waits for is left to them, if another one is free for the first', () => {
  const first = aVisitor('a')
  const again = aVisitor('b', {
    arrivedAt: after(1),
    again: { counsellor: noor, justCame: true },
  })
  const seats = [aFreeSeat('noor'), aFreeSeat('mina', { taken: 1 })]
  deepEqual(rings([first, again], seats), [ring('a', 'mina'), ring('b', 'noor')])
  // Never at the cost of who comes first.
  deepEqual(rings([first, again], [aFreeSeat('noor')]), [ring('a', 'noor')])
})

const wishing = queues.chain((queue) =>
  fc.tuple(
    ...queue.map((visitor) =>
      fc
        .record({
          language: fc.constantFrom('fr', 'en'),
          again: fc.option(
            fc.record({ counsellor: fc.constantFrom(...counsellors), justCame: fc.boolean() }),
          ),
        })
        .map(({ language, again }): Waiting => {
          const spoken = { ...visitor, language }
          if (!again) return spoken
          return { ...spoken, again: { ...again, counsellor: again.counsellor as StaffId } }
        }),
    ),
  ),
)
const rooms = roomNow.chain((room) =>
  fc.tuple(
    ...room.map((seat) =>
      fc.boolean().map((both): Free => ({ ...seat, languages: both ? ['fr', 'en'] : ['fr'] })),
    ),
  ),
)

test('as many ring as could at all, and nobody at the cost of who comes before', () => {
  fc.assert(
    fc.property(wishing, rooms, (waiting, free) => {
      const rung = rings(waiting, free)
      const able = (visitor: Waiting) =>
        free.filter(
          (seat) => isAble(seat, visitor) && !visitor.declinedBy.includes(seat.counsellor),
        )
      // Those who hold out for somebody who is not free are not asked for here.
      const asked = waiting.filter((one) => one.present && !holdsOut(one, free)).toSorted(inOrder)
      const served: Waiting[] = []
      for (const visitor of asked) if (canAllHave([...served, visitor], able)) served.push(visitor)
      deepEqual(
        rung.map(({ conversation }) => conversation),
        served.map(({ id }) => id),
      )
      for (const { conversation, counsellor } of rung) {
        const visitor = waiting.find(({ id }) => id === conversation)
        ok(visitor && able(visitor).some((seat) => seat.counsellor === counsellor))
      }
    }),
  )
})

function holdsOut(visitor: Waiting, free: readonly Free[]): boolean {
  const { again, declinedBy } = visitor
  if (!again?.justCame || visitor.urgency === 'danger' || visitor.atHead) return false
  if (declinedBy.includes(again.counsellor)) return false
  return free.every(({ counsellor }) => counsellor !== again.counsellor)
}

/** By trying everything. */
function canAllHave(
  visitors: readonly Waiting[],
  able: (visitor: Waiting) => readonly Free[],
  taken: readonly Free[] = [],
): boolean {
  const [first, ...others] = visitors
  if (!first) return true
  return able(first).some(
    (seat) => !taken.includes(seat) && canAllHave(others, able, [...taken, seat]),
  )
}
