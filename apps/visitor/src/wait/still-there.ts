/**
 * «Are you still there?», asked near the head of the queue of a page that nobody has touched for long.
 * Unanswered, the page lets go of its line and is like a locked phone: it is not rung for, and its
 * place is kept as long as a locked phone's is.
 */
export const untouchedFor = { minutes: 10 }
export const answerWithin = { minutes: 1 }
/** From this place on an offer may come any moment. */
export const nearHead = 3

export type Watch = {
  readonly asking: () => boolean
}

type Wishes = {
  place(): number | undefined
  rest(): void
  wake(): void
  redraw(): void
}

const lookEveryMs = 15_000
const minuteMs = 60_000

export function stillThere({ place, rest, wake, redraw }: Wishes): Watch {
  let touchedAt = Date.now()
  let askedAt: number | undefined
  let resting = false

  for (const touch of ['pointerdown', 'click', 'keydown', 'wheel'])
    addEventListener(touch, touched, { passive: true })
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) touched()
  })
  setInterval(look, lookEveryMs)
  return { asking: () => askedAt !== undefined }

  function touched() {
    touchedAt = Date.now()
    if (askedAt === undefined) return
    askedAt = undefined
    if (resting) wake()
    resting = false
    redraw()
  }

  function look() {
    const position = place()
    if (position === undefined || position > nearHead) return
    const now = Date.now()
    if (askedAt === undefined) {
      if (now - touchedAt < untouchedFor.minutes * minuteMs) return
      askedAt = now
      redraw()
    } else if (!resting && now - askedAt >= answerWithin.minutes * minuteMs) {
      resting = true
      rest()
    }
  }
}
