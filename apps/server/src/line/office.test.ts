import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import * as office from '@veilleuse/contract/line'
import type { LineSettings } from '@veilleuse/contract/line'
import { arrive, lineStatus } from '@veilleuse/contract/visit'
import { collide } from '@veilleuse/testkit/collide'
import { granted, refusal } from '@veilleuse/testkit/ask'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, served, type Evening } from '../evening.fixture.ts'

leaks()

const law: LineSettings = {
  name: { fr: 'Droit', en: 'Law' },
  purpose: { fr: 'Tes droits, expliqués.', en: 'Your rights, explained.' },
  audience: { fr: 'De 12 à 25 ans', en: 'Aged 12 to 25' },
  ageFrom: 12,
  ageTo: 25,
  languages: ['fr'],
  skill: 'lawyer',
  channels: ['chat'],
  anonymity: 'confidential',
  country: 'FR',
  promisedMinutes: 10,
  triage: { about: [{ fr: 'L’école', en: 'School' }], howBad: true, danger: true },
  emergency: [
    { number: '112', label: { fr: 'Danger', en: 'Danger' }, source: 'Directive (EU) 2018/1972' },
  ],
  silence: { nudge: 10, softer: 5, warning: 10, close: 2, counsellor: 3, transfer: 6 },
  earlySeconds: 10,
}

async function anOffice(evening: Evening) {
  const { token } = await evening.aColleague({ role: 'administrator', seat: 'off', keys: false })
  const { ask } = evening
  return {
    token,
    lines: async () => (await granted(ask(office.lines, { token }))).lines,
    make: (slug: string, settings: LineSettings = law) =>
      ask(office.makeLine, { token, body: { slug, settings } }),
    save: (id: string, settings: LineSettings) =>
      ask(office.saveLine, { token, params: { id }, body: { settings } }),
    publish: (id: string, text: { fr: string; en: string }) =>
      ask(office.setRules, { token, params: { id }, body: { text } }),
    retire: (id: string) => ask(office.retireLine, { token, params: { id } }),
  }
}

test('an administrator makes a line, and finds it as it was set up', async (t) => {
  const evening = await anEvening(t)
  const desk = await anOffice(evening)

  const { reply } = served(await desk.make('droit'))

  deepEqual(reply.settings, law)
  deepEqual(
    (await desk.lines()).map(({ slug }) => slug),
    ['ecoute', 'droit'],
  )
  const status = await granted(evening.ask(lineStatus, { params: { line: 'droit' } }))
  deepEqual([status.state, status.why], ['closed', 'nobody'], 'nobody answers on it yet')
})

test('a line keeps its slug for good, even when it is offered no more', async (t) => {
  const evening = await anEvening(t)
  const desk = await anOffice(evening)
  const { reply } = served(await desk.make('droit'))
  served(await desk.retire(reply.id))

  equal(await refusal(desk.make('droit')), 'already_there')
  equal(await refusal(desk.make('ecoute')), 'already_there')
  equal(await refusal(evening.ask(lineStatus, { params: { line: 'droit' } })), 'not_found')
})

test('the last line stays', async (t) => {
  const evening = await anEvening(t)
  const desk = await anOffice(evening)
  equal(await refusal(desk.retire(evening.line.id)), 'not_allowed')
})

test('of two who retire the last two lines at once, one is refused', async (t) => {
  const evening = await anEvening(t)
  const desk = await anOffice(evening)
  const { reply } = served(await desk.make('droit'))
  const answers = await collide(evening.database, { table: 'line', id: evening.line.id }, [
    () => desk.retire(evening.line.id),
    () => desk.retire(reply.id),
  ])
  equal(answers.filter((answer) => 'problem' in answer).length, 1)
  equal((await desk.lines()).length, 1)
})

test('settings that contradict themselves are refused, and nothing is changed', async (t) => {
  const evening = await anEvening(t)
  const desk = await anOffice(evening)
  const { reply } = served(await desk.make('droit'))
  const wrong: readonly Partial<LineSettings>[] = [
    { ageFrom: 30, ageTo: 12 },
    { overflow: reply.id },
    { emergency: [] },
    { name: { fr: '', en: 'Law' } },
    { country: 'France' },
    { promisedMinutes: 0 },
  ]
  for (const change of wrong) {
    ok(await refusal(desk.save(reply.id, { ...law, ...change })), JSON.stringify(change))
  }
  deepEqual((await desk.lines()).find(({ id }) => id === reply.id)?.settings, law)
})

test('other settings are told to every open page', async (t) => {
  const evening = await anEvening(t)
  const desk = await anOffice(evening)
  const [line] = await desk.lines()
  ok(line)
  const name = { fr: 'Parler', en: 'Talking' }
  served(await desk.save(line.id, { ...line.settings, name }))

  const status = await granted(evening.ask(lineStatus, { params: { line: 'ecoute' } }))
  deepEqual(status.name, name)
  equal(status.revision, 2)
  const told = await evening.db.selectFrom('outbox').select('event').orderBy('seq').execute()
  deepEqual(told.at(-1)?.event, { type: 'line.changed', line: line.id })
})

test('each version of the rules stays, and a conversation names the one its visitor was shown', async (t) => {
  const evening = await anEvening(t)
  const desk = await anOffice(evening)
  await evening.aColleague()
  const before = await evening.aVisitor()
  served(await desk.publish(evening.line.id, { fr: 'Une règle.', en: 'A rule.' }))
  const { reply } = served(
    await desk.publish(evening.line.id, { fr: 'Une autre.', en: 'Another.' }),
  )

  equal(reply.rules?.version, 3)
  deepEqual(reply.rules?.text, { fr: 'Une autre.', en: 'Another.' })
  const { body } = await evening.anOpening({})
  const after = served(await evening.ask(arrive, { body: { ...body, rulesVersion: 3 } }))
  const named = await evening.db
    .selectFrom('conversation')
    .select(['id', 'rules_version'])
    .orderBy('arrived_at')
    .execute()
  equal(named.find(({ id }) => id === before.id)?.rules_version, 1)
  equal(named.find(({ id }) => id === after.reply.view.conversation)?.rules_version, 3)
  const versions = await evening.db.selectFrom('line_rules').select('version').execute()
  deepEqual(
    versions.map(({ version }) => version),
    [2, 3],
  )
})

test('how pressing it is comes along with the visitor, and nothing of what they answered', async (t) => {
  const evening = await anEvening(t)
  await evening.aColleague()
  const { body } = await evening.anOpening({})
  served(await evening.ask(arrive, { body: { ...body, urgency: 'danger', source: 'ecole' } }))
  const kept = await evening.db
    .selectFrom('conversation')
    .select(['urgency', 'source'])
    .executeTakeFirstOrThrow()
  deepEqual(kept, { urgency: 'danger', source: 'ecole' })
})

test('nobody but an administrator sets up lines', async (t) => {
  const evening = await anEvening(t)
  for (const role of ['counsellor', 'supervisor', 'coordinator'] as const) {
    const { token } = await evening.aColleague({ role, seat: 'off' })
    equal(await refusal(evening.ask(office.lines, { token })), 'not_allowed')
    const body = { slug: 'droit', settings: law }
    equal(await refusal(evening.ask(office.makeLine, { token, body })), 'not_allowed')
  }
})
