import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { asked, help } from './options.ts'
import { dayReport } from './report.ts'

test('a day is asked for in the words of a rota', () => {
  const wish = asked(['--arrivals', '30/h', '--staff', '5', '--limit', '1', '--patience', 'never'])
  ok(wish.what === 'day')
  deepEqual(wish.scenario.perHour, [30])
  equal(wish.scenario.staff.length, 5)
  ok(wish.scenario.staff.every(({ limit }) => limit === 1))
  equal(wish.scenario.patienceMinutes, Infinity)
})

test('a recorded day is replayed hour by hour', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'veilleuse-profile-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'hours.json')
  writeFileSync(file, '[0, 4, 12.5]')
  const wish = asked(['--profile', file])
  ok(wish.what === 'day')
  deepEqual(wish.scenario.perHour, [0, 4, 12.5])
  writeFileSync(file, '{"monday": 3}')
  equal(asked(['--profile', file]).what, 'nonsense')
  equal(asked(['--profile', join(folder, 'none.json')]).what, 'nonsense')
})

test('what cannot be is refused in plain words', () => {
  for (const typed of [
    ['--arrivals', 'many'],
    ['--staff', '2.5'],
    ['--limit', '9'],
    ['--high', '2'],
    ['--high', '0.9', '--danger', '0.2'],
    ['--lengths', 'long'],
    ['--shift', '0'],
    ['--agents', '4'],
  ]) {
    const wish = asked(typed)
    ok(wish.what === 'nonsense', typed.join(' '))
    ok(wish.why.length > 10)
  }
})

test('the help names every option there is', () => {
  const named = [...help.matchAll(/^ +--([a-z-]+)/gm)].map(([, name]) => name)
  ok(named.length > 20)
  for (const name of named) if (name) doesNotRefuse(name)
})

test('the same seed tells the same day, another one another day', () => {
  const day = (seed: string) => {
    const wish = asked(['--seed', seed, '--shift', '4', '--english', '0.2', '--vanish', '0.1'])
    ok(wish.what === 'day')
    return dayReport(wish.scenario, wish.warmUp).slice(1)
  }
  deepEqual(day('7'), day('7'))
  ok(day('7').join('') !== day('8').join(''))
  match(day('7').join('\n'), /places were taken/)
})

function doesNotRefuse(name: string) {
  const values: Record<string, string | undefined> = {
    help: undefined,
    'high-risk': undefined,
    calibration: undefined,
    profile: '/nowhere',
    lengths: 'exponential',
    high: '0.1',
    danger: '0.1',
    limit: '1',
  }
  const value = Object.hasOwn(values, name) ? values[name] : '1'
  const wish = asked([`--${name}`, ...(value === undefined ? [] : [value])])
  ok(wish.what !== 'nonsense' || name === 'profile', `${name}: ${JSON.stringify(wish)}`)
}
