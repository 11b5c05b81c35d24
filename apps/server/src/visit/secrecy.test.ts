import { equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { conversationKeys, speakAgain, writeNote } from '@veilleuse/contract/desk'
import * as visit from '@veilleuse/contract/visit'
import { leaks } from '@veilleuse/testkit/leaks'
import { aSealedNote } from '../desk/note.fixture.ts'
import { anEvening, aSecret, type Colleague, type Evening, served } from '../evening.fixture.ts'
import { comesBack, keeps, returns } from '../keep/return.fixture.ts'
import { proves } from '../keep/return.fixture.ts'
import { giveBackVanished } from '../queue/actions.ts'

leaks()

test('nothing a visitor is told in a whole story names anybody of the team', async (t) => {
  const evening = await anEvening(t)
  const { ask, told } = evening
  const [mina, noor] = [await evening.aColleague(), await evening.aColleague({ seat: 'break' })]
  const params = { line: 'ecoute' }
  served(await ask(visit.lineStatus, { params }))
  served(await ask(visit.lineKeys, { params }))
  const views: unknown[] = []
  const secrets = [aSecret(200), await aSealedNote('00000000-0000-4000-8000-000000000000')]

  const first = await evening.aVisitor()
  const look = async (page = first) => void views.push(await evening.view(page))
  await look()
  await evening.accepts(mina)
  await look()
  const speaks = { token: mina.token, params: { id: first.id } }
  served(await ask(speakAgain, { ...speaks, body: { certificate: aSecret(120) } }))
  const note = await aSealedNote(first.id)
  secrets.push(note)
  served(await ask(writeNote, { ...speaks, body: { envelope: note } }))
  served(await evening.judge(mina, first.id, 'high'))
  await look()
  const { keys } = served(await ask(conversationKeys, speaks)).reply
  secrets.push(...keys.map(({ wrap }) => wrap))

  await evening.pass({ seconds: 61 }, [mina])
  await giveBackVanished(evening.house)
  await look()
  served(await evening.sit(noor, 'available'))
  await evening.accepts(noor)
  await look()
  const words = await keeps(evening, first)
  const { live } = await returns(evening, first, words)
  served(await ask(visit.survey, { token: live?.token ?? '', body: { heard: 4 } }))
  served(await ask(visit.leave, { token: live?.token ?? '' }))
  served(await evening.close(noor, first.id))
  await look()
  const second = await comesBack(evening, { ...first, token: live?.token ?? '' })
  await evening.accepts(noor)
  await look(second)
  await proves(evening, second, { nonce: aSecret(32) })
  served(await ask(visit.forget, { token: second.token }))
  await ask(visit.leave, { token: second.token })

  const answers = told.filter(({ url }) => url.startsWith('/api/visit'))
  equal(new Set(answers.map(({ url }) => url.replace('ecoute', ':line'))).size, 9)
  const all = JSON.stringify([answers, views])
  ok(all.includes(mina.alias) && all.includes(noor.alias), 'an alias is told')
  for (const name of await namesOf(evening, [mina, noor])) ok(!all.includes(name), name)
  for (const secret of secrets) ok(!all.includes(secret), 'a word or key of the staff channel')
  for (const field of ['staff', 'counsellor_id', 'login', 'role', 'risk', 'note', 'seat', 'offer'])
    ok(!all.includes(`"${field}"`), field)
})

test('while a visitor waits nobody of the team is named, nor how many there are', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  const visitor = await evening.aVisitor()
  const all = JSON.stringify([
    evening.told.filter(({ url }) => url.includes('/visit/')),
    await evening.view(visitor),
  ])
  ok(!all.includes(mina.alias))
  ok(!/"(seats|slots|counsellors\w*)"/.test(all))
})

/** Every spelling by which somebody of the team could be told from another. */
async function namesOf({ db }: Evening, colleagues: readonly Colleague[]) {
  const rows = await db.selectFrom('staff').selectAll().execute()
  return rows
    .filter((row) => colleagues.some(({ id }) => id === row.id))
    .flatMap((row) => {
      const id = Buffer.from(row.id.replaceAll('-', ''), 'hex')
      const keys = [row.signature_key, row.box_key, id].map((key) => key ?? Buffer.alloc(0))
      return [
        row.id,
        row.login,
        ...keys.flatMap((key) => [key.toString('hex'), key.toString('base64url')]),
      ]
    })
    .concat(colleagues.map(({ token }) => token))
}
