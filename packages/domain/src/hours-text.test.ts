import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readHours, writeHours } from './hours-text.ts'

const paris = 'Europe/Paris'
const week = (text: string) => readHours(text, paris)?.week

test('hours are read as people write them', () => {
  deepEqual(week('mon 09:00-12:30'), [{ day: 1, from: 540, to: 750 }])
  deepEqual(week('  Sat-Sun   20:00-02:00 '), [
    { day: 6, from: 1200, to: 120 },
    { day: 7, from: 1200, to: 120 },
  ])
  deepEqual(week('mon-tue 14:00-23:00, sat 10:00-01:00'), [
    { day: 1, from: 840, to: 1380 },
    { day: 2, from: 840, to: 1380 },
    { day: 6, from: 600, to: 60 },
  ])
  deepEqual(
    week('daily 09:00-23:00')?.map((block) => block.day),
    [1, 2, 3, 4, 5, 6, 7],
  )
})

test('days may run over the end of the week', () => {
  deepEqual(
    week('sat-mon 10:00-11:00')?.map((block) => block.day),
    [6, 7, 1],
  )
})

test('always and never say what they mean', () => {
  deepEqual(
    week('always'),
    [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 0, to: 0 })),
  )
  deepEqual(readHours('never', paris), { zone: paris, week: [] })
})

test('what cannot be read is not guessed at', () => {
  for (const text of [
    '',
    'open',
    'mon',
    'mon 9:00-12:00',
    'mon 09:00-24:00',
    'mon 09:60-12:00',
    'mon 09:00 - 12:00',
    'mon-fri-sat 09:00-12:00',
    'mon- 09:00-12:00',
    '-mon 09:00-12:00',
    'lundi 09:00-12:00',
    'daily-mon 09:00-12:00',
    'mon 09:00-12:00,',
    'mon 09:00-12:00 tue 09:00-12:00',
    'always, mon 09:00-12:00',
  ])
    equal(readHours(text, paris), undefined, text)
})

test('a zone that nobody knows is refused', () => {
  equal(readHours('always', 'Europe/Atlantis'), undefined)
  equal(readHours('always', ''), undefined)
})

test('any hours written down are read back the same', () => {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const minute = fc.integer({ min: 0, max: 1439 })
  const block = fc.record(
    { day: fc.integer({ min: 1, max: 7 }), from: minute, to: minute },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 9 }), (blocks) => {
      const text = blocks.map((one) => `${days[one.day - 1]} ${clock(one.from)}-${clock(one.to)}`)
      deepEqual(week(text.join(', ')), blocks)
    }),
  )
})

test('hours are written as they are read', () => {
  const again = (text: string) => {
    const hours = readHours(text, paris)
    return hours && writeHours(hours)
  }
  for (const text of [
    'always',
    'never',
    'daily 09:00-23:00',
    'mon-fri 14:00-23:00, sat-sun 10:00-01:00',
    'mon 09:00-12:00, wed-thu 09:00-12:00, tue 08:05-09:00',
  ])
    equal(again(text), text)
  equal(again('sat-mon 10:00-11:00'), 'mon 10:00-11:00, sat-sun 10:00-11:00')
})
