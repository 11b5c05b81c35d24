import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { actions, isReason, natures, reasons, whyNotRecord, type ReasonClass } from './record.ts'

const classes = Object.keys(reasons) as ReasonClass[]

test('reasons are the eleven classes of Child Helpline International, each with its own', () => {
  deepEqual(
    classes.map((one) => [one, reasons[one].length]),
    [
      ['missing_children', 4],
      ['violence', 14],
      ['mental_health', 12],
      ['physical_health', 6],
      ['access_to_services', 8],
      ['discrimination', 7],
      ['family', 5],
      ['peers', 4],
      ['education_work', 4],
      ['sexuality', 3],
      ['non_counselling', 6],
    ],
  )
  for (const one of classes) {
    equal(new Set(reasons[one]).size, reasons[one].length, one)
    equal(reasons[one].at(-1), 'other', one)
  }
})

test('a counselling contact has a reason', () => {
  for (const nature of ['counselling_self', 'counselling_about_someone'] as const) {
    equal(whyNotRecord({ nature, reason: undefined, action: 'listening' }), 'reason_missing')
    const reason = { class: 'family', detail: 'caregiver' } as const
    equal(whyNotRecord({ nature, reason, action: 'listening' }), undefined)
  }
})

test('a silent contact, a prank or a wrong number needs none', () => {
  for (const nature of natures.filter((one) => !one.startsWith('counselling')))
    equal(whyNotRecord({ nature, reason: undefined, action: 'none' }), undefined)
})

test('a detail counts under its own class alone', () => {
  for (const one of classes)
    for (const detail of reasons[one]) ok(isReason(one, detail), `${one} ${detail}`)
  equal(isReason('family', 'bullying'), false)
  equal(isReason('violence', 'toString'), false)
  const reason = { class: 'family', detail: 'bullying' } as const
  for (const nature of natures) equal(whyNotRecord({ nature, reason, action: 'none' }), 'malformed')
})

test('what was done can be told of every contact, and that nothing was', () => {
  equal(new Set(actions).size, actions.length)
  ok(actions.includes('none'))
})
