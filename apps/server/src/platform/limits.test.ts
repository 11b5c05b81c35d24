import { deepEqual, equal, ok, throws } from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { movableClock } from '@veilleuse/testkit/clock'
import { household, limits, makeLimits } from './limits.ts'
import { Problem } from './problem.ts'

test('a limit is spent, then refuses and says how long to wait', () => {
  const { spend, clock } = counting()
  for (let i = 0; i < limits.say.times; i++) equal(spend('say', 'a'), undefined)
  equal(spend('say', 'a'), 1)
  clock.pass({ seconds: 0.4 })
  equal(spend('say', 'a'), 1)
})

test('who waits as long as was said is served, once', () => {
  const { spend, clock } = counting()
  for (let i = 0; i < limits.signIn.times; i++) spend('signIn', 'a')
  const wait = spend('signIn', 'a')
  equal(wait, 60)
  clock.pass({ seconds: wait ?? 0 })
  equal(spend('signIn', 'a'), undefined)
  equal(spend('signIn', 'a'), 60)
})

test('a limit that has rested is whole again, and no more than whole', () => {
  const { spend, clock } = counting()
  for (let i = 0; i < limits.say.times; i++) spend('say', 'a')
  clock.pass({ minutes: 10 })
  for (let i = 0; i < limits.say.times; i++) equal(spend('say', 'a'), undefined)
  equal(spend('say', 'a'), 1)
})

test('being refused costs nothing', () => {
  const { spend, clock } = counting()
  for (let i = 0; i < limits.say.times + 50; i++) spend('say', 'a')
  clock.pass({ seconds: 1 })
  equal(spend('say', 'a'), undefined)
})

test('limits of different kinds and of different people are apart', () => {
  const { spend } = counting()
  for (let i = 0; i < limits.return.times; i++) spend('return', 'a')
  ok(spend('return', 'a'))
  equal(spend('return', 'b'), undefined)
  equal(spend('signIn', 'a'), undefined)
})

test('after an hour the hashes are made anew, and with them what was counted', () => {
  const { spend, clock } = counting()
  for (let i = 0; i < limits.return.times; i++) spend('return', 'a')
  ok(spend('return', 'a'))
  clock.pass({ hours: 1, seconds: 1 })
  for (let i = 0; i < limits.return.times; i++) equal(spend('return', 'a'), undefined)
})

test('a clock set back does not lock anybody out', () => {
  const { spend, clock } = counting()
  for (let i = 0; i < 5; i++) spend('signIn', 'a')
  clock.pass({ minutes: -30 })
  equal(spend('signIn', 'a'), undefined)
})

test('whoever asks from ever new addresses fills no memory, and locks nobody out', () => {
  const { spend } = counting(3)
  for (let i = 0; i < limits.signIn.times; i++) spend('signIn', 'mina')
  for (let i = 0; i < 2; i++) spend('return', `stranger ${i}`)
  ok(spend('signIn', 'mina'), 'still counted')
  for (let i = 0; i < 1000; i++) equal(spend('return', `another ${i}`), undefined)
  equal(spend('signIn', 'mina'), undefined)
})

test('the document tells every limit as it is', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/limits.md'), 'utf8')
  const rows = page.matchAll(/^\| `(\w+)` +\| (\d+) +\| ([\d ]+) s +\| (.+?) +\| (.+?) +\|$/gm)
  const told = [...rows].map(([, name, times, seconds, each, why]) => ({
    name,
    times: Number(times),
    seconds: Number(seconds?.replaceAll(' ', '')),
    each,
    why,
  }))
  deepEqual(
    told,
    Object.entries(limits).map(([name, limit]) => ({ name, ...limit })),
  )
})

test('every limit is spent, and nothing that comes from a network is counted elsewhere', () => {
  const here = join(import.meta.dirname, '..')
  const files = globSync('**/*.ts', { cwd: here }).filter(
    (file) => !/\.(test|fixture)\./.test(file),
  )
  const sources = files.map((file) => [file, readFileSync(join(here, file), 'utf8')] as const)
  const spent = sources.flatMap(([, source]) =>
    [...source.matchAll(/limits\.(?:spend|own)\('(\w+)'/g)].map(([, limit]) => limit),
  )
  deepEqual(new Set(spent), new Set(Object.keys(limits)))
  const refusing = sources.filter(([, source]) => /Problem\('too_fast'/.test(source))
  // Beside the limits: what waits for the database is bounded, what follows a refused message waits,
  // and so many pages listen and no more, wherever they are.
  deepEqual(refusing.map(([file]) => file).toSorted(), [
    'platform/append.ts',
    'platform/held-up.ts',
    'platform/limits.ts',
    'status/routes.ts',
  ])
})

test('a household is one IPv4 address, or the first half of an IPv6 one', () => {
  equal(household('192.0.2.7'), '192.0.2.7')
  for (const same of [
    '2001:db8:1:2::1',
    '2001:db8:1:2:ffff:ffff:ffff:ffff',
    '2001:0db8:0001:0002::',
    '2001:DB8:1:2::a',
  ])
    equal(household(same), household('2001:db8:1:2::7'), same)
  const others = ['2001:db8:1:3::1', '2001:db8::1', '2001:db8:1::2', '::1', '2001:db8:2:1::1']
  deepEqual(new Set([...others, '2001:db8:1:2::7'].map(household)).size, others.length + 1)
})

test('IPv4 through an IPv6 door is still one household an address', () => {
  equal(household('::ffff:192.0.2.7'), '192.0.2.7')
  equal(household('::ffff:192.0.2.8'), '192.0.2.8')
  equal(household('::FFFF:192.0.2.8'), '192.0.2.8')
})

function counting(most?: number) {
  const clock = movableClock()
  const counted = makeLimits(clock, most)
  /** Seconds to wait; undefined for who is served. */
  function spend(...[limit, key]: Parameters<typeof counted.spend>): number | undefined {
    let wait: number | undefined
    const spends = () => counted.spend(limit, key)
    try {
      spends()
    } catch (error) {
      throws(spends, Problem)
      if (error instanceof Problem && error.code === 'too_fast') wait = error.retryAfterSeconds
    }
    return wait
  }
  return { clock, spend }
}

test('whoever keeps their own bucket is counted alike, and alone', () => {
  const clock = movableClock()
  const all = makeLimits(clock)
  const [one, other] = [all.own('frame'), all.own('frame')]
  for (let n = 0; n < limits.frame.times; n += 1) one()
  throws(one, { code: 'too_fast' })
  other()
  clock.pass({ seconds: limits.frame.seconds })
  one()
})
