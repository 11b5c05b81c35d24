import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { weekIn } from './directory-hours.ts'

const nine = 9 * 60

test('hours that are written out are read', () => {
  deepEqual(weekIn('24/7', 'phone')?.length, 7)
  deepEqual(weekIn('daily 09:00-23:00', 'phone')?.[6], { day: 7, from: nine, to: 23 * 60 })
  deepEqual(
    weekIn('Mon-Fri 09:00-24:00; weekend 15:00-24:00', 'chat')?.map(({ day, to }) => [day, to]),
    [1, 2, 3, 4, 5, 6, 7].map((day) => [day, 0]),
  )
  deepEqual(
    weekIn('Mon,Tue,Thu,Fri 16:00-22:00; Wed,Sat 14:00-22:00', 'phone')?.map(({ day }) => day),
    [1, 2, 4, 5, 3, 6],
  )
  deepEqual(weekIn('daily 15:00-01:00', 'phone')?.[0], { day: 1, from: 15 * 60, to: 60 })
})

test('where channels are told apart, each has its own', () => {
  const both = 'phone Mon-Fri 14:00-20:00, Sat-Sun 17:00-20:00; chat Mon-Wed & Sun 17:00-20:00'
  equal(weekIn(both, 'phone')?.length, 7)
  deepEqual(
    weekIn(both, 'chat')?.map(({ day }) => day),
    [1, 2, 3, 7],
  )
  equal(weekIn('phone 24/7', 'phone')?.length, 7)
  equal(weekIn('phone 24/7', 'chat'), undefined)
  equal(weekIn('24/7 phone', 'phone')?.length, 7)
})

test('what is not said is not guessed', () => {
  for (const text of [
    '',
    'varies',
    'by booking',
    '21:00-02:30',
    '24/7 (Finnish)',
    'English Mon 18:00-20:00',
    'daily 11:00-23:00 (Fri-Sat to 03:00)',
    'phone daily 10:00-24:00 (2014-2016 sources)',
    'Mon-Fri 09:00-13:00 & 14:00-17:00 (Tue also 18:00-20:00)',
    'Fri-Mon 09:00-10:00',
    'daily 09:00-25:00',
    'daily 9-23',
  ])
    equal(weekIn(text, 'phone'), undefined, text)
  equal(weekIn('phone daily 09:00-23:00; chat 09:00-22:00', 'chat'), undefined)
})
