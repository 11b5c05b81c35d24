import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { alertsOf } from '@veilleuse/domain/alert'
import { limitNow } from '@veilleuse/domain/conversation'
import type { ConversationId, StaffId } from '@veilleuse/domain/ids'
import { inOrder, rankOf } from '@veilleuse/domain/order'
import { before, counsellorGrace, placeKept } from '@veilleuse/domain/patience'
import { isAble, rings, type Waiting } from '@veilleuse/domain/queue'
import { seedGiven } from '@veilleuse/testkit/crash/seed'
import { leaks } from '@veilleuse/testkit/leaks'
import { freeOf, seatsOf, type SeatNow } from '../seat/store.ts'
import { fiveHours, type Hours, step } from './five-hours.fixture.ts'
import { waitingOn } from './store.ts'

leaks()

const steps = (5 * 3600) / step.seconds

test('for five hours servers die, sockets break and counsellors vanish, and the queue stays true', async (t) => {
  const seed = process.env['SEED'] === undefined ? 20_261_122 : seedGiven()
  const hours = await fiveHours(t, seed)
  const seen = { rung: 0, answered: 0, returned: 0, released: 0, alarms: 0 }
  let stood: readonly Waiting[] = []
  try {
    for (let n = 0; n < steps; n++) {
      await hours.happens()
      stood = await holds(hours, stood, seen)
    }
  } catch (error) {
    throw new Error(`at step ${hours.now()}; again: SEED=${seed}`, { cause: error })
  }
  const { rows } = await hours.evening.database.pool.query(
    `select (select count(*)::int from offer) as rung,
       (select count(*)::int from offer where how = 'accepted') as answered,
       (select count(*)::int from conversation where returned_to_queue) as returned,
       (select count(*)::int from conversation where ending = 'lost') as released`,
  )
  const all = { ...hours.count, ...seen, ...rows[0] }
  t.diagnostic(JSON.stringify(all))
  // Five hours in which nothing happened would have proved nothing.
  ok(all.arrived > 550 && all.answered > 350, `${all.arrived} came, ${all.answered} were answered`)
  ok(all.kills > 8 && all.cut > 50 && all.vanished > 8, JSON.stringify(all))
  ok(all.returned > 3 && all.refused > 10, JSON.stringify(all))
})

type Seen = { alarms: number }

/** What must be true after every step; gives who waits now and rings nowhere. */
async function holds(
  { evening }: Hours,
  stood: readonly Waiting[],
  seen: Seen,
): Promise<readonly Waiting[]> {
  const { db, clock, line } = evening
  const now = clock.now()
  const seats = await seatsOf(db, line.id, now)
  const waiting = await waitingOn(db, [line.id], now)
  noCapExceeded(seats)
  await ringsAreTrue(evening, seats)
  deepEqual(rings(waiting, freeOf(seats)), [], 'nobody waits beside a free desk')
  await nobodyIsPassed(evening, { seats, stood, waiting })
  await noGhost(evening)
  if (alarmed(waiting, seats, now)) seen.alarms += 1
  return waiting
}

function noCapExceeded(seats: readonly SeatNow[]) {
  for (const seat of seats) ok(seat.taken <= limitNow(seat), `${seat.taken} of ${limitNow(seat)}`)
}

async function ringsAreTrue({ database }: Hours['evening'], seats: readonly SeatNow[]) {
  const { rows } = await database.pool.query<{ staff_id: StaffId; id: string; state: string }>(
    `select offer.staff_id, c.id, c.state from offer
     join conversation c on c.id = offer.conversation_id where offer.ended_at is null`,
  )
  equal(new Set(rows.map(({ id }) => id)).size, rows.length, 'each visitor rings at one desk')
  for (const { staff_id: staff, state } of rows) {
    equal(state, 'waiting', 'rung for somebody who waits')
    const seat = seats.find((one) => one.counsellor === staff)
    ok(seat?.state === 'available' && seat.taken < limitNow(seat), 'rung where there is room')
  }
}

/** Of one rank, nobody rang while somebody who came before could have had that desk all along. */
async function nobodyIsPassed(
  { database, clock }: Hours['evening'],
  at: {
    seats: readonly SeatNow[]
    stood: readonly Waiting[]
    waiting: readonly Waiting[]
  },
) {
  const now = clock.now()
  const { rows: rang } = await database.pool.query<{ staff_id: StaffId; id: ConversationId }>(
    `select staff_id, conversation_id as id from offer where rang_at = $1`,
    [now],
  )
  if (rang.length === 0) return
  const { rows: lately } = await database.pool.query<{ id: ConversationId }>(
    'select conversation_id as id from offer where ended_at = $1',
    [now],
  )
  const { rows: facts } = await database.pool.query(
    `select id, arrived_at, returned_to_queue, urgency from conversation where id = any($1::uuid[])`,
    [rang.map(({ id }) => id)],
  )
  const still = at.waiting.filter(
    (one) =>
      one.present &&
      at.stood.some((other) => other.id === one.id && other.present) &&
      !lately.some(({ id }) => id === one.id),
  )
  for (const { staff_id: staff, id } of rang) {
    const fact = facts.find((one) => one.id === id)
    const desk = at.seats.find((one) => one.counsellor === staff)
    // Whoever was left and answered since is at the head no more; what rank rang is not known.
    if (!fact || !desk || fact.returned_to_queue) continue
    const other = { id, arrivedAt: fact.arrived_at, atHead: false, urgency: fact.urgency }
    const passed = still.filter(
      (one) =>
        rankOf(one) === rankOf(other) &&
        inOrder(one, other) < 0 &&
        isAble(desk, one) &&
        !one.declinedBy.includes(staff),
    )
    deepEqual(passed, [], `passed by ${id}`)
  }
}

async function noGhost({ database, clock }: Hours['evening']) {
  const now = clock.now()
  const { rows: ghosts } = await database.pool.query(
    `select id from conversation where state = 'waiting' and visitor_seen_at < $1`,
    [before(now, placeKept)],
  )
  deepEqual(ghosts, [], 'no ghost keeps a place')
  const { rows: left } = await database.pool.query(
    `select c.id from conversation c join seat on seat.staff_id = c.counsellor_id
     where c.state = 'open' and seat.seen_at < $1`,
    [before(now, counsellorGrace)],
  )
  deepEqual(left, [], 'nobody is with a counsellor who is gone')
  const { rows: late } = await database.pool.query(
    `select id from offer where ended_at is null and expires_at <= $1`,
    [now],
  )
  deepEqual(late, [], 'no ring outlives its time')
}

/** Whoever nobody there can take is told of. */
function alarmed(waiting: readonly Waiting[], seats: readonly SeatNow[], now: Date): boolean {
  const people = seats.map((seat) => ({
    ...seat,
    staff: seat.counsellor,
    onShift: seat.here && (seat.state === 'available' || seat.state === 'break'),
    available: seat.here && seat.state === 'available',
  }))
  const [first] = waiting
  if (!first) return false
  const lines = [{ id: first.line, open: true, promisedMinutes: undefined }]
  const alerts = alertsOf({ now, lines, waiting, talks: [], people, missed: [] })
  const helpless = waiting.filter(
    (one) => !people.some((person) => person.available && isAble(person, one)),
  )
  for (const one of helpless)
    ok(
      alerts.some(
        ({ kind, language }) =>
          kind === 'nobody_there' || (kind === 'nobody_can_take' && language === one.language),
      ),
      'nobody waits in vain without an alarm',
    )
  return helpless.length > 0
}
