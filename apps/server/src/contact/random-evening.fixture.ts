import { arrive } from '@veilleuse/contract/visit'
import { counted, type HourCount, noSums } from '@veilleuse/domain/contact'
import type { Ending } from '@veilleuse/domain/conversation'
import { refusal } from '@veilleuse/testkit/ask'
import { chance } from '@veilleuse/testkit/chance'
import { type Colleague, type Evening, type Page, served } from '../evening.fixture.ts'

type Waiting = { readonly page: Page; readonly since: Date }
type Talking = Waiting & { readonly by: Colleague; readonly answeredAt: Date }

/** Up to three colleagues, and whoever comes; with a ledger of its own that asks no table. */
export async function aRandomEvening(evening: Evening, seed: number) {
  const { next, between, happens } = chance(seed, 'evening')
  const { clock } = evening
  const sums: Record<HourCount, number> = { ...noSums }
  const endings: Record<string, number> = {}
  const team: Colleague[] = []
  const waiting = new Set<Waiting>()
  const talks = new Set<Talking>()

  for (let step = 0; step < 90; step += 1) {
    const dice = next()
    if (dice < 0.4) await comes(`10.0.0.${step}`)
    else if (dice < 0.5) await leavesTheQueue()
    else if (dice < 0.75) await ends()
    else if (step > 12 && team.length < 3) team.push(await evening.aColleague())
    await answer()
    await timePasses()
  }
  while (waiting.size > 0) await leavesTheQueue()
  while (talks.size > 0) await ends()
  return { sums, endings }

  async function comes(from: string) {
    const { body, ...page } = await evening.anOpening()
    const answered = await refusal(evening.ask(arrive, { body, from }))
    if (answered === 'line_closed') sums.refused_closed += 1
    else if (answered) throw new Error(answered)
    else {
      sums.arrived += 1
      waiting.add({ page, since: clock.now() })
    }
  }

  async function leavesTheQueue() {
    const one = [...waiting][Math.floor(between(0, waiting.size))]
    if (!one) return
    served(await evening.leave(one.page))
    waiting.delete(one)
    over(one, 'abandoned')
  }

  async function ends() {
    const [one] = talks
    if (!one) return
    talks.delete(one)
    const leaves = happens(0.4)
    if (leaves) served(await evening.leave(one.page))
    else served(await evening.end(one.by, one.page.id))
    over(one, leaves ? 'left' : 'goodbye')
    served(await evening.close(one.by, one.page.id))
  }

  async function answer() {
    for (const by of team) {
      if (happens(0.5) || !(await evening.ring(by))) continue
      const id = await evening.accepts(by)
      const one = [...waiting].find(({ page }) => page.id === id)
      if (!one) throw new Error('nobody knows who that is')
      waiting.delete(one)
      talks.add({ ...one, by, answeredAt: clock.now() })
      sums.answered += 1
    }
  }

  async function timePasses() {
    await evening.pass({ seconds: Math.round(between(1, 20)) })
    await evening.hear([...waiting].map(({ page }) => page))
    await evening.deadlines()
    const seats = evening.db.selectFrom('seat').select('staff_id').where('state', '=', 'away')
    const away = new Set((await seats.execute()).map((seat) => seat.staff_id))
    // Who missed a ring is away until they say otherwise.
    for (const by of team) if (away.has(by.id)) served(await evening.sit(by, 'available'))
  }

  function over(of: Waiting & Partial<Talking>, ending: Ending) {
    const now = clock.now()
    const facts = { arrivedAt: of.since, answeredAt: of.answeredAt, endedAt: now, seenAt: now }
    const terms = { earlySeconds: 5, promisedMinutes: undefined }
    const how = counted({ ...facts, ending }, terms).ending
    endings[how] = (endings[how] ?? 0) + 1
    if (how === 'abandoned' || how === 'abandoned_early') sums[how] += 1
  }
}
