import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { placePerson } from '@veilleuse/contract/account'
import { arrive } from '@veilleuse/contract/visit'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, served } from '../evening.fixture.ts'
import { ringLine } from './actions.ts'

leaks()

test('whoever answers on one line is not rung for another', async (t) => {
  const evening = await anEvening(t)
  const law = await evening.aLine('droit')
  const mina = await evening.aColleague()
  const jules = await evening.aColleague({ on: [law] })
  const visitor = await evening.aVisitor({ on: law })

  equal(await evening.ring(mina), undefined)
  equal((await evening.ring(jules))?.conversation, visitor.id)
  equal((await evening.ring(jules))?.line, law.id)
})

test('whoever answers on two lines is rung for who has waited longest on either', async (t) => {
  const evening = await anEvening(t)
  const law = await evening.aLine('droit')
  const jules = await evening.aColleague({ on: [evening.line, law], seat: 'break', limit: 1 })
  const first = await evening.aVisitor({ on: law })
  await evening.pass({ seconds: 5 })
  const second = await evening.aVisitor()
  await evening.pass({ seconds: 5 })
  const third = await evening.aVisitor({ on: law })

  await evening.sit(jules, 'available')

  const answered: string[] = []
  for (const _ of [1, 2, 3]) {
    const id = await evening.accepts(jules)
    answered.push(id)
    await evening.end(jules, id)
    await evening.close(jules, id)
  }
  deepEqual(answered, [first.id, second.id, third.id])
})

test('a desk that two lines ring for at once rings once, and holds no more than it may', async (t) => {
  const evening = await anEvening(t)
  const law = await evening.aLine('droit')
  const jules = await evening.aColleague({ on: [evening.line, law], seat: 'break', limit: 1 })
  await evening.aVisitor()
  await evening.aVisitor({ on: law })
  await evening.db
    .updateTable('seat')
    .set({ state: 'available' })
    .where('staff_id', '=', jules.id)
    .execute()

  await collide(evening.database, { table: 'line', id: law.id }, [
    () => ringLine(evening.house, evening.line.id),
    () => ringLine(evening.house, law.id),
  ])

  equal((await evening.desk(jules)).offers.length, 1)
})

test('whoever has not been given a line’s keys is not rung for it', async (t) => {
  const evening = await anEvening(t)
  const law = await evening.aLine('droit')
  const jules = await evening.aColleague()
  const agathe = await evening.aColleague({ role: 'administrator', seat: 'off', keys: false })
  const body = { lines: [evening.line.id, law.id], languages: ['fr'] }
  served(await evening.ask(placePerson, { token: agathe.token, params: { id: jules.id }, body }))

  const { body: opening } = await evening.anOpening({ on: law })
  const answer = await evening.ask(arrive, { body: opening })

  equal('problem' in answer && answer.problem, 'line_closed', 'nobody there could open it')
})

test('whoever does not speak a visitor’s language is not rung for them', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague({ languages: ['fr'] })
  const noor = await evening.aColleague({ languages: ['en'] })
  const visitor = await evening.aVisitor({ language: 'en' })

  equal(await evening.ring(mina), undefined)
  equal((await evening.ring(noor))?.conversation, visitor.id)
})
