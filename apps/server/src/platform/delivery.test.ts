import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { readDelivered } from '@veilleuse/contract/frame'
import type { ConversationId } from '@veilleuse/domain/ids'
import { leaks } from '@veilleuse/testkit/leaks'
import fc from 'fast-check'
import { type Ear, type Fresh, makeDelivery } from './delivery.ts'

leaks()

const talk = '11111111-1111-4111-8111-111111111111' as ConversationId
const other = '22222222-2222-4222-8222-222222222222' as ConversationId

test('a follower is handed what is stored, is told so, and then what is pushed', async () => {
  const { store, delivery, ear } = aStore()
  store.say(2)
  delivery.follow(ear, talk, 0)
  await store.settle()
  delivery.push(talk, store.say())

  deepEqual(ear.heard, ['1', '2', 'live 2', '3'])
})

test('a follower that comes back is handed what it has not seen', async () => {
  const { store, delivery, ear } = aStore()
  store.say(5)
  delivery.follow(ear, talk, 3)
  await store.settle()
  deepEqual(ear.heard, ['4', '5', 'live 5'])
})

test('a backlog of several pages comes whole, in order', async () => {
  const { store, delivery, ear } = aStore()
  store.say(450)
  delivery.follow(ear, talk, 0)
  await store.settle()
  deepEqual(ear.heard, [...numbers(1, 450), 'live 450'])
  equal(store.reads(), 3)
})

test('a backlog of exactly one page is not mistaken for half of one', async () => {
  const { store, delivery, ear } = aStore()
  store.say(200)
  delivery.follow(ear, talk, 0)
  await store.settle()
  deepEqual(ear.heard, [...numbers(1, 200), 'live 200'])
})

test('what is stored while a page is read is handed over once, in its place', async () => {
  const { store, delivery, ear } = aStore()
  store.say(2)
  store.pause()
  delivery.follow(ear, talk, 0)
  delivery.push(talk, store.say())
  delivery.push(talk, store.say())
  await store.settle()
  deepEqual(ear.heard.filter(isNumber), ['1', '2', '3', '4'])
})

test('a push that was lost is found by the next one', async () => {
  const { store, delivery, ear } = aStore()
  delivery.follow(ear, talk, 0)
  await store.settle()
  store.say()
  delivery.push(talk, store.say())
  await store.settle()
  deepEqual(ear.heard, ['live 0', '1', '2', 'live 2'])
})

test('a push that was lost is found when the follower asks', async () => {
  const { store, delivery, ear } = aStore()
  delivery.follow(ear, talk, 0)
  await store.settle()
  store.say()
  delivery.catchUp(ear, talk)
  await store.settle()
  deepEqual(ear.heard, ['live 0', '1', 'live 1'])
  equal(delivery.upTo(ear, talk), 1)
})

test('a push that comes twice, or late, is handed over once', async () => {
  const { store, delivery, ear } = aStore()
  delivery.follow(ear, talk, 0)
  await store.settle()
  const [first, second] = [store.say(), store.say()]
  delivery.push(talk, first)
  delivery.push(talk, second)
  delivery.push(talk, first)
  delivery.push(talk, second)
  await store.settle()
  deepEqual(ear.heard.filter(isNumber), ['1', '2'])
})

test('who said a message gets no copy of it, and what comes next is no gap', async () => {
  const { store, delivery, ear } = aStore()
  delivery.follow(ear, talk, 0)
  await store.settle()
  delivery.push(talk, store.say(), ear)
  delivery.push(talk, store.say())
  await store.settle()
  deepEqual(ear.heard, ['live 0', '2'])
  equal(store.reads(), 0)
})

test('who lets go of a conversation while it is read hears no more of it', async () => {
  const { store, delivery, ear } = aStore()
  store.say(3)
  store.pause()
  delivery.follow(ear, talk, 0)
  delivery.unfollow(ear, talk)
  await store.settle()
  deepEqual(ear.heard, [])
})

test('who asks for it from further back while it is read hears it from there, in order', async () => {
  const { store, delivery, ear } = aStore()
  store.say(9)
  store.pause()
  delivery.follow(ear, talk, 6)
  delivery.follow(ear, talk, 2)
  await store.settle()
  deepEqual(ear.heard, [...numbers(3, 9), 'live 9'])
})

test('following twice does not deliver twice', async () => {
  const { store, delivery, ear } = aStore()
  delivery.follow(ear, talk, 0)
  delivery.follow(ear, talk, 0)
  await store.settle()
  delivery.push(talk, store.say())
  deepEqual(ear.heard, ['live 0', '1'])
})

test('an ear that has enough is handed no more until it has room', async () => {
  const { store, delivery, ear } = aStore()
  store.say(5)
  ear.holdsAtMost(2)
  delivery.follow(ear, talk, 0)
  await store.settle()
  deepEqual(ear.heard, ['1', '2'])
  delivery.push(talk, store.say())
  await store.settle()
  deepEqual(ear.heard, ['1', '2'])

  for (let page = 0; page < 3; page++) {
    ear.reads()
    await store.settle()
  }
  deepEqual(ear.heard, [...numbers(1, 6), 'live 6'])
})

test('when reading fails nothing is skipped, and the next look goes on from there', async () => {
  const { store, delivery, ear, failures } = aStore()
  store.say(3)
  store.breaks()
  delivery.follow(ear, talk, 0)
  await store.settle()
  deepEqual(ear.heard, [])
  equal(failures(), 1)

  delivery.catchUp(ear, talk)
  await store.settle()
  deepEqual(ear.heard, ['1', '2', '3', 'live 3'])
})

test('an ear that leaves leaves nothing behind', async () => {
  const { store, delivery, ear } = aStore()
  delivery.follow(ear, talk, 0)
  delivery.follow(ear, other, 0)
  await store.settle()
  delivery.unfollow(ear)
  delivery.push(talk, store.say())
  equal(delivery.follows(ear, talk), false)
  equal(delivery.follows(ear, other), false)
  equal(delivery.upTo(ear, talk), undefined)
  deepEqual(ear.heard, ['live 0', 'live 0'])
})

test('however pushes are lost, doubled and shuffled, everybody hears everything in order', async () => {
  let handed = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const { store, delivery, ear } = aStore()
      const said: Fresh[] = []
      let from = 0
      delivery.follow(ear, talk, 0)
      for (const { does, which } of steps) {
        if (does === 'say') said.push(store.say())
        else if (does === 'push' && said.length > 0) {
          const message = said[which % said.length]
          if (message) delivery.push(talk, message)
        } else if (does === 'ask') delivery.catchUp(ear, talk)
        else if (does === 'read') await store.settle()
        else if (does === 'more') {
          from = which % (said.length + 1)
          ear.heard.length = 0
          delivery.follow(ear, talk, from)
        } else if (does === 'pause') store.pause()
      }
      delivery.catchUp(ear, talk)
      await store.settle()
      deepEqual(ear.heard.filter(isNumber), numbers(from + 1, said.length))
      equal(ear.heard.at(-1), `live ${said.length}`)
      handed += said.length
    }),
    { numRuns: 300 },
  )
  ok(handed > 500, 'hardly anything was said')
})

const step = fc.record({
  does: fc.constantFrom('say', 'say', 'push', 'push', 'ask', 'read', 'more', 'pause'),
  which: fc.nat(40),
})

/** Messages as the database has them, read when the test lets them be. */
function aStore() {
  const messages: Fresh[] = []
  let reads = 0
  let failures = 0
  let broken = false
  let held: (() => void)[] | undefined
  const read = async (of: ConversationId, after: number, limit: number) => {
    reads += 1
    const page = of === talk ? messages.slice(after, after + limit) : []
    if (held) await new Promise<void>((done) => held?.push(done))
    if (!broken) return page
    broken = false
    throw new Error('the database is away')
  }
  const newest = async () => new Map([[talk, messages.length]])
  const delivery = makeDelivery({ read, newest }, () => (failures += 1))
  const store = {
    say(many = 1): Fresh {
      for (let i = 0; i < many; i++)
        messages.push({
          seq: messages.length + 1,
          at: new Date(0),
          byHelpline: false,
          envelope: Buffer.from('words'),
        })
      const last = messages.at(-1)
      if (!last) throw new Error('nothing was said')
      return last
    },
    reads: () => reads,
    /** Readings begun from now on do not end before everything settles. */
    pause() {
      held ??= []
    },
    breaks() {
      broken = true
    },
    async settle() {
      for (let i = 0; i < 12; i++) {
        for (const go of held ?? []) go()
        held = undefined
        await new Promise((done) => setImmediate(done))
      }
    },
  }
  return { store, delivery, ear: anEar(), failures: () => failures }
}

function anEar() {
  const heard: string[] = []
  let room = Number.POSITIVE_INFINITY
  let most = room
  let waiting: (() => void) | undefined
  return {
    heard,
    holdsAtMost(many: number) {
      most = room = many
    },
    reads() {
      room = most
      waiting?.()
    },
    bytes(frame) {
      const message = readDelivered(frame)
      ok(message)
      heard.push(String(message.seq))
      room -= 1
      return room > 0 ? undefined : new Promise<void>((done) => (waiting = done))
    },
    live: (_conversation, seq) => void heard.push(`live ${seq}`),
  } satisfies Ear & Record<string, unknown>
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word)
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => String(from + i))
}
