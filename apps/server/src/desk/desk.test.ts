import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import {
  acceptOffer,
  closeConversation,
  conversationKeys,
  endConversation,
  type KeyWrap,
  notes,
  phrases,
  setRisk,
  speakAgain,
  writeNote,
} from '@veilleuse/contract/desk'
import { survey } from '@veilleuse/contract/visit'
import { counsellorEndings } from '@veilleuse/domain/conversation'
import { shownAtDesk } from '@veilleuse/domain/queue'
import { uuidv7 } from '@veilleuse/sealing/bytes'
import { isOpeningRest } from '@veilleuse/sealing/wire'
import { refusal } from '@veilleuse/testkit/ask'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import {
  anEvening,
  archivesOf,
  aSecret,
  type Colleague,
  type Evening,
  record,
  served,
} from '../evening.fixture.ts'
import { comesBack } from '../keep/return.fixture.ts'
import { aSealedNote } from './note.fixture.ts'

leaks()

test('the certificate and the staff key land with the answer to the ring', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  const ring = await evening.ring(mina)
  equal(ring?.staffKeyWrap, undefined)
  const body = { certificate: aSecret(120), staffKeyWrap: aSecret(160) }
  const given = { token: mina.token, params: { id: ring?.id ?? '' }, body }

  const { conversation, keys } = served(await evening.ask(acceptOffer, given)).reply

  equal(conversation.state, 'open')
  equal(conversation.opening, visitor.opening)
  equal(conversation.acceptedAt, '2026-03-10T15:00:00.000Z')
  equal(conversation.visitorPresent, true)
  deepEqual(keys, [
    { conversation: visitor.id, key: 'staff', to: 'intake', epoch: 1, wrap: body.staffKeyWrap },
  ])
  deepEqual((await evening.view(visitor)).certificates, [body.certificate])
  equal((await evening.view(visitor)).counsellor?.alias, mina.alias)
  const held = served(await evening.ask(conversationKeys, about(mina, visitor))).reply
  deepEqual(held, { keys, certificates: [body.certificate], earlier: [] })
})

test('a second counsellor is given the staff key of the first, and adds a certificate', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  const [key] = await keysOf(evening, mina, visitor)
  await evening.pass({ seconds: 61 }, [mina])
  await evening.deadlines()
  const noor = await evening.aColleague()

  equal((await evening.ring(noor))?.staffKeyWrap, key?.wrap)
  await evening.accepts(noor)

  deepEqual(await keysOf(evening, noor, visitor), [key])
  equal((await evening.view(visitor)).certificates.length, 2)
  equal((await evening.view(visitor)).counsellor?.alias, noor.alias)
})

test('a desk that was reloaded speaks on with a certificate of its own', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  const body = { certificate: aSecret(120) }

  served(await evening.ask(speakAgain, { ...about(mina, visitor), body }))

  equal((await evening.view(visitor)).certificates.at(-1), body.certificate)
  served(await evening.end(mina, visitor.id))
  const late = evening.ask(speakAgain, { ...about(mina, visitor), body })
  equal(await refusal(late), 'conversation_closed')
})

test('two certificates that come at once both count', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  const bodies = [{ certificate: aSecret(120) }, { certificate: aSecret(120) }]

  const row = { table: 'conversation', id: visitor.id }
  const answers = await collide(
    evening.database,
    row,
    bodies.map((body) => () => refusal(evening.ask(speakAgain, { ...about(mina, visitor), body }))),
  )

  deepEqual(answers, [undefined, undefined])
  const { certificates } = await evening.view(visitor)
  deepEqual(new Set(certificates.slice(1)), new Set(bodies.map((one) => one.certificate)))
})

test('the risk is judged by a person, while the talk is open', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  equal(served(await evening.judge(mina, visitor.id, 'imminent')).reply.risk, 'imminent')
  const body = { risk: 'very high' }
  const wrong = evening.ask(setRisk, { ...about(mina, visitor), body })
  equal(await refusal(wrong), 'malformed')
  served(await evening.end(mina, visitor.id))
  equal(await refusal(evening.judge(mina, visitor.id, 'none')), 'conversation_closed')
})

test('a talk that was ended is over for the visitor and waits for its record', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  for (const ending of counsellorEndings) {
    const visitor = await evening.aVisitor()
    await evening.accepts(mina)
    const given = { ...about(mina, visitor), body: { ending } }

    equal(served(await evening.ask(endConversation, given)).reply.state, 'wrapping_up')

    equal((await evening.view(visitor)).state, 'closed')
    deepEqual((await evening.view(visitor)).ending, { why: ending, by: 'helpline' })
    equal(await refusal(evening.ask(endConversation, given)), 'conversation_closed')
    served(await evening.close(mina, visitor.id))
  }
})

test('an ending that is the visitor’s to choose is not the counsellor’s', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  for (const ending of ['left', 'abandoned', 'lost', 'closed']) {
    const given = { ...about(mina, visitor), body: { ending } }
    equal(await refusal(evening.ask(endConversation, given)), 'malformed')
  }
})

test('a talk is closed after its end, not before, and once', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  equal(await refusal(evening.close(mina, visitor.id)), 'conversation_closed')
  served(await evening.end(mina, visitor.id))
  served(await evening.close(mina, visitor.id))
  equal(await refusal(evening.close(mina, visitor.id)), 'not_found')
  equal((await evening.view(visitor)).state, 'closed')
  deepEqual((await evening.desk(mina)).conversations, [])
  equal((await records(evening)).length, 1)
})

test('at the close the archive’s keys take the place of the intake’s, and the wrap goes', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  served(await evening.end(mina, visitor.id))
  const archive = archivesOf(visitor.id)

  served(await evening.close(mina, visitor.id, archive))

  deepEqual(
    await wraps(evening),
    archive.map(({ key, to, wrap }) => ({ key, to, wrap })),
  )
  const { rows } = await evening.database.pool.query('select opening from conversation')
  ok(isOpeningRest(rows[0].opening))
})

test('a talk is not closed before both its keys are archived', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  served(await evening.end(mina, visitor.id))
  const [content, staff] = archivesOf(visitor.id)
  if (!content || !staff) throw new Error('two keys')
  const before = await wraps(evening)

  for (const archive of [[], [content], [staff], [content, content]])
    equal(await refusal(evening.close(mina, visitor.id, archive)), 'keys_missing')
  const intake: KeyWrap = { ...staff, to: 'intake' }
  equal(await refusal(evening.close(mina, visitor.id, [content, staff, intake])), 'malformed')

  deepEqual(await wraps(evening), before)
  deepEqual(await records(evening), [])
  equal((await evening.desk(mina)).conversations[0]?.state, 'wrapping_up')
})

test('nobody archives keys into a conversation of somebody else', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  served(await evening.end(mina, visitor.id))
  const other = await evening.aVisitor()
  const archive = [...archivesOf(visitor.id), ...archivesOf(other.id)]

  equal(await refusal(evening.close(mina, visitor.id, archive)), 'malformed')
  const nobody = [...archivesOf(visitor.id), ...archivesOf('00000000-0000-4000-8000-000000000000')]
  equal(await refusal(evening.close(mina, visitor.id, nobody)), 'malformed')
})

test('a close takes the intake’s keys of earlier contacts away, too', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor: first } = await aTalk(evening)
  served(await evening.end(mina, first.id))
  served(await evening.close(mina, first.id))
  const second = await comesBack(evening, first)
  await evening.accepts(mina)
  const given = served(await evening.ask(conversationKeys, about(mina, second))).reply
  deepEqual(
    given.keys.map(({ conversation, key, to }) => [conversation, key, to].join(' ')).toSorted(),
    [
      `${first.id} content archive`,
      `${first.id} content intake`,
      `${first.id} staff archive`,
      `${second.id} staff intake`,
    ].toSorted(),
  )
  deepEqual(
    given.earlier.map(({ conversation, session }) => [conversation, session]),
    [[first.id, 1]],
  )
  served(await evening.end(mina, second.id))

  served(await evening.close(mina, second.id))

  equal((await wraps(evening)).filter(({ to }) => to === 'intake').length, 0)
  equal((await wraps(evening)).length, 4)
})

test('the record is kept for the day, and not with the conversation', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  served(await evening.end(mina, visitor.id))
  served(await evening.close(mina, visitor.id))

  const [{ id, ...kept } = { id: '' }] = await records(evening)
  deepEqual(kept, {
    line_id: evening.line.id,
    day: '2026-03-10',
    nature: 'counselling_self',
    reason_class: 'family',
    reason_detail: 'caregiver',
    action: 'listening',
  })
  ok(id !== visitor.id && id !== mina.id)
})

test('what happens after midnight is counted for the day on the wall of the line', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  // A quarter past midnight in Paris; in Greenwich it is still the tenth.
  await evening.pass({ hours: 8, minutes: 15 })
  served(await evening.ask(survey, { token: visitor.token, body: { heard: 5 } }))
  served(await evening.end(mina, visitor.id))
  served(await evening.close(mina, visitor.id))

  equal((await records(evening))[0]?.day, '2026-03-11')
  const { rows } = await evening.database.pool.query('select day::text from survey')
  deepEqual(rows, [{ day: '2026-03-11' }])
})

test('a record without its reason, or with one of another class, is given back', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  served(await evening.end(mina, visitor.id))
  const archive = archivesOf(visitor.id)
  const closes = (given: unknown) =>
    refusal(
      evening.ask(closeConversation, { ...about(mina, visitor), body: { record: given, archive } }),
    )

  const { reason: _none, ...without } = record
  equal(await closes(without), 'reason_missing')
  equal(await closes({ ...record, reason: { class: 'family', detail: 'bullying' } }), 'malformed')
  equal(await closes({ ...record, reason: { class: 'toString', detail: 'name' } }), 'malformed')
  equal(await closes({ ...record, nature: 'joke' }), 'malformed')
  equal(await closes({ ...without, nature: 'prank', action: 'none' }), undefined)
})

test('a note is kept once however often it is sent, and says when it was first', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  const body = { envelope: await aSealedNote(visitor.id) }
  const writes = async () =>
    served(await evening.ask(writeNote, { ...about(mina, visitor), body })).reply

  const first = await writes()
  await evening.pass({ seconds: 5 })
  const again = await writes()

  equal(first.by, mina.id)
  equal(first.envelope, body.envelope)
  deepEqual(again, first)
  deepEqual(served(await evening.ask(notes, about(mina, visitor))).reply.notes, [first])
})

test('the id of a note is taken by its words: others under it are refused', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  const other = await evening.aVisitor()
  await evening.accepts(mina)
  const id = uuidv7(new Date())
  const writes = async (page: typeof visitor) => {
    const body = { envelope: await aSealedNote(page.id, { id }) }
    return refusal(evening.ask(writeNote, { ...about(mina, page), body }))
  }

  equal(await writes(visitor), undefined)
  equal(await writes(visitor), 'malformed')
  equal(await writes(other), 'malformed')
})

test('the staff channel takes staff envelopes of its own conversation alone', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor } = await aTalk(evening)
  const other = await evening.aVisitor()
  const wrong = [
    await aSealedNote(visitor.id, { channel: 'pub' }),
    await aSealedNote(other.id),
    aSecret(400),
    '',
  ]
  for (const envelope of wrong) {
    const told = evening.ask(writeNote, { ...about(mina, visitor), body: { envelope } })
    equal(await refusal(told), 'malformed')
  }
  deepEqual(served(await evening.ask(notes, about(mina, visitor))).reply.notes, [])
})

test('notes of earlier contacts are read by whoever holds the later one', async (t) => {
  const evening = await anEvening(t)
  const { mina, visitor: first } = await aTalk(evening)
  const body = { envelope: await aSealedNote(first.id) }
  const written = served(await evening.ask(writeNote, { ...about(mina, first), body })).reply
  served(await evening.end(mina, first.id))
  served(await evening.close(mina, first.id))
  served(await evening.sit(mina, 'break'))
  const noor = await evening.aColleague()
  const second = await comesBack(evening, first)
  equal(await evening.accepts(noor), second.id)

  deepEqual(served(await evening.ask(notes, about(noor, second))).reply.notes, [written])
  equal(await refusal(evening.ask(notes, about(noor, first))), 'not_found')
})

test('without the line’s keys nobody sits down, and one may still go on a break', async (t) => {
  const evening = await anEvening(t)
  const lou = await evening.aColleague({ keys: false, seat: 'off' })
  equal(await refusal(evening.sit(lou, 'available')), 'keys_missing')
  equal((await evening.desk(lou)).seat.state, 'off')
  equal(served(await evening.sit(lou, 'break')).reply.state, 'break')
})

test('who plans the rota or runs the installation has no seat and no conversation', async (t) => {
  const evening = await anEvening(t)
  for (const role of ['coordinator', 'administrator'] as const) {
    const person = await evening.aColleague({ role, seat: 'off' })
    equal(await refusal(evening.sit(person, 'available')), 'not_allowed')
    equal(await refusal(evening.ask(phrases, { token: person.token })), 'not_allowed')
  }
})

test('a desk shows what is its own, and the queue without a word of anybody', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  const waiting = await evening.aVisitor()
  await evening.pass({ seconds: 46 }, [waiting])

  const desk = await evening.desk(mina)

  deepEqual(desk.me, { id: mina.id, alias: mina.alias, role: 'counsellor' })
  deepEqual(desk.seat, { state: 'available', limit: 1, taken: 1 })
  deepEqual(desk.lines[0]?.waiting, 1)
  deepEqual(desk.queue, [
    {
      conversation: waiting.id,
      line: evening.line.id,
      position: 1,
      arrivedAt: '2026-03-10T15:00:00.000Z',
      language: 'fr',
      session: 1,
      present: false,
      atHead: false,
      urgency: 'usual',
      reason: { rank: 'usual', passedBy: 0, behindLonger: 0 },
    },
  ])
  deepEqual(
    desk.conversations.map(({ id }) => id),
    [visitor.id],
  )
})

test('of a long queue a desk shows the first, and tells how many wait', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ seat: 'break' })
  for (let n = 0; n < shownAtDesk + 2; n += 1) {
    await evening.aVisitor()
    await evening.pass({ seconds: 1 })
  }
  const last = await evening.aVisitor()

  const desk = await evening.desk(mina)
  const { place } = await evening.view(last)

  equal(desk.lines[0]?.waiting, shownAtDesk + 3)
  equal(desk.queue.length, shownAtDesk)
  equal(desk.queue.at(-1)?.position, shownAtDesk)
  equal(place?.position, shownAtDesk + 3)
})

test('the team’s phrases come in their order, in both languages', async (t) => {
  const evening = await anEvening(t)
  const { token } = await evening.aColleague({ seat: 'off' })
  const all = served(await evening.ask(phrases, { token })).reply.phrases
  equal(all.length, 12)
  deepEqual([all[0]?.title, all[6]?.title], ['Bonjour', 'Hello'])
})

const about = (colleague: Colleague, { id }: { id: string }) => ({
  token: colleague.token,
  params: { id },
})

async function aTalk(evening: Evening) {
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  await evening.accepts(mina)
  return { mina, visitor }
}

async function keysOf(evening: Evening, colleague: Colleague, page: { id: string }) {
  return served(await evening.ask(conversationKeys, about(colleague, page))).reply.keys
}

async function wraps({ db }: Evening) {
  const rows = await db
    .selectFrom('conversation_key')
    .select(['key', 'sealed_to', 'wrap'])
    .orderBy('sealed_to')
    .orderBy('key')
    .execute()
  return rows.map(({ key, sealed_to: to, wrap }) => ({ key, to, wrap: wrap.toString('base64url') }))
}

async function records({ database }: Evening) {
  return (await database.pool.query('select *, day::text as day from record')).rows
}
