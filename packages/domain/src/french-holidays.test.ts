import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { easterSunday, frenchHolidays, holidayNames } from './french-holidays.ts'

test('Easter falls where the church has it', () => {
  // The earliest and the latest there can be among them.
  for (const date of [
    '1818-03-22',
    '1943-04-25',
    '2000-04-23',
    '2024-03-31',
    '2025-04-20',
    '2026-04-05',
    '2027-03-28',
    '2028-04-16',
    '2029-04-01',
    '2030-04-21',
    '2038-04-25',
  ])
    equal(easterSunday(Number(date.slice(0, 4))), date)
})

test('Easter is always a Sunday between 22 March and 25 April', () => {
  for (let year = 1900; year < 2300; year++) {
    const date = easterSunday(year)
    equal(new Date(date).getUTCDay(), 0, date)
    equal(date.slice(5) >= '03-22' && date.slice(5) <= '04-25', true, date)
  }
})

test('the eleven holidays of 2026, by the calendar on the wall', () => {
  deepEqual(
    frenchHolidays(2026).map(({ date }) => date.slice(5)),
    [
      '01-01',
      '04-06',
      '05-01',
      '05-08',
      '05-14',
      '05-25',
      '07-14',
      '08-15',
      '11-01',
      '11-11',
      '12-25',
    ],
  )
  deepEqual(
    frenchHolidays(2026).map(({ name }) => name),
    [...holidayNames],
  )
})
