import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import type { Word } from './hearing.ts'
import { nudgeOf, silenceOf } from './silence.ts'

const accepted = at(10)

test('a visitor who has been accepted waits for the first word from then on', () => {
  const { turn } = silenceOf([word('visitor', 1)], accepted)
  deepEqual(turn, { of: 'counsellor', since: accepted })
})

test('who wrote three times waits since the first of the three', () => {
  const words = [
    word('helpline', 11),
    word('visitor', 12),
    word('visitor', 13),
    word('visitor', 14),
  ]
  deepEqual(silenceOf(words, accepted).turn, { of: 'counsellor', since: at(12) })
})

test('after an answer it is the visitor’s turn, since the last word of the answer', () => {
  const words = [word('visitor', 11), word('helpline', 12), word('helpline', 13)]
  deepEqual(silenceOf(words, accepted).turn, { of: 'visitor', since: at(13) })
})

test('what could not be read is nobody’s turn', () => {
  const trouble: Word = { seq: 3, at: at(14), by: 'nobody', trouble: 'not_genuine' }
  const words = [word('visitor', 11), word('helpline', 12), trouble]
  deepEqual(silenceOf(words, accepted).turn, { of: 'visitor', since: at(12) })
})

test('the counsellor is told at two minutes, the nudges come at three, six and eleven', () => {
  const theirs = {
    visitorAt: at(0),
    ownAt: undefined,
    turn: { of: 'counsellor', since: at(0) },
  } as const
  equal(nudgeOf(theirs, at(1.9)), undefined)
  equal(nudgeOf(theirs, at(2)), 'counsellor_late')
  const quiet = {
    visitorAt: undefined,
    ownAt: at(0),
    turn: { of: 'visitor', since: at(0) },
  } as const
  deepEqual(
    [2.9, 3, 6, 11].map((minutes) => nudgeOf(quiet, at(minutes))),
    [undefined, 'first', 'second', 'last'],
  )
})

function at(minutes: number) {
  return new Date(Date.UTC(2030, 0, 2, 20) + minutes * 60_000)
}

function word(by: 'visitor' | 'helpline', minutes: number): Word {
  return { seq: minutes, at: at(minutes), by, id: '', kind: 'text', text: '', gap: false }
}
