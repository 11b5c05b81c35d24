import { deepEqual } from 'node:assert/strict'
import { test } from 'node:test'
import type { Hours } from '@veilleuse/domain/hours'
import { draftOf, hoursIn } from './hours-draft.ts'

const zone = 'Europe/Paris'
const hours: Hours = {
  zone,
  week: [
    { day: 1, from: 540, to: 720 },
    { day: 1, from: 840, to: 1080 },
    { day: 6, from: 1200, to: 120 },
  ],
  seasons: [{ from: '07-01', to: '08-31', week: [{ day: 3, from: 600, to: 660 }] }],
  specialDays: [
    { from: '12-25', to: '12-25', blocks: [] },
    { from: '2026-12-31', to: '2026-12-31', blocks: [{ from: 600, to: 720 }] },
  ],
}

test('hours are written into fields, a day each, and read from them the same', () => {
  const draft = draftOf(hours)
  deepEqual(draft.week, ['09:00-12:00 14:00-18:00', '', '', '', '', '20:00-02:00', ''])
  deepEqual(hoursIn(draft), { hours })
})

test('what cannot be kept says why', () => {
  const draft = draftOf(hours)
  const week = (monday: string) => ({ ...draft, week: [monday, ...draft.week.slice(1)] })
  const day = (from: string, to = '') => ({ ...draft, days: [{ from, to, times: '' }] })
  deepEqual(hoursIn(week('9h-12h')), { fault: 'times_unclear' })
  deepEqual(hoursIn(week('09:00-12:00 11:00-13:00')), { fault: 'blocks_meet' })
  deepEqual(hoursIn(day('2026-02-30')), { fault: 'dates_impossible' })
  deepEqual(hoursIn(day('2026-05-02', '2026-05-01')), { fault: 'dates_impossible' })
  deepEqual(hoursIn({ ...draft, zone: 'Paris' }), { fault: 'zone_unknown' })
})
