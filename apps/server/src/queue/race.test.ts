import { deepEqual, equal, notEqual } from 'node:assert/strict'
import { test } from 'node:test'
import { collide } from '@veilleuse/testkit/collide'
import { refusal } from '@veilleuse/testkit/ask'
import { leaks } from '@veilleuse/testkit/leaks'
import { forget, leave } from '@veilleuse/contract/visit'
import {
  anEvening,
  beforeItIsTold,
  type Colleague,
  type Evening,
  type Page,
  served,
  inTurn,
} from '../evening.fixture.ts'
import { newOfferId } from '../platform/ids.ts'
import { expireOffers, giveBackVanished, releaseGhosts, ringLine } from './actions.ts'
import { addOffer } from './store.ts'

leaks()

test('two servers that ring at once ring each desk for one visitor', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  await evening.aColleague({ seat: 'break' })
  await evening.aVisitor()
  await evening.aVisitor()
  await evening.database.pool.query(`update seat set state = 'available'`)
  const rings = () => ringLine(evening.house, evening.line.id)

  await collide(evening.database, { table: 'line', id: evening.line.id }, [rings, rings])

  const offers = await offersOf(evening)
  equal(offers.length, 2)
  equal(new Set(offers.map((offer) => offer.staff_id)).size, 2)
  equal(new Set(offers.map((offer) => offer.conversation_id)).size, 2)
})

test('one who accepts two at once stays within the limit', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  const [first, second] = [await evening.aVisitor(), await evening.aVisitor()]
  const ring = await evening.ring(mina)
  equal(ring?.conversation, first.id)
  // A desk never rings for two, so the second ring is put there by hand, past the fence against it.
  await evening.database.pool.query('drop index offer_one_ring_a_desk')
  const other = await ringsByHand(evening, mina, second)

  const answers = await collide(evening.database, seatOf(mina), [
    () => refusal(evening.accept(mina, ring?.id ?? '')),
    () => refusal(evening.accept(mina, other)),
  ])

  deepEqual(answers.filter(Boolean), ['at_limit'])
  equal((await evening.desk(mina)).conversations.length, 1)
})

for (const answersFirst of [true, false])
  test(`a lower number chosen ${answersFirst ? 'after' : 'before'} an answer, in the same moment, is kept to`, async (t) => {
    const evening = await anEvening(t)
    const mina = await evening.aColleague({ limit: 3 })
    await evening.aVisitor()
    await evening.accepts(mina)
    const next = await evening.aVisitor()
    const ring = await evening.ring(mina)
    const answers = () => refusal(evening.accept(mina, ring?.id ?? ''))
    const chooses = () => refusal(evening.choose(mina, 1))

    const both = answersFirst ? ([answers, chooses] as const) : ([chooses, answers] as const)
    const told = await collide(evening.database, seatOf(mina), inTurn<unknown>(evening, both))

    const { seat } = await evening.desk(mina)
    const { state } = await evening.view(next)
    deepEqual(
      { told, seat, state },
      answersFirst
        ? {
            told: [undefined, undefined],
            seat: { state: 'available', limit: 1, taken: 2 },
            state: 'open',
          }
        : {
            told: [undefined, 'offer_over'],
            seat: { state: 'available', limit: 1, taken: 1 },
            state: 'waiting',
          },
    )
  })

test('accepting twice at once is accepting once', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  const ring = await evening.ring(mina)
  const presses = () => refusal(evening.accept(mina, ring?.id ?? ''))

  const answers = await collide(evening.database, seatOf(mina), [presses, presses])

  deepEqual(answers.filter(Boolean), ['offer_over'])
  equal((await evening.desk(mina)).conversations.length, 1)
  equal((await evening.view(visitor)).certificates.length, 1)
})

for (const answersFirst of [true, false])
  test(`a ring that is answered ${answersFirst ? 'before' : 'after'} it expires, in the same moment, has been answered or missed`, async (t) => {
    const evening = await anEvening(t)
    const mina = await evening.aColleague()
    const visitor = await evening.aVisitor()
    const ring = await evening.ring(mina)
    const tooLate = new Date(evening.clock.now().getTime() + 30_000)
    const answers = () => refusal(evening.accept(mina, ring?.id ?? ''))
    const expires = () => expireOffers({ ...evening.house, clock: { now: () => tooLate } })

    const both = answersFirst ? ([answers, expires] as const) : ([expires, answers] as const)
    const told = await collide(evening.database, seatOf(mina), inTurn<unknown>(evening, both))

    const [offer] = await offersOf(evening)
    const { seat } = await evening.desk(mina)
    const { state } = await evening.view(visitor)
    deepEqual(
      { told, how: offer?.how, seat: seat.state, state },
      answersFirst
        ? { told: [undefined, undefined], how: 'accepted', seat: 'available', state: 'open' }
        : { told: [undefined, 'offer_over'], how: 'expired', seat: 'away', state: 'waiting' },
    )
  })

test('a ring that is declined as it is accepted, from a second page, is one of them', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  const ring = (await evening.ring(mina))?.id ?? ''

  const row = { table: 'offer', id: ring }
  const told = await collide(evening.database, row, [
    () => refusal(evening.accept(mina, ring)),
    () => refusal(evening.decline(mina, ring)),
  ])

  deepEqual(told.filter(Boolean), ['offer_over'])
  equal((await evening.view(visitor)).state, told[0] === undefined ? 'open' : 'waiting')
})

for (const [name, way] of Object.entries({ leave, forget }))
  for (const answersFirst of [true, false])
    test(`a visitor whose ${name} meets the answer, ${answersFirst ? 'after' : 'before'} it, has been met or has gone`, async (t) => {
      const evening = await anEvening(t)
      const mina = await evening.aColleague()
      const visitor = await evening.aVisitor()
      const ring = await evening.ring(mina)
      const answers = () => refusal(evening.accept(mina, ring?.id ?? ''))
      const goes = () => refusal(evening.ask(way, { token: visitor.token }))

      const both = answersFirst ? ([answers, goes] as const) : ([goes, answers] as const)
      const told = await collide(evening.database, rowOf(visitor), inTurn(evening, both))

      const { state, ending, counsellor_id: held, how } = await oneConversation(evening)
      if (answersFirst) {
        deepEqual(told, [undefined, undefined])
        const met = { state: 'wrapping_up', ending: 'left', held: mina.id, how: 'accepted' }
        deepEqual({ state, ending, held, how }, met)
      } else {
        deepEqual(told, [undefined, 'offer_over'])
        const gone = { state: 'closed', ending: 'abandoned', held: null, how: 'withdrawn' }
        deepEqual({ state, ending, held, how }, gone)
      }
      equal((await evening.desk(mina)).offers.length, 0)
    })

test('nobody is rung for who leaves while the ring is on its way', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ seat: 'break' })
  const visitor = await evening.aVisitor()
  await evening.database.pool.query(`update seat set state = 'available'`)

  await beforeItIsTold<unknown>(evening, [
    () => evening.leave(visitor),
    () => ringLine(evening.house, evening.line.id),
  ])

  equal(await evening.ring(mina), undefined)
  equal((await evening.desk(mina)).seat.state, 'available')
})

test('nobody is rung who goes on a break while the ring is on its way', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ seat: 'break' })
  await evening.aVisitor()
  await evening.database.pool.query(`update seat set state = 'available'`)

  await beforeItIsTold<unknown>(evening, [
    () => evening.sit(mina, 'break'),
    () => ringLine(evening.house, evening.line.id),
  ])

  equal(await evening.ring(mina), undefined)
})

test('who finds a high risk while a ring is on its way is not rung', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  const first = await evening.aVisitor()
  await evening.accepts(mina)
  await evening.aVisitor()
  await evening.database.pool.query('update seat set "limit" = 2')

  await beforeItIsTold<unknown>(evening, [
    () => evening.judge(mina, first.id, 'high'),
    () => ringLine(evening.house, evening.line.id),
  ])

  equal(await evening.ring(mina), undefined)
})

test('a talk that both sides end at once has ended once', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)

  const [byHelpline, byVisitor] = await collide(evening.database, rowOf(visitor), [
    () => refusal(evening.end(mina, visitor.id)),
    () => refusal(evening.leave(visitor)),
  ])

  equal(byVisitor, undefined)
  const { ending } = await evening.view(visitor)
  if (byHelpline === undefined) deepEqual(ending, { why: 'goodbye', by: 'helpline' })
  else {
    equal(byHelpline, 'conversation_closed')
    deepEqual(ending, { why: 'left', by: 'visitor' })
  }
})

test('of two closings that meet at the seat one keeps the record', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  served(await evening.end(mina, visitor.id))
  const closes = () => refusal(evening.close(mina, visitor.id))

  const answers = await collide(evening.database, seatOf(mina), [closes, closes])

  deepEqual(answers.filter(Boolean), ['not_found'])
  equal(await records(evening), 1)
})

test('a desk that judges and closes at once is refused for its haste, not by a fault of ours', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)

  const told = await collide(
    evening.database,
    seatOf(mina),
    inTurn(evening, [
      () => refusal(evening.close(mina, visitor.id)),
      () => refusal(evening.judge(mina, visitor.id, 'high')),
    ]),
  )

  deepEqual(told, ['conversation_closed', undefined])
})

test('a counsellor given up while accepting holds nobody who is back in the queue', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  const ring = await evening.ring(mina)
  const inTime = evening.clock.now()
  const gone = new Date(inTime.getTime() + 61_000)

  await collide<unknown>(evening.database, seatOf(mina), [
    () => evening.accept(mina, ring?.id ?? ''),
    () => giveBackVanished({ ...evening.house, clock: { now: () => gone } }),
  ])

  // Accepted first, it was given back; given up first, the answer came too late.
  equal((await evening.view(visitor)).state, 'waiting')
  deepEqual((await evening.desk(mina)).conversations, [])
  equal((await evening.desk(mina)).seat.state, 'away')
})

test('a talk that ends as its counsellor is given up is not back in the queue', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  await evening.pass({ seconds: 61 }, [mina])

  await collide<unknown>(
    evening.database,
    rowOf(visitor),
    inTurn<unknown>(evening, [() => evening.leave(visitor), () => giveBackVanished(evening.house)]),
  )

  notEqual((await oneConversation(evening)).state, 'waiting')
  equal((await evening.view(visitor)).state, 'closed')
})

test('a ghost that comes back in the moment it is given up keeps the place', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  const visitor = await evening.aVisitor()
  await evening.pass({ minutes: 16 }, [visitor])
  const isBack = () => evening.pass({})

  await collide<unknown>(
    evening.database,
    rowOf(visitor),
    inTurn<unknown>(evening, [isBack, () => releaseGhosts(evening.house)]),
  )

  equal((await evening.view(visitor)).state, 'waiting')
})

const seatOf = (colleague: Colleague) => ({ table: 'seat', by: 'staff_id', id: colleague.id })
const rowOf = (page: Page) => ({ table: 'conversation', id: page.id })

async function ringsByHand({ db, clock }: Evening, colleague: Colleague, page: Page) {
  const id = newOfferId()
  const at = clock.now()
  const until = new Date(at.getTime() + 30_000)
  await db
    .transaction()
    .execute((tx) => addOffer(tx, { id, conversation: page.id, staff: colleague.id, at, until }))
  return id
}

function offersOf({ db }: Evening) {
  return db.selectFrom('offer').select(['staff_id', 'conversation_id', 'how']).execute()
}

async function records({ db }: Evening): Promise<number> {
  return (await db.selectFrom('record').select('id').execute()).length
}

function oneConversation({ db }: Evening) {
  return db
    .selectFrom('conversation as c')
    .innerJoin('offer', 'offer.conversation_id', 'c.id')
    .select(['c.state', 'c.ending', 'c.counsellor_id', 'offer.how'])
    .executeTakeFirstOrThrow()
}
