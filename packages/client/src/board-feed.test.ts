import { deepEqual, equal } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { boardFeed } from './board-feed.ts'
import { playedLines } from './played-line.fixture.ts'

const board = { lines: [], waiting: [], talks: [], alerts: [] }

test('the board is what was told last, and the server’s clock is the one that counts', (t) => {
  const { feed, lines } = aBoard(t)
  lines.last().opens()
  equal(JSON.parse(lines.last().sent[0] ?? '').token, 'a token')
  lines.last().hears({ type: 'welcome', protocol: 1, at: '2030-01-02T20:00:07.000Z', board })
  equal(feed.picture().connection, 'live')
  equal(feed.picture().aheadMs, 7000)
  const later = { ...board, people: [] }
  lines.last().hears({ type: 'board', at: '2030-01-02T20:00:07.000Z', board: later })
  deepEqual(feed.picture().board, later)
})

test('what cannot be read changes nothing, and a lost line keeps what was known', (t) => {
  const { feed, lines } = aBoard(t)
  lines.last().opens()
  lines.last().hears({ type: 'welcome', protocol: 1, at: '2030-01-02T20:00:00.000Z', board })
  lines.last().hears({ type: 'board', at: 'now', board: {} })
  deepEqual(feed.picture().board, board)
  lines.last().loses()
  equal(feed.picture().connection, 'connecting')
  deepEqual(feed.picture().board, board)
})

test('who may not watch is told so once, and does not come again', (t) => {
  const { feed, lines } = aBoard(t)
  lines.last().opens()
  lines.last().loses(4403, 'not_allowed')
  deepEqual([feed.picture().connection, feed.picture().refusedFor], ['refused', 'not_allowed'])
  t.mock.timers.tick(60_000)
  equal(lines.all.length, 1)
})

function aBoard(t: TestContext) {
  const lines = playedLines(t)
  const { WebSocket } = lines
  const feed = boardFeed({ address: 'ws://house/board/socket', token: 'a token', WebSocket })
  t.after(feed.close)
  return { feed, lines }
}
