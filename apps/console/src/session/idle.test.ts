import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { idleBeforeLock, watchIdle } from './idle.ts'

test('ten minutes without a touch lock the desk, once', (t) => {
  const { page, pass, locks } = aDesk(t)
  pass(idleBeforeLock.minutes * 60 - 5)
  equal(locks(), 0)
  pass(10)
  equal(locks(), 1)
  pass(600)
  equal(locks(), 1)
  page.dispatchEvent(new Event('keydown'))
  pass(idleBeforeLock.minutes * 60 + 5)
  equal(locks(), 2)
})

test('every touch begins the ten minutes anew', (t) => {
  const { page, pass, locks } = aDesk(t)
  for (let i = 0; i < 4; i++) {
    pass(300)
    page.dispatchEvent(new Event('pointermove'))
  }
  equal(locks(), 0)
})

test('a laptop that slept is locked when it wakes', (t) => {
  const { locks, sleep, pass } = aDesk(t)
  sleep(3600)
  pass(5)
  equal(locks(), 1)
})

test('a clock that is set back keeps no desk open', (t) => {
  const { locks, sleep, pass, page } = aDesk(t)
  sleep(-50 * 365 * 86_400)
  pass(5)
  equal(locks(), 1)
  page.dispatchEvent(new Event('keydown'))
  pass(idleBeforeLock.minutes * 60)
  equal(locks(), 2)
})

function aDesk(t: import('node:test').TestContext) {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const page = new EventTarget()
  let now = 0
  let locked = 0
  const watch = watchIdle(
    page,
    () => locked++,
    () => now,
  )
  t.after(watch.stop)
  return {
    page,
    locks: () => locked,
    /** Time goes on, and no timer runs. */
    sleep: (seconds: number) => {
      now += seconds * 1000
    },
    pass(seconds: number) {
      for (let i = 0; i < seconds; i += 5) {
        now += 5000
        t.mock.timers.tick(5000)
      }
    },
  }
}
