import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import {
  endingOfSilence,
  isOver,
  silenceOf,
  type SilenceFacts,
  slowSilence,
  toldOf,
  usualSilence,
} from './silence.ts'

const answered: SilenceFacts = {
  acceptedAt: at(0),
  last: { byHelpline: true, at: at(10) },
  timeAskedAt: undefined,
  atRisk: false,
}

test('a visitor who falls silent is asked at three minutes, at six, warned at eleven, closed at twelve', () => {
  const steps = [2.9, 3, 5.9, 6, 10.9, 11, 11.9, 12].map((minutes) => stepAt(minutes))
  const [asked, soft, warning] = ['asked', 'soft', 'warning']
  deepEqual(steps, [undefined, asked, asked, soft, soft, warning, warning, 'over'])
})

test('the page can tell when it will be closed', () => {
  const silence = silenceOf(answered, usualSilence, at(21))
  deepEqual(silence.of === 'visitor' && silence.closesAt, at(22))
})

test('each step is a setting of the line', () => {
  deepEqual(
    [9, 10, 20, 30, 35].map((minutes) => stepAt(minutes, answered, slowSilence)),
    [undefined, 'asked', 'soft', 'warning', 'over'],
  )
})

test('«I need more time» stops the clock until the next word of the counsellor', () => {
  const asked = { ...answered, timeAskedAt: at(12) }
  equal(stepAt(60, asked), undefined)
  equal(isOver(silenceOf(asked, usualSilence, at(600))), false)
  const word = { ...asked, last: { byHelpline: true, at: at(30) } }
  equal(silenceStep(word, 33), 'asked')
})

test('with a risk set nothing is closed by itself, however long it lasts', () => {
  const silence = silenceOf({ ...answered, atRisk: true }, usualSilence, at(600))
  deepEqual(silence, { of: 'visitor', since: at(10), step: 'over', closesAt: undefined })
  equal(isOver(silence), false)
})

test('nobody is warned of an end that will not come', () => {
  const told = (atRisk: boolean) => toldOf(silenceOf({ ...answered, atRisk }, usualSilence, at(21)))
  deepEqual(told(false), { told: 'warning', closesAt: at(22) })
  deepEqual(told(true), { told: 'soft', closesAt: undefined })
})

test('while the visitor waits for an answer it is the counsellor’s silence', () => {
  const waiting = { ...answered, last: { byHelpline: false, at: at(10) } }
  const late = (minutes: number) => {
    const silence = silenceOf(waiting, usualSilence, at(10 + minutes))
    return silence.of === 'counsellor' && silence.late
  }
  deepEqual([1.9, 2, 3.9, 4].map(late), ['no', 'told', 'told', 'transfer'])
  // What was written while waiting is answered from the acceptance on, and not late at once.
  const early = { ...waiting, acceptedAt: at(30) }
  deepEqual(silenceOf(early, usualSilence, at(31)), {
    of: 'counsellor',
    since: at(30),
    late: 'no',
  })
})

test('whoever takes over begins the silence anew', () => {
  equal(silenceStep({ ...answered, acceptedAt: at(60) }, 62), undefined)
})

test('a page that is gone is lost, one that is still there is silent', () => {
  equal(endingOfSilence(at(21), at(22)), 'lost')
  equal(endingOfSilence(at(21.5), at(22)), 'silence')
})

function stepAt(minutes: number, facts = answered, terms = usualSilence) {
  const silence = silenceOf(facts, terms, at(10 + minutes))
  return silence.of === 'visitor' ? silence.step : 'not theirs'
}

function silenceStep(facts: SilenceFacts, minute: number) {
  const silence = silenceOf(facts, usualSilence, at(minute))
  return silence.of === 'visitor' ? silence.step : 'not theirs'
}

function at(minutes: number): Date {
  return new Date(Date.UTC(2030, 0, 2, 20) + minutes * 60_000)
}
