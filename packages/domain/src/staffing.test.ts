import { equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Forecast,
  helplineOccupancy,
  lengthening,
  loadOf,
  mustWait,
  rostered,
  serversFor,
  serversWithoutQueue,
  turnedAway,
  withLeaving,
  withoutLeaving,
} from './staffing.ts'

test('the share turned away is as published', () => {
  for (const [servers, load, share] of [
    [1, 1, 0.5],
    [2, 1, 0.2],
    [17, 10, 0.012949],
    [30, 25, 0.052603],
    [4, 3, 0.206107],
    [7, 5, 0.120519],
    [10, 8, 0.121661],
    [12, 10, 0.119739],
    [22, 20, 0.106734],
    [25, 20, 0.050222],
    [55, 50, 0.053749],
    [110, 100, 0.027463],
  ] as const)
    near(turnedAway(servers, load), share)
})

test('the share who must wait is as published', () => {
  for (const [servers, load, share] of [
    [2, 1, 1 / 3],
    [3, 2, 4 / 9],
    [4, 3, 0.509434],
    [7, 5, 0.32415],
    [10, 8, 0.40918],
    [12, 10, 0.449388],
    [22, 20, 0.567915],
    [25, 20, 0.209103],
    [55, 50, 0.384547],
    [110, 100, 0.237008],
    [6, 2.5, 0.04744],
    [5, 2.5, 0.13037],
  ] as const)
    near(mustWait(servers, load), share)
})

/** 100 contacts in half an hour, three minutes each: ten erlangs. */
const hundred = { perHour: 200, handlingMinutes: 3 }
const twentySeconds = { minutes: 1 / 3 }

test('who is answered in twenty seconds, and the mean wait, are as published', () => {
  for (const [servers, waits, answered, seconds] of [
    [11, 0.682118, 0.389614, 122.7813],
    [12, 0.449388, 0.640158, 40.4449],
    [13, 0.28527, 0.795595, 17.1162],
    [14, 0.1741319335950498, 0.8883500191794669, 7.8359],
    [15, 0.102042, 0.941453, 3.6735],
  ] as const) {
    const found = stable(withoutLeaving(servers, hundred))
    near(found.waits, waits)
    near(found.answeredWithin(twentySeconds), answered)
    near(found.meanWaitMinutes * 60, seconds, 1e-4)
  }
  const busy = stable(withoutLeaving(55, { perHour: 720, handlingMinutes: 4 }))
  equal(loadOf({ perHour: 720, handlingMinutes: 4 }), 48)
  near(busy.waits, 0.238701)
  near(busy.meanWaitMinutes * 60, 8.184, 1e-3)
  near(busy.answeredWithin({ minutes: 0.25 }), 0.845883)
  near(busy.occupancy, 0.872727)
})

test('what a queue loses that people leave is as published', () => {
  const fourteen = stable(withLeaving(14, { ...hundred, patienceMinutes: 5 }))
  near(fourteen.waits, 0.14526)
  near(fourteen.leaves, 0.013984)
  near(fourteen.occupancy, 0.704297)
  near(fourteen.meanWaitMinutes, 0.069919)
  near(fourteen.answeredWithin(twentySeconds), 0.916792)
  const thirteen = stable(withLeaving(13, { ...hundred, patienceMinutes: 5 }))
  near(thirteen.answeredWithin(twentySeconds), 0.858178)
  near(thirteen.leaves, 0.024963)
  near(thirteen.waits, 0.225797)
  near(thirteen.meanWaitMinutes, 0.124817)
  near(thirteen.occupancy, 0.750028)
})

test('with endless patience both formulas say the same', () => {
  for (const servers of [15, 20, 25]) {
    const patient = stable(withLeaving(servers, { ...hundred, patienceMinutes: 1_000_000 }))
    const endless = stable(withoutLeaving(servers, hundred))
    for (const what of ['waits', 'leaves', 'meanWaitMinutes', 'occupancy'] as const)
      near(patient[what], endless[what], 1e-4)
    near(patient.answeredWithin(twentySeconds), endless.answeredWithin(twentySeconds), 1e-4)
  }
})

test('as many are needed as published, and rostered for those who will not be there', () => {
  const aim = { share: 0.8, withinMinutes: 0.33, occupancy: 0.85 }
  equal(serversFor(hundred, aim), 14)
  near(stable(withoutLeaving(14, hundred)).answeredWithin({ minutes: 0.33 }), 0.888, 1e-3)
  equal(rostered(14, 0.3), 20)
  equal(serversFor(hundred, { ...aim, occupancy: helplineOccupancy }), 15)
  equal(rostered(15, 0.3), 22)
  equal(
    serversFor({ perHour: 30, handlingMinutes: 5 }, { ...aim, share: 0.9, withinMinutes: 0 }),
    6,
  )
  equal(serversWithoutQueue(10, 0.02), 17)
  equal(serversWithoutQueue(10, 0.01), 18)
  equal(rostered(17, 0.3), 25)
  equal(rostered(7, 0.3), 10)
})

test('three chats at once take a person as long as 2.5 of them one by one', () => {
  // 600 seconds each come to 240 a chat.
  near((600 * lengthening(3)) / 3, 240)
  equal(lengthening(1), 1)
  near(lengthening(2), 2 / 1.7)
  ok(lengthening(6) > lengthening(5))
})

test('too few people is an answer, and so is nonsense', () => {
  equal(mustWait(10, 10), 'unstable')
  equal(mustWait(9, 10), 'unstable')
  equal(withoutLeaving(0, hundred), 'unstable')
  for (const servers of [-1, 1.5, Number.NaN, Infinity]) {
    equal(turnedAway(servers, 1), 'unstable')
    equal(withLeaving(servers, { ...hundred, patienceMinutes: 5 }), 'unstable')
  }
  for (const perHour of [-1, Number.NaN, Infinity]) {
    equal(withoutLeaving(5, { perHour, handlingMinutes: 5 }), 'unstable')
    equal(withLeaving(5, { perHour, handlingMinutes: 5, patienceMinutes: 5 }), 'unstable')
  }
  for (const patienceMinutes of [0, -1, Number.NaN])
    equal(withLeaving(5, { ...hundred, patienceMinutes }), 'unstable')
  equal(withoutLeaving(5, { perHour: 5, handlingMinutes: 0 }), 'unstable')
  equal(serversFor(hundred, { share: 1, withinMinutes: 1, occupancy: 1 }), 'unstable')
  equal(serversFor(hundred, { share: 0.8, withinMinutes: 1, occupancy: 0 }), 'unstable')
  equal(serversWithoutQueue(10, 0), 'unstable')
  equal(rostered(10, 1), 'unstable')
  equal(rostered(-1, 0.3), 'unstable')
})

test('a line nobody comes to keeps nobody waiting', () => {
  for (const found of [
    withoutLeaving(2, { perHour: 0, handlingMinutes: 25 }),
    withLeaving(2, { perHour: 0, handlingMinutes: 25, patienceMinutes: 5 }),
  ]) {
    const calm = stable(found)
    equal(calm.meanWaitMinutes, 0)
    equal(calm.leaves, 0)
    equal(calm.occupancy, 0)
    near(calm.answeredWithin({ minutes: 0 }), 1)
  }
})

test('with nobody there everybody leaves', () => {
  const alone = stable(withLeaving(0, { ...hundred, patienceMinutes: 5 }))
  near(alone.leaves, 1)
  near(alone.meanWaitMinutes, 5)
  near(alone.answeredWithin({ minutes: 60 }), 0)
})

const demands = fc.record({
  perHour: fc.double({ min: 0.1, max: 200, noNaN: true }),
  handlingMinutes: fc.double({ min: 1, max: 60, noNaN: true }),
  patienceMinutes: fc.double({ min: 0.5, max: 120, noNaN: true }),
})
const anyServers = fc.integer({ min: 1, max: 120 })
const spans = fc.double({ min: 0, max: 30, noNaN: true })

test('one more server never makes a line slower', () => {
  fc.assert(
    fc.property(anyServers, demands, spans, (servers, demand, minutes) => {
      for (const model of [withoutLeaving, withLeaving]) {
        const fewer = model(servers, demand)
        if (fewer === 'unstable') continue
        const more = stable(model(servers + 1, demand))
        ok(more.answeredWithin({ minutes }) >= fewer.answeredWithin({ minutes }) - 1e-9)
        ok(more.meanWaitMinutes <= fewer.meanWaitMinutes + 1e-9)
        ok(more.leaves <= fewer.leaves + 1e-9)
        ok(more.occupancy <= fewer.occupancy + 1e-9)
      }
    }),
    { numRuns: 60 },
  )
})

test('the less patient people are, the more of them leave', () => {
  fc.assert(
    fc.property(anyServers, demands, (servers, demand) => {
      const shorter = { ...demand, patienceMinutes: demand.patienceMinutes / 2 }
      const patient = stable(withLeaving(servers, demand))
      ok(stable(withLeaving(servers, shorter)).leaves >= patient.leaves - 1e-9)
    }),
    { numRuns: 60 },
  )
})

test('shares are shares, the longer one waits the more are answered, and in the end all who stay', () => {
  fc.assert(
    fc.property(anyServers, demands, spans, (servers, demand, minutes) => {
      const found = stable(withLeaving(servers, demand))
      const { waits, leaves, occupancy, answeredWithin } = found
      for (const share of [waits, leaves, occupancy]) ok(share >= -1e-9 && share <= 1 + 1e-9)
      const sooner = answeredWithin({ minutes })
      ok(sooner >= 1 - waits - 1e-9 && sooner <= 1 - leaves + 1e-6)
      ok(answeredWithin({ minutes: minutes + 1 }) >= sooner - 1e-9)
      near(answeredWithin({ minutes: 24 * 60 }), 1 - leaves, 1e-6)
      // What comes and does not leave is talked with.
      near(occupancy * servers, loadOf(demand) * (1 - leaves), 1e-6)
    }),
    { numRuns: 20 },
  )
})

function stable(found: Forecast | 'unstable'): Forecast {
  if (found === 'unstable') throw new Error('unstable')
  return found
}

function near(value: number | 'unstable', expected: number, within = 5e-6) {
  ok(value !== 'unstable' && Math.abs(value - expected) <= within * Math.max(1, expected))
}
