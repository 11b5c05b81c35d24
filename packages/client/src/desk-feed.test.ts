import { writeDelivered } from '@veilleuse/contract/frame'
import { deepEqual, equal } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { deskFeed, type DeskFeed } from './desk-feed.ts'
import { playedLines } from './played-line.fixture.ts'

const talk = '11111111-1111-4111-8111-111111111111'
const offer = '22222222-2222-4222-8222-222222222222'
const message = '01900000-0000-7000-8000-000000000001'

test('events after the snapshot change the picture, in order', (t) => {
  const { feed, lines } = aDesk(t)
  lines.last().hears(welcome(4))
  lines.last().hears(event(5, { type: 'offer.ended', id: offer, how: 'expired' }))
  deepEqual(feed.picture().desk?.offers, [])
})

test('the queue of one line leaves that of another as it is', (t) => {
  const { feed, lines } = aDesk(t)
  lines.last().hears(welcome(4))
  lines.last().hears({ type: 'queue', line: aLine(day, 1), queue: [aRow(talk, day, 1)] })
  lines.last().hears({ type: 'queue', line: aLine(night, 2), queue: [aRow(offer, night, 1)] })
  lines.last().hears({ type: 'queue', line: aLine(night), queue: [] })
  const { desk } = feed.picture()
  deepEqual(
    desk?.lines.map(({ waiting }) => waiting),
    [0, 1],
  )
  deepEqual(
    desk?.queue.map(({ line }) => line),
    [day],
  )
})

test('an event that was already in the snapshot is not applied again', (t) => {
  const { feed, lines } = aDesk(t)
  lines.last().hears(welcome(5))
  lines.last().hears(event(5, { type: 'offer.ended', id: offer, how: 'expired' }))
  equal(feed.picture().desk?.offers.length, 1)
})

test('events of other desks lie between one’s own, and nothing is missed by that', (t) => {
  const { feed, lines } = aDesk(t)
  lines.last().hears(welcome(4))
  lines.last().hears(event(9, { type: 'offer.ended', id: offer, how: 'expired' }, 4))
  deepEqual(feed.picture().desk?.offers, [])
  lines.last().hears(event(12, { type: 'conversation.gone', id: talk, why: 'closed' }, 9))
  deepEqual(feed.picture().desk?.conversations, [])
  lines.last().hears({ type: 'pong', feed: 12, seqs: {} })
  t.mock.timers.tick(5000)
  equal(lines.all.length, 1)
})

test('a desk that missed an event says hello again, and tells what it has read', (t) => {
  const { feed, lines } = aDesk(t)
  lines.last().hears(welcome(4))
  lines.last().hears(delivered(1))
  lines.last().hears(event(6, { type: 'offer.ended', id: offer, how: 'expired' }))
  t.mock.timers.tick(1000)
  equal(lines.all.length, 2)
  lines.last().opens()
  deepEqual(JSON.parse(lines.last().sent[0] ?? '').seen, { [talk]: 1 })
  equal(feed.picture().desk?.offers.length, 1)
})

test('a pong that counts further than we have means that something was missed', (t) => {
  const { lines } = aDesk(t)
  lines.last().hears(welcome(4))
  lines.last().hears({ type: 'pong', feed: 5, seqs: {} })
  t.mock.timers.tick(1000)
  equal(lines.all.length, 2)
})

test('messages are shown up to the gap, and the rest is asked for', (t) => {
  const { feed, lines } = aDesk(t)
  lines.last().hears(welcome(1))
  for (const seq of [1, 3, 3]) lines.last().hears(delivered(seq))
  deepEqual(
    feed.messages(talk).map(({ seq }) => seq),
    [1],
  )
  deepEqual(lines.last().told('more'), [
    { type: 'more', conversation: talk, after: 1 },
    { type: 'more', conversation: talk, after: 1 },
  ])
  lines.last().hears(delivered(2))
  deepEqual(
    feed.messages(talk).map(({ seq }) => seq),
    [1, 2, 3],
  )
})

test('what is written while the line is down goes out once it is back, once and for all', (t) => {
  const { feed, lines } = aDesk(t)
  lines.last().hears(welcome(1))
  lines.last().loses()
  feed.say(talk, message, new Uint8Array([7]))
  deepEqual(feed.picture().unstored, [message])
  t.mock.timers.tick(300)
  lines.last().opens()
  lines.last().hears(welcome(1))
  deepEqual(lines.last().said, [[1, 7]])

  const at = '2030-01-02T20:00:05.000Z'
  lines.last().hears({ type: 'ack', conversation: talk, id: message, seq: 1, at })
  deepEqual(feed.picture().unstored, [])
  deepEqual([...(feed.messages(talk)[0]?.envelope ?? [])], [7])
  equal(feed.messages(talk)[0]?.by, 'helpline')
})

test('a message refused for good is not sent again, and the reason is known', (t) => {
  const { feed, lines } = aDesk(t)
  lines.last().hears(welcome(1))
  feed.say(talk, message, new Uint8Array([7]))
  lines.last().hears({ type: 'problem', problem: 'conversation_closed', id: message })
  deepEqual(feed.picture().unstored, [])
  equal(feed.picture().refused.get(message), 'conversation_closed')
})

test('a conversation that is gone takes its messages along', (t) => {
  const { feed, lines } = aDesk(t)
  lines.last().hears(welcome(1))
  lines.last().hears(delivered(1))
  lines.last().hears(event(2, { type: 'conversation.gone', id: talk, why: 'erased' }))
  deepEqual(feed.messages(talk), [])
  deepEqual(feed.picture().desk?.conversations, [])
})

test('a conversation that comes to the desk brings what was written while it waited', (t) => {
  const { lines } = aDesk(t)
  lines.last().hears(welcome(1, []))
  const conversation = { ...aConversation, lastSeq: 2 }
  lines.last().hears(event(2, { type: 'conversation.changed', conversation }))
  deepEqual(lines.last().told('more'), [{ type: 'more', conversation: talk, after: 0 }])
})

test('the server says how far its clock is ahead', (t) => {
  const { feed, lines } = aDesk(t)
  lines.last().hears(welcome(1))
  equal(feed.picture().aheadMs, 2000)
})

const night = '55555555-5555-4555-8555-555555555555'
const day = '66666666-6666-4666-8666-666666666666'
const aConversation = {
  id: talk,
  line: night,
  language: 'fr',
  session: 1,
  state: 'open',
  risk: 'none',
  arrivedAt: '2030-01-02T20:00:00.000Z',
  epoch: 1,
  opening: 'AAAA',
  lastSeq: 0,
  readByVisitor: 0,
  readByCounsellor: 0,
  visitorPresent: true,
  erased: false,
  earlier: [],
}

function aLine(id: string, waiting = 0) {
  const name = { fr: 'Nuit', en: 'Night' }
  return { id, slug: 'nuit', name, state: 'open', waiting, counsellorsPresent: 1 }
}

function aRow(conversation: string, line: string, position: number) {
  return {
    conversation,
    line,
    position,
    arrivedAt: '2030-01-02T20:00:00.000Z',
    language: 'fr',
    session: 1,
    present: true,
    atHead: false,
    urgency: 'usual',
    reason: { rank: 'usual', passedBy: 0, behindLonger: 0 },
  }
}

function welcome(feed: number, conversations = [aConversation]) {
  return {
    type: 'welcome',
    protocol: 1,
    at: '2030-01-02T20:00:02.000Z',
    feed,
    desk: {
      me: { id: '33333333-3333-4333-8333-333333333333', alias: 'Camille', role: 'counsellor' },
      seat: { state: 'available', limit: 2, taken: 1 },
      lines: [aLine(night), aLine(day)],
      queue: [],
      offers: [
        {
          id: offer,
          conversation: '44444444-4444-4444-8444-444444444444',
          line: night,
          expiresAt: '2030-01-02T20:00:30.000Z',
          arrivedAt: '2030-01-02T20:00:00.000Z',
          language: 'fr',
          session: 1,
          epoch: 1,
        },
      ],
      conversations,
    },
  }
}

function event(feed: number, what: object, after = feed - 1) {
  return { type: 'event', feed, after, event: what }
}

function delivered(seq: number) {
  const at = new Date('2030-01-02T20:00:00Z')
  const envelope = new Uint8Array([seq])
  return writeDelivered({ seq, at, by: 'visitor', conversation: talk, envelope })
}

/** A desk whose network is played by the test: it lies outside our walls. */
function aDesk(t: TestContext) {
  const lines = playedLines(t)
  const feed: DeskFeed = deskFeed({
    address: 'wss://helpline.example/desk/socket',
    token: 'a'.repeat(43),
    WebSocket: lines.WebSocket,
  })
  t.after(() => feed.close())
  lines.last().opens()
  return { feed, lines }
}
