import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import * as contract from '@veilleuse/contract/shift'
import { publicStatus } from '@veilleuse/contract/status'
import { arrive } from '@veilleuse/contract/visit'
import { refusal } from '@veilleuse/testkit/ask'
import { collide } from '@veilleuse/testkit/collide'
import { leaks } from '@veilleuse/testkit/leaks'
import { anEvening, type Colleague, type Evening, served } from '../evening.fixture.ts'
import { removePerson } from '../people/remove.ts'

leaks()

// The evening begins on Tuesday, 10 March 2026, at four in the afternoon in Paris.
const monday = '2026-03-09'
const at = (time: string, day = '10') => `2026-03-${day}T${time}:00.000Z`

test('a coordinator plans, a counsellor takes and leaves, and everybody sees who has which shift', async (t) => {
  const { evening, planner, mina } = await aTeam(t)
  const id = await plans(evening, planner, { from: at('17:00'), to: at('21:00') })
  deepEqual(await week(evening, mina), [{ id, from: at('17:00'), to: at('21:00') }])

  served(await evening.ask(contract.takeShift, { token: mina.token, params: { id } }))
  const [taken] = await week(evening, planner)
  deepEqual(taken?.person, { id: mina.id, alias: mina.alias })

  served(await evening.ask(contract.leaveShift, { token: mina.token, params: { id } }))
  deepEqual((await week(evening, mina))[0]?.person, undefined)
  served(await evening.ask(contract.removeShift, { token: planner.token, params: { id } }))
  deepEqual(await week(evening, mina), [])
})

test('who answers plans nothing, and who plans takes nothing', async (t) => {
  const { evening, planner, mina } = await aTeam(t)
  const params = { line: evening.line.id }
  const body = { from: at('17:00'), to: at('21:00') }
  const { token } = mina
  equal(await refusal(evening.ask(contract.planShift, { token, params, body })), 'not_allowed')
  const id = await plans(evening, planner, body)
  equal(
    await refusal(evening.ask(contract.takeShift, { token: planner.token, params: { id } })),
    'not_allowed',
  )
})

test('of two who take the same open shift at once, one has it', async (t) => {
  const { evening, planner, mina } = await aTeam(t)
  const noor = await evening.aColleague({ seat: 'off' })
  const id = await plans(evening, planner, { from: at('17:00'), to: at('21:00') })
  const answers = await collide(
    evening.database,
    { table: 'shift', id },
    [mina, noor].map(
      ({ token }) =>
        () =>
          refusal(evening.ask(contract.takeShift, { token, params: { id } })),
    ),
  )
  deepEqual(answers.filter(Boolean), ['shift_taken'])
})

test('one who takes two shifts at one time at once has one of them', async (t) => {
  const { evening, planner, mina } = await aTeam(t)
  const first = await plans(evening, planner, { from: at('17:00'), to: at('21:00') })
  const second = await plans(evening, planner, { from: at('20:00'), to: at('23:00') })
  const { token } = mina
  const answers = await collide(
    evening.database,
    { table: 'staff', id: mina.id },
    [first, second].map(
      (id) => () => refusal(evening.ask(contract.takeShift, { token, params: { id } })),
    ),
  )
  deepEqual(answers.filter(Boolean), ['shifts_overlap'])
})

test('what cannot be planned is refused, and says why', async (t) => {
  const { evening, planner, mina } = await aTeam(t)
  const { token } = planner
  const refused = (from: string, to: string, person?: Colleague) =>
    refusal(
      evening.ask(contract.planShift, {
        token,
        params: { line: evening.line.id },
        body: { from, to, ...(person && { person: person.id }) },
      }),
    )
  equal(await refused(at('21:00'), at('17:00')), 'shift_impossible')
  equal(await refused(at('08:00'), at('12:00')), 'shift_over')
  equal(await refused(at('17:00'), at('21:00'), planner), 'not_on_line')
  equal(await refused(at('17:00'), at('21:00'), mina), undefined)
  equal(await refused(at('20:00'), at('22:00'), mina), 'shifts_overlap')
  equal(await refused(at('21:00'), at('23:00'), mina), undefined)
})

test('a week is planned again at the same times, once, and over a change of clocks', async (t) => {
  const { evening, planner, mina } = await aTeam(t)
  await plans(evening, planner, { from: at('17:00', '27'), to: at('21:00', '27'), person: mina.id })
  await plans(evening, planner, { from: at('17:00', '28'), to: at('21:00', '28') })
  const copies = () =>
    evening.ask(contract.copyWeek, {
      token: planner.token,
      params: { line: evening.line.id },
      body: { from: '2026-03-23', to: '2026-03-30' },
    })
  equal(served(await copies()).reply.planned, 2)
  equal(served(await copies()).reply.planned, 0)
  const next = await week(evening, mina, '2026-03-30')
  // On 29 March the clocks went forward: six in the evening is an hour earlier in UTC.
  deepEqual(
    next.map(({ from, person }) => [from, person?.alias]),
    [
      ['2026-04-03T16:00:00.000Z', mina.alias],
      ['2026-04-04T16:00:00.000Z', undefined],
    ],
  )
})

test('the rota opens the line a quarter of an hour before a shift, and closes it when nobody comes', async (t) => {
  const { evening, planner, mina } = await aTeam(t)
  const told = async () => {
    const { reply } = served(await evening.ask(publicStatus, { params: { line: 'ecoute' } }))
    return [reply.state, reply.why, reply.dueAt]
  }
  deepEqual(await told(), ['closed', 'nobody', undefined])
  await plans(evening, planner, { from: at('17:00'), to: at('21:00'), person: mina.id })
  deepEqual(await told(), ['closed', 'nobody', at('17:00')])
  const { body } = await evening.anOpening()
  equal(await refusal(evening.ask(arrive, { body })), 'line_closed')

  await evening.pass({ minutes: 106 })
  deepEqual(await told(), ['open_with_wait', undefined, at('17:00')])
  const { view } = served(await evening.ask(arrive, { body })).reply
  equal(view.place?.someoneHere, false)

  await evening.pass({ minutes: 29 })
  deepEqual(await told(), ['closed', 'nobody', undefined])
  served(await evening.sit(mina, 'available'))
  equal((await told())[0], 'open')
})

test('whoever leaves the team leaves their shifts to others', async (t) => {
  const { evening, planner, mina } = await aTeam(t)
  await plans(evening, planner, { from: at('17:00'), to: at('21:00'), person: mina.id })
  const session = await evening.house.doors.staff(planner.token)
  if (!session) throw new Error('nobody is signed in')
  await removePerson(evening.house, { session, id: mina.id })
  deepEqual((await week(evening, planner))[0]?.person, undefined)
})

test('the hours of a line are set by an administrator, and refused when they cannot be kept', async (t) => {
  const { evening, planner } = await aTeam(t)
  const admin = await evening.aColleague({ role: 'administrator', seat: 'off', keys: false })
  const hours = {
    zone: 'Europe/Paris',
    week: [{ day: 1, from: 540, to: 720 }],
    seasons: [],
    specialDays: [{ from: '12-25', to: '12-25', blocks: [] }],
  }
  const sets = ({ token }: Colleague, given: typeof hours) =>
    refusal(
      evening.ask(contract.setLineHours, {
        token,
        params: { line: evening.line.id },
        body: { hours: given },
      }),
    )
  equal(await sets(planner, hours), 'not_allowed')
  equal(await sets(admin, hours), undefined)
  const { lines } = served(await evening.ask(contract.rotaLines, { token: planner.token })).reply
  deepEqual(lines[0]?.hours, hours)
  const wrong = { ...hours, specialDays: [{ from: '02-30', to: '02-30', blocks: [] }] }
  equal(await sets(admin, wrong), 'hours_unclear')
  equal(await sets(admin, { ...hours, zone: 'Europe/Atlantis' }), 'hours_unclear')
})

test('how long somebody sat is kept, state by state, and a silent desk sat until it was given up', async (t) => {
  const evening = await anEvening(t)
  const mina = await evening.aColleague()
  await evening.pass({ minutes: 30 })
  served(await evening.sit(mina, 'break'))
  served(await evening.sit(mina, 'break'))
  await evening.pass({ minutes: 10 })
  served(await evening.sit(mina, 'available'))
  await evening.pass({ minutes: 60 }, [mina])
  await evening.deadlines()
  const { rows } = await evening.database.pool.query(
    `select state, extract(epoch from to_at - from_at)::int as seconds from sitting
     where to_at is not null order by from_at`,
  )
  deepEqual(rows, [
    { state: 'available', seconds: 1800 },
    { state: 'break', seconds: 600 },
    { state: 'available', seconds: 60 },
  ])
})

async function aTeam(t: Parameters<typeof anEvening>[0]) {
  const evening = await anEvening(t)
  const planner = await evening.aColleague({ role: 'coordinator', seat: 'off', keys: false })
  const mina = await evening.aColleague({ seat: 'off' })
  return { evening, planner, mina }
}

async function plans(
  { ask, line }: Evening,
  { token }: Colleague,
  body: { from: string; to: string; person?: Colleague['id'] },
) {
  return served(await ask(contract.planShift, { token, params: { line: line.id }, body })).reply.id
}

async function week({ ask, line }: Evening, { token }: Colleague, day = monday) {
  const params = { line: line.id, monday: day }
  return served(await ask(contract.rotaWeek, { token, params })).reply.shifts
}
