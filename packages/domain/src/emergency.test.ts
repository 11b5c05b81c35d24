import { deepEqual, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { emergencyNumbersOf } from './emergency.ts'

test('112 comes first in every country of the Union, and nothing is made up elsewhere', () => {
  for (const country of ['FR', 'BE', 'DE', 'RO'])
    deepEqual(emergencyNumbersOf(country)[0]?.number, '112', country)
  deepEqual(emergencyNumbersOf('US'), [])
  deepEqual(emergencyNumbersOf(''), [])
})

test('a short code of France is proposed in France alone', () => {
  ok(emergencyNumbersOf('FR').some(({ number }) => number === '3114'))
  ok(!emergencyNumbersOf('BE').some(({ number }) => number === '3114'))
})

test('every number says where it was checked', () => {
  for (const { source } of emergencyNumbersOf('FR')) ok(source.length > 0)
})
