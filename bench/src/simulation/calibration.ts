import { rankOf } from '@veilleuse/domain/order'
import { places } from '@veilleuse/domain/queue'
import { visitorPresent } from '@veilleuse/domain/patience'
import { waitsAt, type WaitRange } from '@veilleuse/domain/wait'
import { type News, type Scene, simulate } from './day.ts'
import { makeHistory } from './history.ts'
import type { Contact } from './people.ts'
import type { Scenario } from './scenario.ts'

/** How often the range that was shown held the wait. */
export type Calibration = {
  readonly shown: number
  /** Shares of all that were shown: the wait was within, shorter, longer. */
  readonly held: number
  readonly shorter: number
  readonly longer: number
  /** Minutes between the two ends, on average, and the mean of the waits themselves. */
  readonly width: number
  readonly wait: number
}

type Shown = { readonly contact: Contact; readonly at: number; readonly range: WaitRange }

/**
 * Runs a scenario and notes what each page would have been told: on arrival, and every so many
 * minutes. It is judged by those who stay until they are answered whatever happens, because of who
 * leaves nobody knows how long the wait would have been.
 */
export function calibrate(scenario: Scenario, warmUp: number): Calibration {
  const history = makeHistory()
  const all: Shown[] = []
  simulate(scenario, {
    lookEvery: 3,
    hear(news, scene) {
      history.hear(news)
      if (news.at < warmUp) return
      if (news.type === 'arrived' || news.type === 'looked') show(news, scene)
    },
  })
  return judged(all.filter(({ contact }) => contact.answered !== undefined))

  function show({ type, at, contact }: News, scene: Scene) {
    const wait = waitsAt(history.paceAt(scene))
    const told = places(
      scene.queue.map((one) => ({
        ...one,
        present: one.heardUntil >= at - visitorPresent.seconds / 60,
      })),
    )
    for (const one of type === 'arrived' && contact ? [contact] : scene.queue) {
      if (one.patience < Infinity || one.answered !== undefined) continue
      const range = wait(told.get(one.id) ?? 1, rankOf(one))
      if (range) all.push({ contact: one, at, range })
    }
  }
}

function judged(all: readonly Shown[]): Calibration {
  const waits = all.map(({ contact, at }) => (contact.answered ?? at) - at)
  const share = (test: (range: WaitRange, wait: number) => boolean) =>
    all.filter(({ range }, n) => test(range, waits[n] ?? 0)).length / all.length
  const mean = (values: readonly number[]) =>
    values.reduce((total, value) => total + value, 0) / values.length
  const shorter = share(({ fromMinutes }, wait) => wait < fromMinutes)
  const longer = share(({ toMinutes }, wait) => wait > toMinutes)
  return {
    shown: all.length,
    held: 1 - shorter - longer,
    shorter,
    longer,
    width: mean(all.map(({ range }) => range.toMinutes - range.fromMinutes)),
    wait: mean(waits),
  }
}
