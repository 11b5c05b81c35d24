import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import * as v from 'valibot'
import { ShiftView } from '@veilleuse/contract/shift'
import { daysOf, mondayOf, spanOn, wallTime } from './week.ts'

const zone = 'Europe/Paris'

test('the week is the one on the wall of the line', () => {
  equal(mondayOf(zone, new Date('2026-03-08T22:59:00Z')), '2026-03-02')
  equal(mondayOf(zone, new Date('2026-03-08T23:00:00Z')), '2026-03-09')
})

test('an evening past midnight stands on the day it begins, and one from Sunday on the Monday it runs into', () => {
  const shift = (from: string, to: string) =>
    v.parse(ShiftView, { id: '0b0e5ad2-4d6e-4b8e-9f5a-0d2f6a1c7e3b', from, to })
  const shifts = [
    shift('2026-03-08T21:00:00.000Z', '2026-03-09T01:00:00.000Z'),
    shift('2026-03-10T21:00:00.000Z', '2026-03-11T01:00:00.000Z'),
  ]
  deepEqual(
    daysOf(zone, '2026-03-09', shifts).map((day) => day.shifts.length),
    [1, 1, 0, 0, 0, 0, 0],
  )
})

test('a shift is planned by the clocks of the line, and shown by them', () => {
  const span = spanOn(zone, '2026-03-28', { from: 22 * 60, to: 4 * 60 })
  // In this night the clocks go from two to three: it is five hours long.
  deepEqual(span, { from: '2026-03-28T21:00:00.000Z', to: '2026-03-29T02:00:00.000Z' })
  deepEqual([wallTime(zone, span.from), wallTime(zone, span.to)], ['22:00', '04:00'])
})
