import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { counted, type ContactFacts, noSums, offered, puzzleUnsolved, unserved } from './contact.ts'

const terms = { earlySeconds: 5, promisedMinutes: 5 }

test('who leaves the queue within five seconds is counted apart', () => {
  const left = (seconds: number) => facts({ ending: 'abandoned', endedAt: after(seconds) })
  equal(counted(left(4.9), terms).ending, 'abandoned_early')
  equal(counted(left(5), terms).ending, 'abandoned')
  equal(counted(left(9), { ...terms, earlySeconds: 10 }).ending, 'abandoned_early')
})

test('who leaves within half a minute of an answer is counted apart', () => {
  const left = (seconds: number) =>
    facts({ ending: 'left', answeredAt: after(60), endedAt: after(60 + seconds) })
  equal(counted(left(29), terms).ending, 'left_early')
  equal(counted(left(30), terms).ending, 'left')
})

test('a wait and a length are kept as the step they fall into', () => {
  const talk = facts({ ending: 'goodbye', answeredAt: after(75), endedAt: after(75 + 23 * 60) })
  deepEqual(counted(talk, terms), {
    ending: 'goodbye',
    waitFrom: 60,
    lengthFrom: 20,
    inTime: true,
  })
})

test('who was lost waited as long as their page was there', () => {
  const lost = facts({ ending: 'lost', endedAt: after(900), seenAt: after(25) })
  deepEqual(counted(lost, terms), {
    ending: 'lost',
    waitFrom: 20,
    lengthFrom: undefined,
    inTime: undefined,
  })
})

test('a promise is kept by answering in time, and broken by whoever waited longer', () => {
  const inTime = (of: Partial<ContactFacts>, promisedMinutes: number | undefined = 5) =>
    counted(facts(of), { earlySeconds: 5, promisedMinutes }).inTime
  equal(inTime({ ending: 'goodbye', answeredAt: after(300), endedAt: after(900) }), true)
  equal(inTime({ ending: 'goodbye', answeredAt: after(301), endedAt: after(900) }), false)
  equal(inTime({ ending: 'abandoned', endedAt: after(301) }), false)
  // Who leaves before the promise is due tells nothing about it.
  equal(inTime({ ending: 'abandoned', endedAt: after(299) }), undefined)
  const unpromised = counted(facts({ ending: 'goodbye', answeredAt: after(9) }), {
    earlySeconds: 5,
    promisedMinutes: undefined,
  })
  equal(unpromised.inTime, undefined)
})

test('whoever found the line closed or full reached out and met nobody', () => {
  const sums = {
    ...noSums,
    arrived: 10,
    answered: 6,
    abandoned: 3,
    abandoned_early: 1,
    refused_closed: 2,
    refused_full: 4,
    puzzle_given: 5,
    puzzle_solved: 3,
  }
  equal(offered(sums), 16)
  equal(unserved(sums, { withEarly: false }), 9)
  equal(unserved(sums, { withEarly: true }), 10)
  equal(puzzleUnsolved(sums), 2)
})

function facts(of: Partial<ContactFacts>): ContactFacts {
  const endedAt = of.endedAt ?? after(60)
  return {
    arrivedAt: after(0),
    answeredAt: undefined,
    endedAt,
    seenAt: endedAt,
    ending: 'abandoned',
    ...of,
  }
}

function after(seconds: number): Date {
  return new Date(Date.UTC(2030, 0, 2, 20) + seconds * 1000)
}
