import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { questionsOf, urgencyOf } from './triage.ts'

const topics = [{ fr: 'La famille', en: 'Family' }]

test('a line asks what it chose, two questions at most, danger first', () => {
  deepEqual(questionsOf({ about: [], howBad: false, danger: false }), [])
  deepEqual(questionsOf({ about: [], howBad: true, danger: true }), ['danger', 'howBad'])
  deepEqual(questionsOf({ about: topics, howBad: false, danger: true }), ['danger', 'about'])
  deepEqual(questionsOf({ about: topics, howBad: true, danger: false }), ['howBad', 'about'])
  deepEqual(questionsOf({ about: topics, howBad: true, danger: true }), ['danger', 'howBad'])
})

test('danger presses most, eight of ten presses, and who answers nothing is served as usual', () => {
  equal(urgencyOf({}), 'usual')
  equal(urgencyOf({ about: 'family', howBad: 7 }), 'usual')
  equal(urgencyOf({ howBad: 8 }), 'high')
  equal(urgencyOf({ danger: false, howBad: 10 }), 'high')
  equal(urgencyOf({ danger: true }), 'danger')
  equal(urgencyOf({ danger: true, howBad: 0 }), 'danger')
})
