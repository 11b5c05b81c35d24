import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { arrive } from '@veilleuse/contract/visit'
import { fromBase64url, toBase64url } from '@veilleuse/sealing/bytes'
import { refusal } from '@veilleuse/testkit/ask'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, aSecret, type Evening, served } from '../evening.fixture.ts'

leaks()

test('the same opening sent twice takes one place', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  const { body, id } = await evening.anOpening()

  const first = served(await evening.ask(arrive, { body })).reply
  await evening.pass({ minutes: 1 })
  const again = served(await evening.ask(arrive, { body })).reply

  equal(first.token, body.secret)
  deepEqual(again, first)
  equal(again.view.conversation, id)
  equal(await conversations(evening), 1)
})

test('the same opening that is sent twice at once takes one place', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  const { body } = await evening.anOpening()
  const arrives = () => refusal(evening.ask(arrive, { body }))

  // Taking a place touches the line's row, so both are there when it is let go.
  const answers = await collide(evening.database, { table: 'line', id: evening.line.id }, [
    arrives,
    arrives,
  ])

  deepEqual(answers, [undefined, undefined])
  equal(await conversations(evening), 1)
})

test('an opening that is sent again later still opens the same conversation', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const { body } = await evening.anOpening()
  served(await evening.ask(arrive, { body }))
  await evening.accepts(mina)

  equal(served(await evening.ask(arrive, { body })).reply.view.state, 'open')
})

test('whoever replays an opening with a secret of their own is turned away', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  const { body } = await evening.anOpening()
  served(await evening.ask(arrive, { body }))

  equal(await refusal(evening.ask(arrive, { body: { ...body, secret: aSecret(32) } })), 'malformed')
  equal(await conversations(evening), 1)
})

test('one page secret opens one conversation', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  const visitor = await evening.aVisitor()

  const { body } = await evening.anOpening({ secret: visitor.token })

  equal(await refusal(evening.ask(arrive, { body })), 'malformed')
  equal((await evening.view(visitor)).state, 'waiting')
})

test('another opening for a taken conversation is turned away', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  const { body, opening } = await evening.anOpening()
  served(await evening.ask(arrive, { body }))

  // Anybody can make a second valid signature from a first; it is another opening all the same.
  const other = { ...body, opening: secondSignature(opening) }

  equal(await refusal(evening.ask(arrive, { body: other })), 'malformed')
})

test('an opening that the named key did not sign is turned away', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague()
  const { body, opening } = await evening.anOpening()
  const bytes = fromBase64url(opening)
  for (const place of [0, 10, 40, 120, bytes.length - 1]) {
    const forged = Buffer.from(bytes)
    forged[place] = (forged[place] ?? 0) ^ 1
    const told = await refusal(
      evening.ask(arrive, { body: { ...body, opening: toBase64url(forged) } }),
    )
    equal(told, 'malformed', `byte ${place}`)
  }
  equal(await conversations(evening), 0)
})

test('an opening for another installation or another line is turned away', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague()
  const elsewhere = await evening.anOpening({ instance: aSecret(16) })
  const other = await evening.anOpening({ line: 'another line' })

  equal(await refusal(evening.ask(arrive, { body: elsewhere.body })), 'malformed')
  equal(await refusal(evening.ask(arrive, { body: other.body })), 'malformed')
  const nowhere = await evening.anOpening()
  const body = { ...nowhere.body, line: 'nowhere' }
  equal(await refusal(evening.ask(arrive, { body })), 'not_found')
})

test('a page with keys of another week is told to fetch new ones', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const future = await evening.anOpening({ epoch: 2 })
  equal(await refusal(evening.ask(arrive, { body: future.body })), 'stale_key')

  const { body } = await evening.anOpening()
  const { pool } = evening.database
  await pool.query(`update epoch set valid_from = valid_from + interval '1 minute'`)
  equal(await refusal(evening.ask(arrive, { body })), 'stale_key')
  await evening.pass({ minutes: 1 })
  served(await evening.ask(arrive, { body }))

  const { body: late } = await evening.anOpening()
  await evening.pass({ minutes: 1 })
  await pool.query(`update epoch set valid_to = $1`, [evening.clock.now()])
  equal(await refusal(evening.ask(arrive, { body: late })), 'stale_key')
  equal(await refusal(evening.sit(mina, 'available')), 'keys_missing')
})

test('a line on which as many wait as may is full, and who has a place keeps it', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  await evening.database.pool.query('update line set most_waiting = 2')
  const { body } = await evening.anOpening()
  served(await evening.ask(arrive, { body }))
  await evening.pass({ seconds: 1 })
  const page = await evening.aVisitor()
  const { body: late } = await evening.anOpening()
  equal(await refusal(evening.ask(arrive, { body: late })), 'line_full')
  equal(served(await evening.ask(arrive, { body })).reply.view.place?.position, 1)

  served(await evening.leave(page))
  served(await evening.ask(arrive, { body: late }))
})

test('of two who come at once for the last place in the queue one gets it', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague({ seat: 'break' })
  await evening.database.pool.query('update line set most_waiting = 1')
  const bodies = [await evening.anOpening(), await evening.anOpening()].map(({ body }) => body)
  const answers = await collide(
    evening.database,
    { table: 'line', id: evening.line.id },
    bodies.map((body) => () => refusal(evening.ask(arrive, { body }))),
  )
  deepEqual(answers.filter(Boolean), ['line_full'])
  equal(await conversations(evening), 1)
})

test('a line is full when nobody who came now could be answered before it closes', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ limit: 1 })
  await evening.aVisitor()
  await evening.accepts(mina)
  await evening.aVisitor()
  const { body } = await evening.anOpening()
  // Four in the afternoon; two talks must end first, which takes some minutes at the least.
  await evening.hours({ zone: 'Europe/Paris', week: [{ day: 2, from: 0, to: 16 * 60 + 2 }] })
  equal(await refusal(evening.ask(arrive, { body })), 'line_full')
  await evening.hours({ zone: 'Europe/Paris', week: [{ day: 2, from: 0, to: 18 * 60 }] })
  served(await evening.ask(arrive, { body }))
})

test('a closed line takes nobody, and who has a place keeps it when the hours end', async (t) => {
  const evening = await anEvening(t)
  const { body } = await evening.anOpening()
  equal(await refusal(evening.ask(arrive, { body })), 'line_closed')

  await evening.aColleague({ seat: 'break' })
  await evening.hours({ zone: 'Europe/Paris', week: [] })
  equal(await refusal(evening.ask(arrive, { body })), 'line_closed')
  equal(await conversations(evening), 0)

  await evening.hours({ zone: 'Europe/Paris', week: [{ day: 2, from: 0, to: 0 }] })
  served(await evening.ask(arrive, { body }))
  await evening.hours({ zone: 'Europe/Paris', week: [] })
  equal(served(await evening.ask(arrive, { body })).reply.view.place?.position, 1)
})

test('what is no opening is turned away, however it is misspelt', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague()
  const { body, opening } = await evening.anOpening()
  const wrong: Record<string, unknown> = {
    empty: { ...body, opening: '' },
    'not base64url': { ...body, opening: `${opening.slice(0, -2)}+/` },
    padded: { ...body, opening: `${opening}==` },
    'one letter short': { ...body, opening: opening.slice(0, -1) },
    'one letter long': { ...body, opening: `${opening}A` },
    'far too long': { ...body, opening: 'A'.repeat(2800) },
    'a number': { ...body, opening: 7 },
    'a short secret': { ...body, secret: 'AAAA' },
    'a secret with a tail': { ...body, secret: `${'A'.repeat(42)}B` },
    'a language nobody speaks': { ...body, language: 'xx' },
    'no version of the rules': { ...body, rulesVersion: '1' },
    'half a version': { ...body, rulesVersion: 1.5 },
    'a version beyond counting': { ...body, rulesVersion: 2 ** 40 },
    nothing: {},
    'a list': [],
    'nothing at all': null,
  }
  for (const [name, given] of Object.entries(wrong))
    equal(await refusal(evening.ask(arrive, { body: given })), 'malformed', name)
  equal(await conversations(evening), 0)
  ok(!evening.logged().includes('incident'), evening.logged())
})

test('a body too large to be an arrival is not even read', async (t) => {
  const evening = await anEvening(t)
  const { body } = await evening.anOpening()
  const given = { body: { ...body, more: 'A'.repeat(70_000) } }
  equal(await refusal(evening.ask(arrive, given)), 'too_large')
})

test('what nobody asked for is not kept', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague()
  const { body } = await evening.anOpening()
  const more = { ...body, name: 'Camille Martin', state: 'open', counsellor: 'Camille' }

  served(await evening.ask(arrive, { body: more }))

  const { rows } = await evening.database.pool.query(`select c::text as kept from conversation c`)
  equal(rows.length, 1)
  ok(!JSON.stringify(rows).includes('Camille'))
  equal(rows[0].kept.includes('waiting'), true)
})

test('the secret of a page rests here as a hash alone', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague()
  const visitor = await evening.aVisitor()
  const { rows } = await evening.database.pool.query(`select c::text as kept from conversation c`)
  const hex = Buffer.from(visitor.token, 'base64url').toString('hex')
  ok(!rows[0].kept.includes(hex) && !rows[0].kept.includes(visitor.token))
})

test('a first contact is the first: the number of a later one needs proof', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague()
  const { body } = await evening.anOpening({ session: 2 })
  equal(await refusal(evening.ask(arrive, { body })), 'malformed')
})

async function conversations({ db }: Evening): Promise<number> {
  return (await db.selectFrom('conversation').select('id').execute()).length
}

/** r ‖ n − s: as good a signature as the one it is made from. */
function secondSignature(opening: string): string {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const bytes = Buffer.from(fromBase64url(opening))
  const s = BigInt(`0x${bytes.subarray(-32).toString('hex')}`)
  Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex').copy(bytes, bytes.length - 32)
  return toBase64url(bytes)
}
