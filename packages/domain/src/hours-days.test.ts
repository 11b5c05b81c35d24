import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readHours, writeHours } from './hours-text.ts'
import { closesAt, hoursBy, isOpen, opensAt, whyNotHours, type Hours } from './hours.ts'

const zone = 'Europe/Paris'
const at = (text: string) => new Date(text)
const told = (moment: Date | undefined) => moment?.toISOString()
const week = [1, 2, 3, 4, 5].map((day) => ({ day, from: 9 * 60, to: 17 * 60 }))
const evening = { from: 20 * 60, to: 2 * 60 }

test('a line that is closed on a holiday says that it opens the day after', () => {
  const hours: Hours = {
    zone,
    week,
    specialDays: [{ from: '2026-05-01', to: '2026-05-01', blocks: [] }],
  }
  equal(isOpen(hours, at('2026-05-01T10:00:00Z')), false)
  // The first of May 2026 is a Friday.
  equal(told(opensAt(hours, at('2026-05-01T10:00:00Z'))), '2026-05-04T07:00:00.000Z')
})

test('a holiday that returns every year needs to be written once', () => {
  const hours: Hours = {
    zone,
    week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: 0, to: 0 })),
    specialDays: [{ from: '12-24', to: '01-02', blocks: [{ from: 600, to: 720 }] }],
  }
  for (const year of [2025, 2026, 2030]) {
    equal(told(closesAt(hours, at(`${year}-06-01T00:00:00Z`))), `${year}-12-23T23:00:00.000Z`)
    equal(told(opensAt(hours, at(`${year}-12-24T00:00:00Z`))), `${year}-12-24T09:00:00.000Z`)
    equal(
      told(closesAt(hours, at(`${year + 1}-01-02T10:00:00Z`))),
      `${year + 1}-01-02T11:00:00.000Z`,
    )
    equal(
      told(opensAt(hours, at(`${year + 1}-01-02T12:00:00Z`))),
      `${year + 1}-01-02T23:00:00.000Z`,
    )
  }
})

test('an evening belongs to the day on which it begins', () => {
  const daily: Hours = {
    zone,
    week: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, ...evening })),
    specialDays: [{ from: '2026-12-25', to: '2026-12-25', blocks: [] }],
  }
  equal(told(closesAt(daily, at('2026-12-24T23:30:00Z'))), '2026-12-25T01:00:00.000Z')
  equal(told(opensAt(daily, at('2026-12-25T01:00:00Z'))), '2026-12-26T19:00:00.000Z')
})

test('in the summer another week counts', () => {
  const seasons = [{ from: '07-01', to: '08-31', week: [{ day: 3, from: 600, to: 720 }] }]
  const hours: Hours = { zone, week, seasons }
  // Tuesday, 30 June, and then the first Wednesday of July.
  equal(told(opensAt(hours, at('2026-06-30T16:00:00Z'))), '2026-07-01T08:00:00.000Z')
  equal(told(opensAt(hours, at('2026-08-26T11:00:00Z'))), '2026-09-01T07:00:00.000Z')
})

test('a line that opens in one season alone is seen to open again, months ahead', () => {
  const seasons = [{ from: '07-01', to: '08-31', week }]
  const hours: Hours = { zone, week: [], seasons }
  equal(told(opensAt(hours, at('2026-09-01T00:00:00Z'))), '2027-07-01T07:00:00.000Z')
})

test('a day within a long holiday can be an exception of its own, wherever it stands in the list', () => {
  const weeks = { from: '2026-08-01', to: '2026-08-31', blocks: [] }
  const day = { from: '2026-08-15', to: '2026-08-15', blocks: [{ from: 600, to: 660 }] }
  for (const specialDays of [
    [weeks, day],
    [day, weeks],
  ])
    equal(
      told(opensAt({ zone, week, specialDays }, at('2026-08-02T00:00:00Z'))),
      '2026-08-15T08:00:00.000Z',
    )
})

test('an exception counts in a season, too', () => {
  const hours: Hours = {
    zone,
    week: [],
    seasons: [{ from: '07-01', to: '08-31', week }],
    specialDays: [{ from: '07-14', to: '07-14', blocks: [] }],
  }
  equal(isOpen(hours, at('2026-07-13T10:00:00Z')), true)
  equal(isOpen(hours, at('2026-07-14T10:00:00Z')), false)
})

test('a channel may have a calendar of its own, in the zone of its line', () => {
  const own = { week: [{ day: 6, from: 600, to: 660 }] }
  const specialDays = [{ from: '12-25', to: '12-25', blocks: [] }]
  const hours: Hours = { zone, week, specialDays }
  deepEqual(hoursBy('chat', hours), hours)
  deepEqual(hoursBy('chat', { ...hours, channels: { chat: own } }), { zone, ...own })
})

test('hours of before, a zone and a week, are read as they were', () => {
  const stored: Hours = JSON.parse('{"zone":"Europe/Paris","week":[{"day":1,"from":540,"to":720}]}')
  equal(told(opensAt(stored, at('2026-01-12T07:00:00Z'))), '2026-01-12T08:00:00.000Z')
  equal(whyNotHours(stored), undefined)
})

test('hours that cannot be kept say why', () => {
  const with_ = (more: Partial<Hours>) => whyNotHours({ zone, week, ...more })
  const on = (from: string, to: string) => with_({ specialDays: [{ from, to, blocks: [] }] })
  equal(with_({}), undefined)
  equal(with_({ zone: 'Europe/Atlantis' }), 'zone_unknown')
  equal(on('02-29', '02-29'), undefined)
  equal(on('12-24', '01-02'), undefined)
  for (const [from, to] of [
    ['2026-02-29', '2026-02-29'],
    ['2026-05-02', '2026-05-01'],
    ['12-24', '2026-12-26'],
    ['2026-12-24', '12-26'],
    ['02-30', '02-30'],
    ['2026-13-01', '2026-13-01'],
    ['', ''],
    ['tomorrow', 'tomorrow'],
  ] as const)
    equal(on(from, to), 'dates_impossible', `${from} ${to}`)
  equal(with_({ seasons: [{ from: '2026-05-02', to: '2026-05-01', week }] }), 'dates_impossible')
  equal(with_({ week: [...week, { day: 1, from: 1000, to: 1200 }] }), 'blocks_meet')
  equal(
    with_({
      week: [
        { day: 7, ...evening },
        { day: 1, from: 60, to: 240 },
      ],
    }),
    'blocks_meet',
  )
  equal(
    with_({
      week: [
        { day: 7, ...evening },
        { day: 1, from: 120, to: 240 },
      ],
    }),
    undefined,
  )
  equal(with_({ channels: { chat: { week: [...week, ...week] } } }), 'blocks_meet')
  const twice = [
    { from: 600, to: 660 },
    { from: 630, to: 700 },
  ]
  equal(with_({ specialDays: [{ from: '05-01', to: '05-01', blocks: twice }] }), 'blocks_meet')
})

test('exceptions and seasons are written as people write them', () => {
  const text =
    'mon-fri 09:00-17:00; from 07-01 to 08-31 wed 10:00-12:00, sat 10:00-11:00; on 2026-12-24 10:00-12:00 14:00-16:00; from 2026-12-25 to 2027-01-01 closed; on 05-01 closed'
  const hours = readHours(text, zone)
  deepEqual(hours, {
    zone,
    week,
    seasons: [
      {
        from: '07-01',
        to: '08-31',
        week: [
          { day: 3, from: 600, to: 720 },
          { day: 6, from: 600, to: 660 },
        ],
      },
    ],
    specialDays: [
      {
        from: '2026-12-24',
        to: '2026-12-24',
        blocks: [
          { from: 600, to: 720 },
          { from: 840, to: 960 },
        ],
      },
      { from: '2026-12-25', to: '2027-01-01', blocks: [] },
      { from: '05-01', to: '05-01', blocks: [] },
    ],
  })
  equal(hours && writeHours(hours), text)
  equal(readHours(`${text}; from 07-01 to 08-31 never`, zone)?.seasons?.at(-1)?.week.length, 0)
})

test('what cannot be read of the days apart is not guessed at', () => {
  for (const more of [
    '',
    'on',
    'on 2026-12-24',
    'on 2026-12-24 mon 10:00-12:00',
    'on 2026-02-30 closed',
    'on 24.12. closed',
    'from 07-01 closed',
    'from 2026-07-01 to 2026-06-01 closed',
    'from 07-01 to 08-31',
    'from 07-01 to 08-31 sometimes',
    'on 12-24 25:00-26:00',
    'mon 10:00-12:00',
  ])
    equal(readHours(`always; ${more}`, zone), undefined, more)
})

test('any days apart that are written down are read back the same', () => {
  const minute = fc.integer({ min: 0, max: 1439 })
  const times = fc.record({ from: minute, to: minute }, { noNullPrototype: true })
  const date = fc
    .date({ min: at('2024-01-01'), max: at('2030-12-31'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10))
  const dates = fc.oneof(
    fc.tuple(date, date).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a })),
    fc.tuple(date, date).map(([a, b]) => ({ from: a.slice(5), to: b.slice(5) })),
  )
  const specialDays = fc.array(
    fc
      .tuple(dates, fc.array(times, { maxLength: 3 }))
      .map(([days, blocks]) => ({ ...days, blocks })),
    { minLength: 1, maxLength: 4 },
  )
  fc.assert(
    fc.property(specialDays, (some) => {
      const hours: Hours = { zone, week, specialDays: some }
      deepEqual(readHours(writeHours(hours), zone), hours)
    }),
  )
})
