import { deepEqual, equal, notDeepEqual, ok, throws } from 'node:assert/strict'
import { test } from 'node:test'
import { solve } from '@veilleuse/client/puzzle'
import { Puzzle, type Solved } from '@veilleuse/contract/puzzle'
import { arrive } from '@veilleuse/contract/visit'
import { mostTries, usual } from '@veilleuse/domain/puzzle'
import { refusal } from '@veilleuse/testkit/ask'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import * as v from 'valibot'
import { anEvening, aSecret, type Evening, served } from '../evening.fixture.ts'
import { limits, makeLimits } from './limits.ts'
import { Problem } from './problem.ts'
import { letIn, puzzleLasts } from './puzzle.ts'

leaks()

const school = '203.0.113.7'

test('P-45 a class of thirty that comes at once from one address is let in, each at once', async (t) => {
  const evening = await anOpenEvening(t)
  const pupils = await Promise.all(Array.from({ length: 30 }, () => evening.anOpening()))
  for (const { body } of pupils) served(await evening.ask(arrive, { body, from: school }))
  equal(await conversations(evening), 30)
})

test('P-45 a helpline with one arrival a second asks nobody for anything', async (t) => {
  const evening = await anOpenEvening(t)
  for (let i = 0; i < 300; i++) {
    await evening.pass({ seconds: 1 })
    equal((await comes(evening, await nobody(), anAddress(i))).puzzle, undefined)
  }
})

test('P-45 beyond its share an address is given puzzles, and others are not', async (t) => {
  const evening = await anOpenEvening(t)
  await flood(evening, school)
  const { body } = await evening.anOpening()
  const told = await comes(evening, body, school)
  equal(told.status, 429)
  equal(told.problem, 'puzzle_needed')
  ok(told.puzzle)
  equal(told.puzzle.at, evening.clock.now().getTime())
  equal(await conversations(evening), 0)

  served(await evening.ask(arrive, { body, from: '198.51.100.4' }))
})

test('P-46 whoever works it out gets a place', async (t) => {
  const evening = await anOpenEvening(t)
  const { body, id } = await evening.anOpening()
  const puzzle = await solved(evening, body)
  const { reply } = served(await evening.ask(arrive, { body: { ...body, puzzle }, from: school }))
  equal(reply.view.conversation, id)
})

test('P-47 answers are worth nothing with another request, other terms, or too late', async (t) => {
  const evening = await anOpenEvening(t)
  const { body } = await evening.anOpening()
  const right = await solved(evening, body)
  const other = await evening.anOpening()
  const [first = 0, second = 0, ...rest] = right.answers
  const tries: Readonly<Record<string, object>> = {
    'another opening': { ...other.body, puzzle: right },
    'another page': { ...body, secret: aSecret(32), puzzle: right },
    'an easier puzzle': { ...body, puzzle: { ...right, tries: 1 } },
    'a later time': { ...body, puzzle: { ...right, at: right.at + 1 } },
    'a seed of one’s own': { ...body, puzzle: { ...right, seed: aSecret(32) } },
    'a wrong answer': {
      ...body,
      puzzle: { ...right, answers: [first, second, ...rest.map(() => 0)] },
    },
    'one answer many times': {
      ...body,
      puzzle: { ...right, answers: right.answers.map(() => first) },
    },
    'another order': { ...body, puzzle: { ...right, answers: [second, first, ...rest] } },
  }
  for (const [name, wrong] of Object.entries(tries))
    equal((await comes(evening, wrong, school)).problem, 'puzzle_needed', name)
  for (const answers of [[], right.answers.slice(1), [...right.answers, 1], [-1, ...rest, second]])
    equal(
      (await comes(evening, { ...body, puzzle: { ...right, answers } }, school)).problem,
      'malformed',
    )
  equal(await conversations(evening), 0)

  await evening.pass({ seconds: puzzleLasts.seconds + 1 })
  await flood(evening, school)
  const late = await comes(evening, { ...body, puzzle: right }, school)
  equal(late.problem, 'puzzle_needed')
  notDeepEqual(late.puzzle?.seed, right.seed)
})

test('P-47 answers count from any address and at any server of the helpline', async (t) => {
  const evening = await anOpenEvening(t)
  const { body } = await evening.anOpening()
  const puzzle = await solved(evening, body)
  const about = [body.opening, body.secret]
  const another = { ...evening.house, limits: makeLimits(evening.clock) }
  for (let i = 0; i < usual.here.times; i++)
    letIn(another, { household: school, about, solved: undefined })
  throws(() => letIn(another, { household: school, about, solved: undefined }), Problem)
  letIn(another, { household: '198.51.100.4', about, solved: puzzle })
  letIn(another, { household: school, about, solved: puzzle })
})

test('P-48 one puzzle takes one place, also when it is sent twice at once', async (t) => {
  const evening = await anOpenEvening(t)
  const { body } = await evening.anOpening()
  const other = await evening.anOpening()
  const puzzle = await solved(evening, body)
  const arrives = (what: object) => () =>
    refusal(evening.ask(arrive, { body: { ...what, puzzle }, from: school }))

  const answers = await collide(evening.database, { table: 'line', id: evening.line.id }, [
    arrives(body),
    arrives(body),
  ])

  deepEqual(answers, [undefined, undefined])
  equal(await arrives(other.body)(), 'puzzle_needed')
  equal(await conversations(evening), 1)
})

test('P-48 an answer that was lost is asked for again, but not without end', async (t) => {
  const evening = await anOpenEvening(t)
  const { body } = await evening.anOpening()
  const puzzle = await solved(evening, body)
  const again = () => refusal(evening.ask(arrive, { body: { ...body, puzzle }, from: school }))
  for (let i = 0; i < limits.again.times; i++) equal(await again(), undefined)
  equal(await again(), 'too_fast')
})

test('P-49 puzzles grow with the crowd, and go with it', async (t) => {
  const evening = await anOpenEvening(t)
  const grown: number[] = []
  for (let second = 0; second < 20; second++) {
    for (let i = 0; i < 20; i++) {
      const { puzzle } = await comes(evening, await nobody(), anAddress(second * 20 + i))
      if (i === 0) grown.push(puzzle?.tries ?? 0)
    }
    evening.clock.pass({ seconds: 1 })
  }
  deepEqual(grown.slice(0, 3), [0, 0, 0])
  deepEqual(
    grown,
    grown.toSorted((a, b) => a - b),
  )
  ok((grown.at(-1) ?? 0) > 1000, grown.join())

  evening.clock.pass({ seconds: 15 })
  const less = (await comes(evening, await nobody(), anAddress(9000))).puzzle?.tries ?? 0
  ok(less > 0 && less < (grown.at(-1) ?? 0), String(less))
  evening.clock.pass({ seconds: 90 })
  equal((await comes(evening, await nobody(), anAddress(9001))).puzzle, undefined)
})

test('P-49 whoever floods from one address pays more each time, and nobody else does', async (t) => {
  const { house, clock } = await anOpenEvening(t)
  const tries = (household: string) => {
    try {
      letIn(house, { household, about: [], solved: undefined })
      return 0
    } catch (refused) {
      return refused instanceof Problem ? (refused.puzzle?.tries ?? 0) : 0
    }
  }
  const paid = Array.from({ length: 6000 }, () => tries(school))
  deepEqual(
    paid,
    paid.toSorted((a, b) => a - b),
  )
  equal(paid.at(-1), mostTries)
  equal(tries('198.51.100.4'), 0)
  clock.pass({ minutes: 20 })
  ok(tries(school) < mostTries)
  clock.pass({ hours: 1 })
  equal(tries(school), 0)
})

test('P-49 whoever stocks up on puzzles pays for the crowd they make', async (t) => {
  const evening = await anOpenEvening(t)
  const stock: number[] = []
  for (let i = 0; i < 200; i++)
    stock.push((await comes(evening, await nobody(), school)).puzzle?.tries ?? 0)
  deepEqual(stock.slice(0, usual.here.times).filter(Boolean), [])
  const dear = stock.slice(usual.here.times)
  deepEqual(
    dear,
    dear.toSorted((a, b) => a - b),
  )
  ok((dear.at(-1) ?? 0) > 3 * (dear[0] ?? 0))
})

test('no address of those who came is anywhere but in their hash', async (t) => {
  const evening = await anOpenEvening(t)
  await flood(evening, school)
  const { body } = await evening.anOpening()
  const puzzle = await solved(evening, body)
  served(await evening.ask(arrive, { body: { ...body, puzzle }, from: school }))
  ok(!evening.logged().includes(school))
  ok(!JSON.stringify(evening.told).includes(school))
})

async function anOpenEvening(t: Parameters<typeof anEvening>[0]): Promise<Evening> {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  return evening
}

/** An arrival that leads nowhere and still is one. */
async function nobody() {
  return { line: 'nowhere', language: 'fr', opening: 'AAAA', rulesVersion: 1, secret: aSecret(32) }
}

const Told = v.object({ problem: v.optional(v.string()), puzzle: v.optional(Puzzle) })

async function comes({ house }: Evening, body: object, from: string) {
  const { statusCode, body: text } = await house.app.inject({
    method: 'POST',
    url: arrive.url,
    headers: { 'content-type': 'application/json', host: new URL(house.config.publicOrigin).host },
    remoteAddress: from,
    payload: JSON.stringify(body),
  })
  return { status: statusCode, ...v.parse(Told, JSON.parse(text)) }
}

/** As many from this address as its share allows. */
async function flood(evening: Evening, from: string) {
  for (let i = 0; i < usual.here.times; i++) await comes(evening, await nobody(), from)
}

/** Fills the share of the school, and works out what is then asked for this arrival. */
async function solved(evening: Evening, body: object): Promise<Solved> {
  await flood(evening, school)
  const { puzzle } = await comes(evening, body, school)
  if (!puzzle) throw new Error('there was no puzzle')
  return { ...puzzle, answers: await solve(puzzle) }
}

function anAddress(n: number): string {
  return `198.18.${n >> 8}.${n & 255}`
}

async function conversations({ db }: Evening): Promise<number> {
  return (await db.selectFrom('conversation').select('id').execute()).length
}
