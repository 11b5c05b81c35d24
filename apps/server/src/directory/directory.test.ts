import { deepEqual, doesNotMatch, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { weekIn } from '@veilleuse/domain/directory-hours'
import { topicWords } from '@veilleuse/domain/directory-topics'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening } from '../evening.fixture.ts'
import { helplinesIn } from './present.ts'
import { directory, type Row } from './store.ts'

leaks()

const evening = new Date('2026-11-22T20:00:00Z')
const french = (now = evening) => helplinesIn({ country: 'FR', language: 'fr', now })

test('every row says where it was read, how sure that is, and when to read it again', () => {
  const all = directory()
  ok(all.length > 100)
  equal(new Set(all.map(({ id }) => id)).size, all.length)
  for (const { id, verifiedOn, reviewDue, source, confidence, topics } of all) {
    const months = (Date.parse(reviewDue) - Date.parse(verifiedOn)) / 86_400_000 / 30.4
    ok(months > 5 && months <= 6.1, `${id} is to be read again after ${months} months`)
    // What nobody could point to is hidden.
    if (/no source|not yet checked/.test(source) && !source.includes(';'))
      equal(confidence, 'low', id)
    for (const topic of topics) ok(topicWords[topic], `${topic} has no words`)
  }
})

test('a number stands as its own country dials it, a short one above all', () => {
  for (const { id, numbers } of directory())
    for (const number of numbers) {
      doesNotMatch(number, /^\+|^00/, id)
      doesNotMatch(number.replaceAll(/\D/g, ''), /^33/, `${id} has the code of France`)
    }
  for (const { numbers } of french())
    for (const { shown, dial } of numbers) equal(dial, shown.replaceAll(/\D/g, ''))
})

test('the mistakes that go round are not made here', () => {
  const named = (words: string) => {
    const [found, ...more] = directory().filter(({ name }) => name.includes(words))
    ok(found && more.length === 0, words)
    return found
  }
  const digits = ({ numbers }: Row) => numbers.map((number) => number.replaceAll(/\D/g, ''))
  const young = digits(named('Fil Santé Jeunes'))
  deepEqual(young, ['0800235236'])
  const listening = digits(named('Suicide Écoute'))
  deepEqual(listening, ['0145394000'])
  equal(named('Suicide Écoute').confidence, 'low')
  deepEqual(digits(named('3114')), ['3114'])
  equal(named('3114').channels.includes('SMS'), false)
  equal(
    directory().some(({ name }) => /ph[eé]nix/i.test(name)),
    false,
  )
  for (const row of directory()) {
    equal(digits(row).includes('311'), false, row.id)
    // A Dutch-speaking page of Belgium has shown the line of France.
    if (!row.countries.includes('FR')) equal(digits(row).includes('3114'), false, row.id)
  }
  for (const number of ['15', '17', '18', '112', '114']) {
    const rows = directory().filter((row) => digits(row).includes(number))
    ok(rows.length > 0 && rows.every(({ kind }) => kind === 'emergency'), number)
  }
  // It was Monday to Saturday from 9 to 20 at first, and many pages say so still.
  equal(weekIn(named('3018').hours, 'phone')?.length, 7)
})

test('short numbers are shown in their own country alone', () => {
  const dialled = (country: string) =>
    helplinesIn({ country, language: 'fr', now: evening }).flatMap(({ numbers }) =>
      numbers.map(({ dial }) => dial),
    )
  ok(dialled('FR').includes('3114'))
  ok(dialled('BE').includes('103'))
  ok(dialled('CH').includes('147'))
  for (const short of ['103', '107', '147', '1813', '988']) ok(!dialled('FR').includes(short))
  for (const short of ['119', '3018', '3114']) ok(!dialled('BE').includes(short))
  deepEqual(dialled('ZZ'), [])
})

test('doubtful rows and emergency numbers are not among them, nor are stale ones', () => {
  const names = french().map(({ name }) => name)
  ok(names.length > 5)
  for (const hidden of ['Suicide Écoute', 'SAMU', 'Croix-Rouge', '112', 'Unafam'])
    ok(!names.some((name) => name.includes(hidden)), hidden)
  deepEqual(french(new Date('2027-05-23T12:00:00Z')), [])
})

test('open now by the clock of the country, and who is not known to be comes last', () => {
  const states = french().map(({ now }) => now.state)
  deepEqual(
    states,
    states.toSorted((one, other) => order.indexOf(one) - order.indexOf(other)),
  )
  const at = (clock: string) =>
    french(new Date(`2026-11-22T${clock}:00+01:00`)).find(({ name }) => name.includes('3018'))?.now
  deepEqual(at('21:00'), { state: 'open', always: false, until: '2026-11-22T22:00:00.000Z' })
  deepEqual(at('23:30'), { state: 'closed', opensAt: '2026-11-23T08:00:00.000Z' })
})

const order = ['open', 'closed', 'unknown']

test('any page may ask who is open now, and keep the answer for a minute', async (t) => {
  const { house } = await anEvening(t)
  const answer = await house.app.inject({ url: '/api/directory/FR/en' })
  equal(answer.statusCode, 200)
  equal(answer.headers['cache-control'], 'public, max-age=60')
  equal(answer.headers['access-control-allow-origin'], '*')
  equal(answer.headers['set-cookie'], undefined)
  const { helplines } = answer.json()
  equal(helplines[0].now.state, 'open')
  const urgent = await house.app.inject({ url: '/api/directory/fr/en' })
  equal(urgent.statusCode, 400)
})
