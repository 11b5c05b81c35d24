import { ok } from 'node:assert/strict'
import { test } from 'node:test'
import { alertsOf } from '@veilleuse/domain/alert'
import { inOrder, rankOf } from '@veilleuse/domain/order'
import {
  counsellorGrace,
  declinedRemembered,
  placeKept,
  visitorPresent,
} from '@veilleuse/domain/patience'
import { type Scene, simulate } from './day.ts'
import { type Chair, type Contact, isFree, moment, theLine } from './people.ts'
import { colleagues, type Scenario, usualScenario } from './scenario.ts'

const tenThousand: Scenario = {
  ...usualScenario,
  seed: 20_261_122,
  minutes: (10_000 / 60) * 60,
  perHour: [60],
  english: 0.1,
  fullAttention: 0,
  patienceMinutes: 60,
  answers: { seconds: 10, declined: 0.05, missed: 0.05, backAfterMinutes: 4 },
  staff: colleagues(14, { limit: 2, english: 0.15, shiftMinutes: 240, minutes: 10_000 }),
  vanishPerHour: 0.2,
}

test('of ten thousand who come nobody is passed, forgotten, or rung for in vain', () => {
  const count = { looks: 0, helpless: 0, returned: 0 }
  const { contacts, rings } = simulate(tenThousand, {
    hear({ type }, scene) {
      if (type === 'returned') count.returned += 1
      if (type !== 'rung') return
      count.looks += 1
      capsHold(scene)
      nobodyIsPassed(scene)
      noGhost(scene)
      count.helpless += alarmed(scene)
    },
  })
  ok(contacts.length > 9500, `${contacts.length}`)
  ok(contacts.every(({ state }) => state === 'served' || state === 'left'))
  ok(rings.declined > 300 && rings.missed > 300 && count.returned > 100, JSON.stringify(count))
  ok(count.looks > 5000 && count.helpless > 100, JSON.stringify(count))
})

function capsHold({ chairs }: Scene) {
  for (const { holds, colleague } of chairs)
    ok(holds.size <= colleague.limit, `${holds.size} of ${colleague.limit}`)
}

/** Whoever waits and rings nowhere has nobody free, and nobody of their rank behind them rings. */
function nobodyIsPassed({ queue, chairs, now }: Scene) {
  const left = queue.filter(
    (one) => !one.ring && one.heardUntil >= now - visitorPresent.seconds / 60,
  )
  const ringing = chairs.flatMap((chair) => (chair.ring ? [{ chair, ring: chair.ring }] : []))
  for (const one of left) {
    for (const chair of chairs)
      ok(!isFree(chair) || !couldTake(chair, one, now), `${one.id} waits beside a free desk`)
    for (const { chair, ring } of ringing) {
      const later = ring.contact
      // Only of those that began to ring now: since then a desk may have had time to be declined.
      if (ring.since !== now || rankOf(later) !== rankOf(one)) continue
      ok(inOrder(one, later) > 0 || !couldTake(chair, one, now), `${one.id} is passed`)
    }
  }
}

function couldTake({ id, colleague }: Chair, one: Contact, now: number): boolean {
  const declined = one.declined.get(id) ?? -Infinity
  return colleague.languages.includes(one.language) && declined <= now - declinedRemembered.minutes
}

function noGhost({ queue, chairs, now }: Scene) {
  for (const { heardUntil } of queue) ok(heardUntil >= now - placeKept.minutes - 1e-9)
  for (const { holds, goneSince } of chairs)
    ok(holds.size === 0 || goneSince === undefined || now - goneSince <= grace, 'left with nobody')
}

const grace = counsellorGrace.seconds / 60 + 1e-9

/** How many wait whom nobody there can take; each of them has an alarm. */
function alarmed({ queue, chairs, now }: Scene): number {
  const people = chairs.map((chair) => ({
    staff: chair.id,
    lines: [theLine],
    languages: chair.colleague.languages,
    skills: ['listener'] as const,
    onShift: chair.here && chair.state === 'available',
    available: chair.here && chair.state === 'available',
  }))
  const helpless = queue.filter(
    ({ language }) => !people.some((one) => one.available && one.languages.includes(language)),
  )
  if (helpless.length === 0) return 0
  const alerts = alertsOf({
    now: moment(now),
    lines: [{ id: theLine, open: true, promisedMinutes: undefined }],
    waiting: queue.map((one) => ({ ...one, line: theLine, skill: 'listener' })),
    talks: [],
    people,
    missed: [],
  })
  for (const { language } of helpless)
    ok(
      alerts.some(
        (one) =>
          one.kind === 'nobody_there' ||
          (one.kind === 'nobody_can_take' && one.language === language),
      ),
    )
  return helpless.length
}
