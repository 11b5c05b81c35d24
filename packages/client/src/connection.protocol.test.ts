import { deepEqual, equal, ok } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { connect, type ConnectionState, hello } from './connection.ts'
import { outbox } from './outbox.ts'
import { playedLines } from './played-line.fixture.ts'

const token = 'a'.repeat(43)

test('P-01 the address holds no token: the first frame does', (t) => {
  const { lines } = aConnection(t)
  lines.last().opens()
  deepEqual(JSON.parse(lines.last().sent[0] ?? ''), {
    type: 'hello',
    protocol: 1,
    token,
    seen: 0,
  })
})

test('P-08 a line is live when the server has said welcome, and not before', (t) => {
  const { line, lines, states } = aConnection(t)
  lines.last().opens()
  equal(line.send('early'), false)
  deepEqual(states, ['connecting'])

  lines.last().hears({ type: 'welcome' })
  deepEqual(states, ['connecting', 'live'])
  equal(line.send('now'), true)
  deepEqual(lines.last().sent.slice(1), ['now'])
})

test('P-33 a lost line is tried again, later each time, never later than fifteen seconds', (t) => {
  const { lines } = aConnection(t, { random: () => 1 })
  const waits = []
  for (let i = 0; i < 9; i++) {
    lines.last().loses()
    waits.push(waitUntilTried(t, lines))
  }
  deepEqual(waits, [300, 600, 1200, 2400, 4800, 9600, 15_000, 15_000, 15_000])
})

test('P-33 pages that lost their line together do not come back together', (t) => {
  const { lines } = aConnection(t, { random: () => 0 })
  lines.last().loses()
  equal(waitUntilTried(t, lines), 150)
})

test('P-33 after a welcome the waits begin small again', (t) => {
  const { lines } = aConnection(t, { random: () => 1 })
  for (let i = 0; i < 4; i++) {
    lines.last().loses()
    waitUntilTried(t, lines)
  }
  lines.last().opens()
  lines.last().hears({ type: 'welcome' })
  lines.last().loses()
  equal(waitUntilTried(t, lines), 300)
})

test('P-29 the line proves every fifteen seconds that it lives', (t) => {
  const { lines } = aConnection(t)
  lives(lines)
  passes(t, { seconds: 15 })
  deepEqual(lines.last().told('ping'), [{ type: 'ping' }])
  passes(t, { seconds: 15 })
  equal(lines.last().told('ping').length, 2)
})

test('P-31 a server that is silent for forty seconds is left for a new line', (t) => {
  const { lines, states } = aConnection(t)
  lives(lines)
  passes(t, { seconds: 30 })
  lines.last().hears({ type: 'pong' })
  passes(t, { seconds: 30 })
  equal(lines.all.length, 1)
  passes(t, { seconds: 30 })
  equal(lines.all.length, 2)
  deepEqual(states.slice(0, 3), ['connecting', 'live', 'connecting'])
})

for (const [clock, years] of [
  ['back', -60],
  ['ahead', 69],
] as const)
  test(`P-31 a silent line is left although the clock was set ${clock} meanwhile`, (t) => {
    const { line, lines } = aConnection(t)
    lives(lines)
    const { now } = Date
    t.mock.method(Date, 'now', () => now() + years * 365 * 86_400_000)
    line.retryNow()
    equal(lines.last().told('ping').length, 1)
    passes(t, { seconds: 16 })
    equal(lines.all.length, 2)
    lives(lines)
    passes(t, { seconds: 30 })
    equal(lines.all.length, 2, 'and the new one is measured by the clock as it is now')
  })

test('P-31 a line that never opens is left, too', (t) => {
  const { lines } = aConnection(t)
  passes(t, { seconds: 60 })
  ok(lines.all.length >= 2)
})

test('P-31 what a line says after it was left is not heard', (t) => {
  const { lines, heard } = aConnection(t)
  lives(lines)
  const [old] = lines.all
  passes(t, { seconds: 60 })
  old?.hears({ type: 'live', seq: 9 })
  deepEqual(heard, [{ type: 'welcome' }])
})

for (const [code, reason] of [
  [4400, 'protocol_too_old'],
  [4401, 'signed_out'],
  [4409, 'already_there'],
  [4410, 'gone'],
] as const)
  test(`P-39 a line ended with ${code} is not tried again, and the page is told why`, (t) => {
    const { lines, states, whys } = aConnection(t)
    lives(lines)
    lines.last().loses(code, reason)
    passes(t, { seconds: 120 })
    equal(lines.all.length, 1)
    equal(states.at(-1), 'refused')
    equal(whys.at(-1), reason)
  })

for (const code of [1001, 1006, 1011, 1012, 1013, 4429])
  test(`P-39 a line ended with ${code} is tried again`, (t) => {
    const { lines, states } = aConnection(t)
    lives(lines)
    lines.last().loses(code)
    waitUntilTried(t, lines)
    equal(states.at(-1), 'connecting')
  })

test('P-34 whoever comes back says hello with what they have seen by then', (t) => {
  const { lines, seen } = aConnection(t)
  lives(lines)
  seen.upTo = 7
  lines.last().loses()
  waitUntilTried(t, lines)
  lines.last().opens()
  equal(JSON.parse(lines.last().sent[0] ?? '').seen, 7)
})

test('P-33 a page that is looked at again tries at once', (t) => {
  const { line, lines } = aConnection(t)
  for (let i = 0; i < 5; i++) {
    lines.last().loses()
    waitUntilTried(t, lines)
  }
  lines.last().loses()
  const before = lines.all.length
  line.retryNow()
  equal(lines.all.length, before + 1)
  line.retryNow()
  equal(lines.all.length, before + 1, 'one try at a time')
})

test('P-31 a page that was asleep asks whether its line still lives', (t) => {
  const { line, lines } = aConnection(t)
  lives(lines)
  t.mock.timers.setTime(Date.now() + 20_000)
  line.retryNow()
  deepEqual(lines.last().told('ping').length > 0, true)
  equal(lines.all.length, 1)
})

test('P-33 a closed line is silent, and stays closed', (t) => {
  const { line, lines, states, heard } = aConnection(t)
  lives(lines)
  line.close()
  lines.last().hears({ type: 'live', seq: 1 })
  lines.last().loses()
  passes(t, { seconds: 120 })
  line.retryNow()
  equal(lines.all.length, 1)
  equal(line.send('late'), false)
  deepEqual(states, ['connecting', 'live', 'closed'])
  deepEqual(heard, [{ type: 'welcome' }])
})

test('what no client can read is not heard, and ends nothing', (t) => {
  const { lines, heard, states } = aConnection(t)
  lives(lines)
  lines.last().hears('{"type":')
  deepEqual(heard, [{ type: 'welcome' }])
  equal(states.at(-1), 'live')
})

test('P-34 what was not acknowledged goes out again after the welcome, one after the other', (t) => {
  const { line, lines } = aConnection(t)
  const box = outbox((envelope) => line.send(envelope))
  lives(lines)
  box.put('a', new Uint8Array([1]))
  box.put('b', new Uint8Array([2]))
  deepEqual(lines.last().said, [[1]])
  lines.last().loses()
  box.put('c', new Uint8Array([3]))
  waitUntilTried(t, lines)
  lines.last().opens()
  box.put('d', new Uint8Array([4]))
  deepEqual(lines.last().said, [], 'nothing before the welcome')

  lines.last().hears({ type: 'welcome' })
  box.resend()
  for (const id of ['a', 'b', 'c', 'd']) box.stored(id)
  deepEqual(lines.last().said, [[1], [2], [3], [4]])
})

type Lines = ReturnType<typeof playedLines>

function aConnection(t: TestContext, { random = Math.random } = {}) {
  const lines = playedLines(t)
  const states: ConnectionState[] = []
  const whys: unknown[] = []
  const heard: unknown[] = []
  const seen = { upTo: 0 }
  const line = connect({
    address: 'wss://helpline.example/visit/socket',
    hello: () => hello(token, seen.upTo),
    heard: (frame) => void heard.push(frame),
    changed(state, why) {
      whys.push(why)
      if (state !== states.at(-1)) states.push(state)
    },
    WebSocket: lines.WebSocket,
    random,
  })
  t.after(() => line.close())
  return { line, lines, states, whys, heard, seen }
}

function lives(lines: Lines) {
  lines.last().opens()
  lines.last().hears({ type: 'welcome' })
}

function passes(t: TestContext, { seconds }: { seconds: number }) {
  // Second by second: a timer that is due must see the time it is due at.
  for (let i = 0; i < seconds; i++) t.mock.timers.tick(1000)
}

/** Milliseconds until the next line is opened. */
function waitUntilTried(t: TestContext, lines: Lines): number {
  const before = lines.all.length
  for (let ms = 1; ms <= 60_000; ms++) {
    t.mock.timers.tick(1)
    if (lines.all.length > before) return ms
  }
  throw new Error('no other line was tried within a minute')
}
