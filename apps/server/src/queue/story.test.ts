import { deepEqual, equal, ok } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { arrive } from '@veilleuse/contract/visit'
import { limitNow } from '@veilleuse/domain/conversation'
import { rings } from '@veilleuse/domain/queue'
import { needsFullAttention, risks } from '@veilleuse/domain/risk'
import { leaks } from '@veilleuse/testkit/leaks'
import fc from 'fast-check'
import { anEvening, type Colleague, type Evening, type Page } from '../evening.fixture.ts'
import { freeOf, seatsOf } from '../seat/store.ts'
import { ringLine } from './actions.ts'
import { waitingOn } from './store.ts'

leaks()

/** How often each thing happens, against the others. */
const weights = {
  arrive: 6,
  accept: 6,
  decline: 1,
  judge: 2,
  end: 2,
  close: 3,
  leave: 1,
  sit: 2,
  wait: 2,
  hush: 1,
  'come back': 1,
}
type Deed = keyof typeof weights
type Step = { readonly deed: Deed; readonly who: number; readonly how: number }

const steps = fc.record({
  deed: fc.oneof(
    ...Object.entries(weights).map(([deed, weight]) => ({
      weight,
      arbitrary: fc.constant(deed as Deed),
    })),
  ),
  who: fc.nat(11),
  how: fc.nat(99),
})

test('whatever happens in an evening, nobody is over the limit, forgotten or rung for in vain', async (t) => {
  const seen = { rung: 0, accepted: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 50, maxLength: 60 }), async (story) => {
      const night = await aNight(t)
      for (const step of story) {
        await night.happens(step)
        await holds(night, `${step.deed} by ${step.who}`)
      }
      const { rows } = await night.evening.database.pool.query(
        `select count(*)::int as rung, (count(*) filter (where how = 'accepted'))::int as accepted
         from offer`,
      )
      seen.rung += rows[0].rung
      seen.accepted += rows[0].accepted
    }),
    { seed: 20_261_121, numRuns: 3, endOnFailure: true },
  )
  // An evening in which nothing happened would have proved nothing.
  ok(seen.rung > 10 && seen.accepted > 5, `${seen.rung} rings, ${seen.accepted} answered`)
})

type Night = Awaited<ReturnType<typeof aNight>>

async function aNight(t: TestContext) {
  const evening = await anEvening(t)
  const { db, house, line } = evening
  const team = [
    await evening.aColleague({ limit: 1 }),
    await evening.aColleague({ limit: 2 }),
    await evening.aColleague({ limit: 3 }),
  ]
  const pages: Page[] = []
  const silent = new Set<Page | Colleague>()
  /** Who held others already when they found somebody in danger. */
  const burdened = new Set<string>()

  const deeds: Record<Deed, (step: Step) => Promise<unknown>> = {
    async arrive() {
      const { body, ...page } = await evening.anOpening()
      // Each from a household of its own, or they would be held for a flood.
      const from = `10.0.0.${pages.length}`
      const answer = await evening.ask(arrive, { body, from })
      if ('reply' in answer) pages.push(page)
    },
    accept: (step) => atRing(step, (who, ring) => evening.accept(who, ring)),
    decline: (step) => atRing(step, (who, ring) => evening.decline(who, ring)),
    judge: (step) =>
      atTalk(step, async (who, id) => {
        const risk = risks[step.how % risks.length] ?? 'none'
        const { taken } = (await evening.desk(who)).seat
        if (needsFullAttention(risk) && taken > 1) burdened.add(who.id)
        await evening.judge(who, id, risk)
      }),
    end: (step) => atTalk(step, (who, id) => evening.end(who, id)),
    close: (step) => atTalk(step, (who, id) => evening.close(who, id)),
    async leave({ who }) {
      const page = oneOf(pages, who)
      if (page) await evening.leave(page)
    },
    async sit({ who, how }) {
      const colleague = oneOf(team, who)
      const state = oneOf(['available', 'break', 'available', 'off', 'away'] as const, how)
      if (!colleague || !state) return
      if (state === 'available') silent.delete(colleague)
      await evening.sit(colleague, state)
    },
    wait: ({ how }) => passes(how % 4 === 0 ? how : how % 20),
    async hush({ who, how }) {
      const one = how % 3 === 0 ? oneOf(team, who) : oneOf(pages, who)
      if (one) silent.add(one)
    },
    async 'come back'() {
      silent.clear()
      await passes(1)
    },
  }
  return { evening, burdened, happens: (step: Step) => deeds[step.deed](step) }

  async function atRing({ who }: Step, act: (who: Colleague, ring: string) => Promise<unknown>) {
    const open = await db.selectFrom('offer').selectAll().where('ended_at', 'is', null).execute()
    const ring = oneOf(open, who)
    const colleague = team.find(({ id }) => id === ring?.staff_id)
    if (ring && colleague) await act(colleague, ring.id)
  }

  async function atTalk({ who }: Step, act: (who: Colleague, id: string) => Promise<unknown>) {
    const held = await db
      .selectFrom('conversation')
      .select(['id', 'counsellor_id'])
      .where('state', 'in', ['open', 'wrapping_up'])
      .execute()
    const talk = oneOf(held, who)
    const colleague = team.find(({ id }) => id === talk?.counsellor_id)
    if (talk && colleague) await act(colleague, talk.id)
  }

  async function passes(seconds: number) {
    await evening.pass({ seconds }, [...silent])
    await evening.hear(pages.filter((page) => !silent.has(page)))
    await evening.deadlines()
    await ringLine(house, line.id)
  }
}

async function holds({ evening, burdened }: Night, after: string): Promise<void> {
  const { db, clock, line } = evening
  const now = clock.now()
  const seats = await seatsOf(db, line.id, now)
  for (const seat of seats) {
    const limit = limitNow(seat)
    if (seat.taken <= limit) burdened.delete(seat.counsellor)
    ok(seat.taken <= 3, `three at most, after ${after}`)
    ok(seat.taken <= limit || burdened.has(seat.counsellor), `${seat.taken} of ${limit}, ${after}`)
  }
  for (const ring of await ringing(evening)) {
    const seat = seats.find((one) => one.counsellor === ring.staff_id)
    equal(ring.state, 'waiting', `rung for somebody who waits, after ${after}`)
    equal(seat?.state, 'available', `rung at somebody who is there, after ${after}`)
    ok(seat && seat.taken < limitNow(seat), `rung where there is room, after ${after}`)
  }
  const idle = rings(await waitingOn(db, [line.id], now), freeOf(seats))
  deepEqual(idle, [], `nobody waits beside a free desk, after ${after}`)
}

function ringing({ db }: Evening) {
  return db
    .selectFrom('offer')
    .innerJoin('conversation as c', 'c.id', 'offer.conversation_id')
    .select(['offer.staff_id', 'c.state'])
    .where('offer.ended_at', 'is', null)
    .execute()
}

function oneOf<T>(all: readonly T[], which: number): T | undefined {
  return all[which % Math.max(all.length, 1)]
}
