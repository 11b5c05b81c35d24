import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { frenchState, frenchSums, isTreated } from './french-call.ts'

test('who leaves before anybody answers is an «abandon», before or after five seconds', () => {
  const left = (ending: 'abandoned' | 'abandoned_early' | 'lost') =>
    frenchState({ ending, answered: false, record: undefined })
  equal(left('abandoned_early'), 'abandon_avant_5_s')
  equal(left('abandoned'), 'abandon_apres_5_s')
  equal(left('lost'), 'abandon_apres_5_s')
})

test('what is outside the line’s mission is «dissuadé», whatever was written down', () => {
  for (const ending of ['out_of_scope', 'prank', 'wrong_number', 'test', 'abuse'] as const)
    equal(frenchState({ ending, answered: true, record: undefined }), 'dissuade')
})

test('an answered call is «pré-traité», and «traité» when it led to help or to the authority', () => {
  const talk = { ending: 'goodbye', answered: true } as const
  const self = 'counselling_self'
  equal(frenchState({ ...talk, record: undefined }), 'pre_traite')
  equal(frenchState({ ...talk, record: { nature: self, action: 'none' } }), 'pre_traite')
  equal(frenchState({ ...talk, record: { nature: self, action: 'listening' } }), 'traite')
  equal(
    frenchState({ ...talk, record: { nature: self, action: 'referred_child_protection' } }),
    'traite',
  )
  equal(isTreated({ nature: 'silent', action: 'none' }), false)
})

test('the figures of a day add up to those who called', () => {
  const contacts = [
    { ending: 'goodbye', answered: true, many: 7 },
    { ending: 'left', answered: true, many: 2 },
    { ending: 'prank', answered: true, many: 3 },
    { ending: 'abandoned', answered: false, many: 4 },
    { ending: 'abandoned_early', answered: false, many: 5 },
  ] as const
  deepEqual(frenchSums(contacts, { refused: 6, treated: 8 }), {
    entrants: 27,
    abandonsAvant5s: 5,
    abandonsApres5s: 4,
    dissuades: 3,
    preTraites: 9,
    traites: 8,
  })
})
