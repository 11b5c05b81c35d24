import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { byHelp, dialOf, openNow, whyNotShown } from './directory.ts'
import type { Listed } from './directory.ts'

const row: Listed = {
  id: 'fr-3018',
  kind: 'helpline',
  name: '3018',
  countries: ['FR'],
  languages: ['fr'],
  public: 'young',
  topics: ['cyberbullying'],
  channels: ['phone', 'chat'],
  numbers: ['3018'],
  hours: 'daily 09:00-23:00',
  url: '',
  confidence: 'high',
  verifiedOn: '2026-11-21',
  reviewDue: '2027-05-21',
}
const here = { country: 'FR', day: '2026-11-22' }
const paris = (clock: string) => new Date(`2026-11-22T${clock}:00+01:00`)

test('what is doubtful, stale, from elsewhere or an emergency number is not shown', () => {
  equal(whyNotShown(row, here), undefined)
  equal(whyNotShown({ ...row, confidence: 'low' }, here), 'low_confidence')
  equal(whyNotShown(row, { ...here, country: 'BE' }), 'elsewhere')
  equal(whyNotShown(row, { ...here, day: '2027-05-21' }), undefined)
  equal(whyNotShown(row, { ...here, day: '2027-05-22' }), 'stale')
  equal(whyNotShown({ ...row, kind: 'emergency' }, here), 'emergency')
  equal(whyNotShown({ ...row, public: 'others' }, here), 'not_for_the_young')
})

test('a number is dialled as its country writes it', () => {
  equal(dialOf('3114'), '3114')
  equal(dialOf('0 800 235 236'), '0800235236')
  equal(dialOf('1-800-668-6868'), '18006686868')
})

test('open until, opens at, always, or not known', () => {
  deepEqual(openNow(row, paris('22:59')), { state: 'open', always: false, until: paris('23:00') })
  deepEqual(openNow(row, paris('08:00')), { state: 'closed', opensAt: paris('09:00') })
  deepEqual(openNow({ ...row, hours: '24/7' }, paris('03:00')), { state: 'open', always: true })
  deepEqual(openNow({ ...row, hours: '21:00-02:30' }, paris('22:00')), { state: 'unknown' })
  deepEqual(openNow({ ...row, countries: ['CA'] }, paris('22:00')), { state: 'unknown' })
  deepEqual(openNow({ ...row, countries: ['GB', 'IE'] }, paris('22:00')), { state: 'unknown' })
})

test('who is open now comes first, then who speaks the language, then who is for the young', () => {
  const open = { state: 'open', always: true } as const
  const placed = [
    { row: { ...row, id: 'unknown' }, now: { state: 'unknown' } as const },
    { row: { ...row, id: 'closed' }, now: { state: 'closed' } as const },
    { row: { ...row, id: 'anyone', public: 'anyone' as const }, now: open },
    { row: { ...row, id: 'young' }, now: open },
    { row: { ...row, id: 'german', languages: ['de'] }, now: open },
  ]
  deepEqual(
    placed.toSorted(byHelp('fr')).map(({ row: { id } }) => id),
    ['young', 'anyone', 'german', 'closed', 'unknown'],
  )
})
