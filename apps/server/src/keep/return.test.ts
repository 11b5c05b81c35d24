import { deepEqual, equal, notEqual, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { arrive, forget, keep, leave, recall } from '@veilleuse/contract/visit'
import { makeSigningPair } from '@veilleuse/sealing/keys'
import { readKeep } from '@veilleuse/sealing/wire'
import { fromBase64url } from '@veilleuse/sealing/bytes'
import { refusal } from '@veilleuse/testkit/ask'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, aSecret, type Evening, type Page, served } from '../evening.fixture.ts'
import { limits } from '../platform/limits.ts'
import { comesBack, keeps, proves, recalls, returns, someWords } from './return.fixture.ts'

leaks()

test('eight words bring back what was kept', async (t) => {
  const evening = await anEvening(t)
  const { visitor, mina } = await aTalk(evening)
  const words = await keeps(evening, visitor)
  equal((await evening.view(visitor)).kept, true)
  served(await evening.end(mina, visitor.id))

  equal((await recalls(evening, words)).blob, words.blob)
  const back = await returns(evening, visitor, words)

  equal(back.line, 'ecoute')
  equal(back.live, undefined)
  equal(back.sessions.length, 1)
  const [session] = back.sessions
  equal(session?.conversation, visitor.id)
  equal(session?.opening, visitor.opening)
  equal(session?.startedAt, '2026-03-10T15:00:00.000Z')
  equal(session?.certificates.length, 1)
  // Root, authority and epoch; never who is of the team.
  equal(session?.statements.length, 3)
})

test('words that nobody kept are answered like words somebody did', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const words = await keeps(evening, visitor)

  const known = await recalls(evening, words)
  const unknown = await recalls(evening, someWords())

  deepEqual(Object.keys(unknown), Object.keys(known))
  equal(unknown.blob.length, known.blob.length)
  equal(unknown.nonce.length, known.nonce.length)
  readKeep(fromBase64url(unknown.blob))
  const answers = evening.told.filter(({ url }) => url.endsWith('/return'))
  deepEqual(new Set(answers.map(({ status, body }) => `${status} ${body.length}`)).size, 1)
})

test('unknown words get the same blob every time, other words another', async (t) => {
  const evening = await anEvening(t)
  const { lookup } = someWords()

  const [first, second] = [await recalls(evening, { lookup }), await recalls(evening, { lookup })]

  equal(first.blob, second.blob)
  notEqual(first.nonce, second.nonce)
  notEqual((await recalls(evening, someWords())).blob, first.blob)
})

test('a lookup has one spelling, so that no second one tells known words from unknown', async (t) => {
  const evening = await anEvening(t)
  const lookup = `${'A'.repeat(42)}B`
  equal(await refusal(evening.ask(recall, { body: { lookup } })), 'malformed')
  const { visitor } = await aTalk(evening)
  const body = { ...someWords(), lookup }
  equal(await refusal(evening.ask(keep, { token: visitor.token, body })), 'malformed')
})

test('a challenge is answered once, within a minute, by the key of the visitor', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  served(await evening.leave(visitor))
  const words = await keeps(evening, visitor)
  const { nonce } = await recalls(evening, words)
  served(await proves(evening, visitor, { nonce }))
  equal(await refusal(proves(evening, visitor, { nonce })), 'not_found')

  const late = await recalls(evening, words)
  await evening.pass({ seconds: 60 })
  equal(await refusal(proves(evening, visitor, { nonce: late.nonce })), 'not_found')
  const inTime = await recalls(evening, words)
  await evening.pass({ seconds: 59 })
  served(await proves(evening, visitor, { nonce: inTime.nonce }))

  equal(await refusal(proves(evening, visitor, { nonce: aSecret(32) })), 'not_found')
  const signing = await makeSigningPair({ extractable: false })
  const other = await recalls(evening, words)
  equal(await refusal(proves(evening, visitor, { nonce: other.nonce, signing })), 'not_found')
})

test('a challenge that was answered wrongly is used up', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const { nonce } = await recalls(evening, await keeps(evening, visitor))
  const signing = await makeSigningPair({ extractable: false })

  equal(await refusal(proves(evening, visitor, { nonce, signing })), 'not_found')

  equal(await refusal(proves(evening, visitor, { nonce })), 'not_found')
})

test('one challenge that is answered twice at once opens once', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  served(await evening.leave(visitor))
  const { nonce } = await recalls(evening, await keeps(evening, visitor))
  const returnsNow = () => refusal(proves(evening, visitor, { nonce }))
  const row = {
    table: 'challenge',
    by: 'nonce',
    id: `\\x${Buffer.from(fromBase64url(nonce)).toString('hex')}`,
  }

  const answers = await collide(evening.database, row, [returnsNow, returnsNow])

  deepEqual(answers.filter(Boolean), ['not_found'])
})

test('what was signed for another site opens nothing here', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const words = await keeps(evening, visitor)
  const origin = 'https://help.example.net'

  const { nonce } = await recalls(evening, words)
  equal(await refusal(proves(evening, visitor, { nonce, origin })), 'not_found')
  const again = await recalls(evening, words)
  const sent = { nonce: again.nonce, origin, headers: { origin } }
  equal(await refusal(proves(evening, visitor, sent)), 'not_allowed')
})

test('what was never kept, or is not there, is not found', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const { nonce } = await recalls(evening, someWords())
  equal(await refusal(proves(evening, visitor, { nonce })), 'not_found')

  const other = await recalls(evening, await keeps(evening, visitor))
  const proof = { nonce: other.nonce, conversation: '00000000-0000-4000-8000-000000000000' }
  equal(await refusal(proves(evening, visitor, proof)), 'not_found')
})

test('a talk that goes on moves to the page that came back', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const words = await keeps(evening, visitor)

  const { live } = await returns(evening, visitor, words)

  equal(live?.view.state, 'open')
  notEqual(live?.token, visitor.token)
  equal(await refusal(evening.leave(visitor)), 'signed_out')
  equal((await evening.view(visitor)).state, 'open')
  const ended = served(await evening.ask(leave, { token: live?.token ?? '' })).reply
  equal(ended.state, 'closed')
  // Nor does the opening bring the old page back.
  const { body } = await evening.anOpening({ secret: visitor.token })
  const replay = { ...body, opening: visitor.opening }
  equal(await refusal(evening.ask(arrive, { body: replay })), 'malformed')
})

test('a place in the queue moves along, too', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  const visitor = await evening.aVisitor()
  const { live } = await returns(evening, visitor, await keeps(evening, visitor))
  equal(live?.view.place?.position, 1)
})

test('what was erased is not found, and its words are like any that nobody knows', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const words = await keeps(evening, visitor)
  served(await evening.ask(forget, { token: visitor.token }))

  const { blob, nonce } = await recalls(evening, words)

  notEqual(blob, words.blob)
  equal(blob.length, words.blob.length)
  equal(await refusal(proves(evening, visitor, { nonce })), 'not_found')
})

test('new words end the old ones', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const old = await keeps(evening, visitor)

  const fresh = await keeps(evening, visitor)

  notEqual((await recalls(evening, old)).blob, old.blob)
  equal((await recalls(evening, fresh)).blob, fresh.blob)
})

test('the words of a later contact end those of the earlier one', async (t) => {
  const evening = await anEvening(t)
  const { visitor: first, mina } = await aTalk(evening)
  await finished(evening, { mina, visitor: first })
  const second = await comesBack(evening, first)
  const words = await keeps(evening, second)

  equal((await evening.view(first)).kept, false)
  const back = await returns(evening, second, words)
  deepEqual(
    back.sessions.map(({ conversation, session }) => [conversation, session]),
    [
      [first.id, 1],
      [second.id, 2],
    ],
  )
  const { nonce } = await recalls(evening, words)
  equal(await refusal(proves(evening, first, { nonce })), 'not_found')
})

test('keeping the same words twice is keeping them once', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const words = await keeps(evening, visitor)
  await keeps(evening, visitor, words)
  equal((await recalls(evening, words)).blob, words.blob)
})

test('two keepings that meet leave one pair of words', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const both = [someWords(), someWords()]
  const row = { table: 'conversation', id: visitor.id }

  await collide(
    evening.database,
    row,
    both.map((words) => () => keeps(evening, visitor, words)),
  )

  const blobs = await Promise.all(both.map(async (words) => (await recalls(evening, words)).blob))
  equal(blobs.filter((blob, i) => blob === both[i]?.blob).length, 1)
})

test('words that open another conversation already cannot be taken', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const words = await keeps(evening, visitor)
  const other = await evening.aVisitor()
  const body = { ...someWords(), lookup: words.lookup }

  equal(await refusal(evening.ask(keep, { token: other.token, body })), 'already_there')

  equal((await recalls(evening, words)).blob, words.blob)
})

test('a blob that is none, or of another length, is not kept', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const words = someWords()
  for (const blob of ['', 'AAAA', words.blob.slice(0, -4), `${words.blob}AAAA`]) {
    const body = { ...words, blob }
    equal(await refusal(evening.ask(keep, { token: visitor.token, body })), 'malformed')
  }
  equal((await evening.view(visitor)).kept, false)
})

test('who has proved to be back begins the next contact, with the keys to their own past', async (t) => {
  const evening = await anEvening(t)
  const { visitor: first, mina } = await aTalk(evening)
  await finished(evening, { mina, visitor: first })

  const second = await comesBack(evening, first)

  equal((await evening.view(second)).session, 2)
  const offer = await evening.ring(mina)
  equal(offer?.session, 2)
  await evening.accepts(mina)
  deepEqual((await evening.desk(mina)).conversations[0]?.earlier, [first.id])
})

test('a proof of being back lasts a quarter of an hour', async (t) => {
  const evening = await anEvening(t)
  const { visitor: first, mina } = await aTalk(evening)
  await finished(evening, { mina, visitor: first })
  const { grant } = await returns(evening, first, await keeps(evening, first))
  const { body } = await evening.anOpening({ session: 2, grant })

  await evening.pass({ minutes: 15 })

  equal(await refusal(evening.ask(arrive, { body })), 'signed_out')
  const unknown = { ...body, grant: aSecret(32) }
  equal(await refusal(evening.ask(arrive, { body: unknown })), 'signed_out')
})

test('who comes back cannot skip a number, begin again, or plant keys in the past of others', async (t) => {
  const evening = await anEvening(t)
  const { visitor: first, mina } = await aTalk(evening)
  await finished(evening, { mina, visitor: first })
  const stranger = await evening.aVisitor()
  const { grant } = await returns(evening, first, await keeps(evening, first))
  for (const session of [1, 3]) {
    const { body } = await evening.anOpening({ session, grant })
    equal(await refusal(evening.ask(arrive, { body })), 'malformed', `${session}`)
  }
  const wraps = (id: string) => [{ conversation: id, wrap: aSecret(160) }]
  const planted = await evening.anOpening({ session: 2, grant, earlier: wraps(stranger.id) })
  equal(await refusal(evening.ask(arrive, { body: planted.body })), 'malformed')
  const { rows } = await evening.database.pool.query(
    `select * from conversation_key where conversation_id = $1`,
    [stranger.id],
  )
  deepEqual(rows, [])
})

test('a first contact brings no keys to anybody', async (t) => {
  const evening = await anEvening(t)
  const { visitor } = await aTalk(evening)
  const earlier = [{ conversation: visitor.id, wrap: aSecret(160) }]
  const { body } = await evening.anOpening({ earlier })
  served(await evening.ask(arrive, { body }))
  const { rows } = await evening.database.pool.query(
    `select key from conversation_key where conversation_id = $1 and key = 'content'`,
    [visitor.id],
  )
  deepEqual(rows, [])
})

test('guessing words is slow for one household, and others do not feel it', async (t) => {
  const evening = await anEvening(t)
  const from = '2001:db8:1:2::7'
  const guess = (address: string) =>
    refusal(evening.ask(recall, { body: { lookup: aSecret(32) }, from: address }))
  for (let tries = 0; tries < limits.return.times; tries++) equal(await guess(from), undefined)
  equal(await guess(from), 'too_fast')
  equal(await guess('2001:db8:1:2:ffff::1'), 'too_fast')
  equal(await guess('2001:db8:1:3::7'), undefined)
  await evening.pass({ seconds: 30 })
  equal(await guess(from), undefined)
  ok(!evening.logged().includes('2001:db8'))
})

async function aTalk(evening: Evening) {
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  return { mina, visitor }
}

async function finished(
  evening: Evening,
  { mina, visitor }: { mina: Awaited<ReturnType<Evening['aColleague']>>; visitor: Page },
) {
  served(await evening.end(mina, visitor.id))
  served(await evening.close(mina, visitor.id))
}
