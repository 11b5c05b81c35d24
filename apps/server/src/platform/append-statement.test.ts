import { deepEqual, equal } from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { ConversationId, MessageId, StaffId } from '@veilleuse/domain/ids'
import { leaks } from '@veilleuse/testkit/leaks'
import { until } from '@veilleuse/testkit/until'
import fc from 'fast-check'
import type pg from 'pg'
import type { Said } from './append.ts'
import { appendMany, appendOneByOne } from './append-statement.ts'
import { aHall, type Hall, inAWord, newMessageId, words } from './hall.fixture.ts'
import { Problem } from './problem.ts'

leaks()

test('a batch of new messages goes in at once', async (t) => {
  const { hall, client } = await connected(t)
  const [one, other] = [await hall.conversation(), await hall.conversation('open')]
  const batch = [words(one), words(other, { author: hall.mina }), words(one), words(other)]

  const answers = await appendMany(client, batch)

  deepEqual(answers === 'short' ? answers : answers.map(({ seq }) => seq), [1, 1, 2, 2])
  const kept = await hall.stored(other)
  deepEqual(
    kept.messages.map(({ id }) => id),
    [batch[1]?.id, batch[3]?.id],
  )
})

/** What makes the short way refuse a whole batch, and what the long way answers to each message. */
const awkward: Record<string, (hall: Hall, client: pg.Client) => Promise<[Said[], string[]]>> = {
  'all duplicates': async (hall, client) => {
    const id = await hall.conversation()
    const batch = [words(id), words(id)]
    await appendMany(client, batch)
    return [batch, ['again 1', 'again 2']]
  },
  'one duplicate among new ones': async (hall, client) => {
    const id = await hall.conversation()
    const old = words(id)
    await appendMany(client, [old])
    return [
      [words(id), old, words(id)],
      ['2', 'again 1', '3'],
    ]
  },
  'the same message twice': async (hall) => {
    const id = await hall.conversation()
    const twice = words(id)
    return [
      [twice, words(id), twice],
      ['1', '2', 'again 1'],
    ]
  },
  'a duplicate whose words differ': async (hall, client) => {
    const id = await hall.conversation()
    const old = words(id)
    await appendMany(client, [old])
    return [
      [words(id, { id: old.id, text: 'other words' }), words(id)],
      ['malformed', '2'],
    ]
  },
  'a conversation nobody knows': async (hall) => {
    const id = await hall.conversation()
    return [
      [words(id), words(newMessageId() as string as ConversationId), words(id)],
      ['1', 'not_found', '2'],
    ]
  },
  'nothing but conversations nobody knows': async () => [
    [words(newMessageId() as string as ConversationId)],
    ['not_found'],
  ],
  'a conversation that is over': async (hall) => {
    const [id, over] = [await hall.conversation(), await hall.conversation('closed')]
    return [
      [words(over), words(id), words(over, { author: hall.mina })],
      ['conversation_closed', '1', 'conversation_closed'],
    ]
  },
  'a conversation whose record is being written': async (hall) => {
    const over = await hall.conversation('wrapping_up')
    return [
      [words(over), words(over, { author: hall.mina })],
      ['conversation_closed', 'conversation_closed'],
    ]
  },
  'a colleague’s conversation': async (hall) => {
    const id = await hall.conversation('open', hall.mina)
    return [
      [words(id, { author: hall.noor }), words(id, { author: hall.mina }), words(id)],
      ['not_found', '1', '2'],
    ]
  },
  'a conversation that is over and was a colleague’s': async (hall) => [
    [words(await hall.conversation('closed', hall.mina), { author: hall.noor })],
    ['not_found'],
  ],
  'a conversation that nobody has accepted': async (hall) => [
    [words(await hall.conversation(), { author: hall.mina })],
    ['not_found'],
  ],
  'a bit of everything': async (hall, client) => {
    const [id, over] = [await hall.conversation('open'), await hall.conversation('closed')]
    const old = words(id, { author: hall.mina })
    await appendMany(client, [old])
    const twice = words(id)
    return [
      [
        twice,
        words(over),
        words(id, { author: hall.noor }),
        old,
        twice,
        words(newMessageId() as string as ConversationId),
        words(id),
      ],
      ['2', 'conversation_closed', 'not_found', 'again 1', 'again 2', 'not_found', '3'],
    ]
  },
}

test('an awkward batch leaves no gap, and gives each message an answer of its own', async (t) => {
  const { hall, client } = await connected(t)
  for (const [story, made] of Object.entries(awkward))
    await t.test(story, async () => {
      const [batch, expected] = await made(hall, client)
      const before = await everything(hall)

      equal(await appendMany(client, batch), 'short')
      deepEqual(await everything(hall), before, 'the short way stores all or nothing')

      deepEqual((await appendOneByOne(client, batch)).map(word), expected)
      for (const { last, seqs } of await everything(hall))
        deepEqual(
          seqs,
          Array.from({ length: last }, (_, i) => i + 1),
        )
    })
})

for (const [way, append] of [
  ['short', appendMany],
  ['long', appendOneByOne],
] as const)
  test(`what comes the ${way} way while its conversation is ending is not stored`, async (t) => {
    const { hall, client } = await connected(t)
    const id = await hall.conversation('open')
    const holder = await hall.connected()
    await holder.query('begin')
    await holder.query('select 1 from conversation where id = $1 for update', [id])

    const end = hall.database.pool.query(
      `update conversation set state = 'wrapping_up', ended_at = now(), ending = 'left',
         ended_by = 'visitor' where id = $1`,
      [id],
    )
    await until(async () => (await hall.waiting()) === 1)
    const answers = append(client, [words(id)])
    await until(async () => (await hall.waiting()) === 2)
    await holder.query('commit')
    await end

    const said = await answers
    deepEqual(said === 'short' ? [said] : said.map(word), [
      way === 'short' ? 'short' : 'conversation_closed',
    ])
    deepEqual(await everything(hall), [{ last: 0, seqs: [] }])
  })

test('whatever batches come, the store is what a list and a counter would be', async (t) => {
  const { hall, client } = await connected(t)
  const seed = Number(process.hrtime.bigint() % 2_147_483_647n)
  let shortWay = 0
  let longWay = 0
  await fc.assert(
    fc.asyncProperty(batches(), async (given) => {
      const model = await aModel(hall)
      for (const batch of given) {
        const said = batch.map((one) => model.said(one))
        const expected = said.map((one) => model.append(one))
        const together = await appendMany(client, said)
        if (together === 'short') longWay += 1
        else shortWay += 1
        const answers = together === 'short' ? await appendOneByOne(client, said) : together
        deepEqual(answers.map(word), expected)
      }
      for (const [conversation, kept] of model.kept) {
        const { last, messages } = await hall.stored(conversation)
        equal(last, kept.length)
        deepEqual(
          messages.map(({ id, words: text }) => [id, text]),
          kept.map(({ id, envelope }) => [id, envelope.toString()]),
        )
      }
    }),
    { numRuns: 80, seed },
  )
  t.diagnostic(`seed ${seed}: ${shortWay} batches went the short way, ${longWay} the long one`)
  // A run in which only one of the ways was gone would have compared half of it.
  equal(shortWay > 20 && longWay > 20, true)
})

type Wish = { place: number; id: number; text: number; author: number }

function batches() {
  const wish: fc.Arbitrary<Wish> = fc.record({
    place: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(4)),
    // Mostly new; a small pool, so that ids come back in the same batch and in later ones.
    id: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 10, max: 100_000 }) }, fc.nat(5)),
    text: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.nat(1)),
    author: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.nat(2)),
  })
  return fc.array(fc.array(wish, { minLength: 1, maxLength: 12 }), { maxLength: 6 })
}

/** What the store must do, said as plainly as it can be. */
async function aModel(hall: Hall) {
  const places = [
    { id: await hall.conversation('open'), open: true, by: hall.mina },
    { id: await hall.conversation(), open: true, by: undefined },
    { id: await hall.conversation('open', hall.noor), open: true, by: hall.noor },
    { id: await hall.conversation('closed'), open: false, by: hall.mina },
  ]
  const unknown = newMessageId() as string as ConversationId
  const ids = new Map<number, MessageId>()
  const authors = [undefined, hall.mina, hall.noor] satisfies (StaffId | undefined)[]
  const kept = new Map<ConversationId, Said[]>(places.map(({ id }) => [id, []]))

  return {
    kept,
    said({ place, id, text, author }: Wish): Said {
      const message = ids.get(id) ?? newMessageId()
      ids.set(id, message)
      const by = authors[author]
      const conversation = places[place]?.id ?? unknown
      return words(conversation, { id: message, text: `${id} ${text}`, ...(by && { author: by }) })
    },
    append(said: Said): string {
      const place = places.find(({ id }) => id === said.conversation)
      const before = kept.get(said.conversation)
      if (!place || !before) return 'not_found'
      const again = before.findIndex(({ id }) => id === said.id)
      if (again >= 0)
        return before[again]?.envelope.equals(said.envelope) ? `again ${again + 1}` : 'malformed'
      if (said.author !== undefined && said.author !== place.by) return 'not_found'
      if (!place.open) return 'conversation_closed'
      return String(before.push(said))
    },
  }
}

async function connected(t: TestContext) {
  const hall = await aHall(t)
  return { hall, client: await hall.connected() }
}

function word(answer: { seq: number; again: boolean } | Problem): string {
  return inAWord(
    answer instanceof Problem
      ? { status: 'rejected', reason: answer }
      : { status: 'fulfilled', value: answer },
  )
}

async function everything(hall: Hall) {
  const { rows } = await hall.database.pool.query<{ last: number; seqs: number[] }>(
    `select last_seq::int as last,
       array(select seq::int from message where conversation_id = conversation.id order by seq)
         as seqs
     from conversation order by id`,
  )
  return rows
}
