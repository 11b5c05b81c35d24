/** After this long without a key, a touch or a move, the keys are dropped. */
export const idleBeforeLock = { minutes: 10 }

export type Watch = { stop(): void }

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const

/** Calls `lock` once nobody has touched anything for `idleBeforeLock`, and again after the next time. */
export function watchIdle(
  page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
  lock: () => void,
  now: () => number = Date.now,
): Watch {
  let touched = now()
  let locked = false
  const touch = () => {
    touched = now()
    locked = false
  }
  for (const sign of signs) page.addEventListener(sign, touch, { passive: true, capture: true })
  // Asked often rather than timed once: a laptop that slept must be found locked when it wakes.
  const timer = setInterval(() => {
    // A clock that was set back in between has not shown that somebody is there.
    if (locked || Math.abs(now() - touched) < idleBeforeLock.minutes * 60_000) return
    locked = true
    lock()
  }, 5000)
  return {
    stop() {
      clearInterval(timer)
      for (const sign of signs) page.removeEventListener(sign, touch, { capture: true })
    },
  }
}
