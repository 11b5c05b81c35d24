import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import { test } from 'node:test'
import { type Chance, chance } from '@veilleuse/testkit/chance'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import { anEvening, type Colleague, type Evening, type Page } from '../evening.fixture.ts'
import { lineBySlug } from '../line/store.ts'
import { aNight } from '../night.fixture.ts'
import { eventsAfter, lastEvent } from '../platform/outbox.ts'
import { type Boards, makeBoards } from './boards.ts'
import { lineNow } from './line-store.ts'
import { placesOf } from './present.ts'

leaks()

test('whatever happens in an evening, the board says what a fresh reading says', async (t) => {
  const evening = await anEvening(t)
  const story = await aStory(evening)
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9))
  const random = chance(seed, 'evening')
  t.diagnostic(`seed ${seed}`)

  let told = 0
  for (let step = 0; step < 100; step += 1) {
    const what = await something(story, random)
    await story.boards.settle(story.lines.map(({ id }) => id))
    for (const line of story.lines)
      told += await saysTheSame(story, line, `seed ${seed}, step ${step}: ${what}`)
  }
  await evening.pass({ seconds: 5 }, [...story.silent])
  await story.boards.settle([])
  for (const line of story.lines) {
    const { told: board, fresh } = await both(story, line)
    deepEqual(board, fresh, `seed ${seed}, at the end`)
  }
  ok(told > 100, `${told} places were compared`)
})

test('of a change only those are told whose place says something else', async (t) => {
  const evening = await anEvening(t)
  const boards = makeBoards(evening.house)
  await evening.aColleague({ seat: 'break' })
  const [first, second, third] = [await comes(evening), await comes(evening), await comes(evening)]
  await boards.settle([evening.line.id])
  deepEqual([...boards.news().places], [first.id, second.id, third.id])

  const fourth = await comes(evening)
  await boards.settle([])
  deepEqual([...boards.news().places], [fourth.id])

  await evening.leave(second)
  await boards.settle([])
  deepEqual([...boards.news().places], [third.id, fourth.id])

  await boards.settle([])
  equal(boards.news().places.size, 0)
})

test('an event that was lost is missed for five seconds', async (t) => {
  const evening = await anEvening(t)
  const boards = makeBoards(evening.house)
  await evening.aColleague({ seat: 'break' })
  const [first, second] = [await comes(evening), await comes(evening)]
  await boards.settle([evening.line.id])

  await evening.leave(first)
  const third = await comes(evening)
  boards.hear({ type: 'epoch.published', line: evening.line.id }, await lastEvent(evening.db))
  await boards.settle([])
  equal(boards.placeOf(second.id)?.position, 2)
  equal(boards.placeOf(third.id), undefined)

  await evening.pass({ seconds: 5 })
  ok(boards.stale())
  await boards.settle([])
  equal(boards.placeOf(first.id), undefined)
  equal(boards.placeOf(second.id)?.position, 1)
  equal(boards.placeOf(third.id)?.position, 2)
})

test('an event that comes twice, late or out of turn changes nothing', async (t) => {
  const evening = await anEvening(t)
  const boards = makeBoards(evening.house)
  await evening.aColleague({ seat: 'break' })
  const first = await comes(evening)
  await boards.settle([evening.line.id])
  await evening.leave(first)
  const second = await comes(evening)
  await boards.settle([])

  for (const { event, seq } of await eventsAfter(evening.db, 0)) boards.hear(event, seq)
  await boards.settle([])
  equal(boards.placeOf(first.id), undefined)
  equal(boards.placeOf(second.id)?.position, 1)
})

test('what could not be read is read when the database answers again', async (t) => {
  const evening = await anEvening(t)
  const boards = makeBoards(evening.house)
  await evening.aColleague({ seat: 'break' })
  const [first, second] = [await comes(evening), await comes(evening)]
  await boards.settle([evening.line.id])
  await evening.leave(first)

  await evening.database.pool.query('alter table conversation rename to elsewhere')
  await rejects(boards.settle([]))
  equal(boards.placeOf(second.id)?.position, 2)
  await evening.database.pool.query('alter table elsewhere rename to conversation')

  ok(boards.stale())
  await boards.settle([])
  equal(boards.placeOf(second.id)?.position, 1)
})

test('as those before them leave, a page hears of smaller places alone, from its welcome on', async (t) => {
  const night = await aNight(t)
  const pages: Page[] = []
  for (let n = 0; n < 24; n += 1) pages.push(await comes(night))
  const sockets = new Map<Page, ReturnType<typeof night.page>>()

  // Each of the first half leaves while pages of the second half say hello.
  const [leaving, staying] = [pages.slice(0, 12), pages.slice(12)]
  for (const [n, page] of leaving.entries()) {
    const left = night.leave(page)
    const behind = staying[n]
    if (behind) sockets.set(behind, night.page(behind))
    await left
  }

  for (const [n, page] of staying.entries()) {
    const positions = () => positionsOf(sockets.get(page)?.came ?? [])
    await until(() => positions().at(-1) === n + 1, { called: `place ${n + 1}` })
    deepEqual(
      positions(),
      positions().toSorted((a, b) => b - a),
    )
  }
  deepEqual(night.incidents, [])
})

/** Somebody comes a second after the one before. */
async function comes(evening: Pick<Evening, 'pass' | 'aVisitor'>): Promise<Page> {
  await evening.pass({ seconds: 1 })
  return evening.aVisitor()
}

type LineOf = Evening['line']

type Story = {
  readonly evening: Evening
  readonly boards: Boards
  readonly lines: readonly LineOf[]
  readonly pages: Page[]
  readonly silent: Set<Page>
  readonly desks: readonly Colleague[]
}

/** Two lines; one of the desks answers on both. */
async function aStory(evening: Evening): Promise<Story> {
  const lines = [evening.line, await evening.aLine('droit')]
  // On a break it keeps the lines open, whatever the others do.
  await evening.aColleague({ on: lines, seat: 'break' })
  const desks = [await evening.aColleague({ on: lines, seat: 'break' }), await evening.aColleague()]
  return { evening, boards: makeBoards(evening.house), lines, pages: [], silent: new Set(), desks }
}

type Act = readonly [what: string, run: () => unknown]

/** One thing that happens on an evening; gives its name. Who cannot do it now does nothing. */
async function something(story: Story, random: Chance): Promise<string> {
  const one = <T>(of: readonly T[]) => of[Math.floor(random.next() * of.length)]
  const desk = one(story.desks)
  if (!desk) throw new Error('nobody is there')
  const all = [...comingAndGoing(story, one(story.pages), random), ...atTheDesk(story, desk)]
  const [what, run] = one(all) ?? ['nothing', () => undefined]
  await run()
  return what
}

function comingAndGoing(story: Story, page: Page | undefined, random: Chance): readonly Act[] {
  const { evening, pages, silent, lines } = story
  const comesNow = async () => {
    const on = lines[random.happens(0.7) ? 0 : 1] ?? evening.line
    const urgency = random.happens(0.1) ? 'high' : 'usual'
    pages.push(await evening.aVisitor({ on, urgency }))
  }
  return [
    ['somebody comes', comesNow],
    ['somebody comes', comesNow],
    ['two come in the same moment', () => Promise.all([comesNow(), comesNow()])],
    ['somebody leaves', () => page && evening.leave(page)],
    ['a page falls silent', () => page && silent.add(page)],
    [
      'a page comes back',
      async () => {
        if (!page || !silent.delete(page)) return
        await evening.hear([page])
        story.boards.look(page.id)
      },
    ],
    // The board looks at what time alone changes after five seconds.
    ['time goes by', () => evening.pass({ seconds: random.between(5, 50) }, [...silent])],
    ['deadlines', () => evening.deadlines()],
  ]
}

function atTheDesk({ evening, silent, desks }: Story, desk: Colleague): readonly Act[] {
  const ringing = async (answer: (id: string) => Promise<unknown>) => {
    const ring = await evening.ring(desk)
    if (ring) await answer(ring.id)
  }
  return [
    ['somebody sits down', () => evening.sit(desk, 'available')],
    ['somebody has a break', () => evening.sit(desk, 'break')],
    ['a visitor is accepted', () => ringing((id) => evening.accept(desk, id))],
    ['a ring is declined', () => ringing((id) => evening.decline(desk, id))],
    [
      'a conversation ends',
      async () => {
        const [held] = (await evening.desk(desk)).conversations
        if (!held) return
        await evening.end(desk, held.id)
        await evening.close(desk, held.id)
      },
    ],
    [
      'every desk is gone for a minute',
      async () => {
        await evening.pass({ seconds: 61 }, [...silent, ...desks])
        await evening.deadlines()
      },
    ],
  ]
}

/** Gives how many places were compared. */
async function saysTheSame(story: Story, line: LineOf, called: string): Promise<number> {
  const { told, fresh: read } = await both(story, line)
  // What the last contacts were like is read again every five seconds.
  const fresh = { ...read, recent: told.recent }
  deepEqual(told, fresh, called)
  const placed = placesOf(fresh)
  for (const { id } of fresh.queue) deepEqual(story.boards.placeOf(id), placed(id), called)
  return fresh.queue.length
}

async function both({ evening, boards }: Story, { id, slug }: LineOf) {
  const now = evening.clock.now()
  const line = await lineBySlug(evening.db, slug)
  const told = boards.board(id)?.at(now)
  if (!line || !told) throw new Error('there is no line')
  return { told, fresh: await lineNow(evening.db, line, now) }
}

function positionsOf(came: ReturnType<Awaited<ReturnType<typeof aNight>>['page']>['came']) {
  type Told = { place?: { position: number }; view?: { place?: { position: number } } }
  return came.flatMap((frame) => {
    const { place, view } = frame as Told
    const position = (place ?? view?.place)?.position
    return position === undefined ? [] : [position]
  })
}
