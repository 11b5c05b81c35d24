import type { Visit } from './visit/visit.ts'

/** After a change is drawn: where the reader is taken, and what the frame around shows. */
export function settle(before: Visit, now: Visit): void {
  const screen = nameOf(now)
  document.documentElement.dataset['screen'] = screen
  if (before.screen !== now.screen) toTheTop()
  if (now.screen !== 'talk') return
  const had = before.screen === 'talk' ? before.talk : undefined
  const { log, theyType, view } = now.talk
  const newest = log.at(-1)
  const grown = newest !== had?.log.at(-1)
  if (view.state === 'waiting') {
    if (now.talk.tool?.tool === 'breathing' && had?.tool !== now.talk.tool) scrollTo(0, 0)
    const mine = had && grown && newest?.by === 'visitor'
    if (mine) document.querySelector('.log')?.lastElementChild?.scrollIntoView({ block: 'nearest' })
  } else if ((grown && newest?.by === 'visitor') || (nearEnd && (grown || theyType))) {
    scrollTo(0, document.documentElement.scrollHeight)
  }
}

/** A new screen is read from its heading. */
export function toTheTop(): void {
  scrollTo(0, 0)
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
}

/** How high the line with the numbers is: what sticks to the bottom sticks above it. */
export function standAbove(urgent: HTMLElement): void {
  const measure = () =>
    document.documentElement.style.setProperty('--urgent', `${urgent.offsetHeight}px`)
  new ResizeObserver(measure).observe(urgent)
}

// Who has scrolled up to read again is left there; measured before the new line makes it untrue.
let nearEnd = true
addEventListener(
  'scroll',
  () => {
    const { scrollHeight } = document.documentElement
    nearEnd = scrollY + innerHeight > scrollHeight - 160
  },
  { passive: true },
)

/** The frame tells waiting from talking: the rules stay at hand while one waits. */
function nameOf(visit: Visit): string {
  return visit.screen === 'talk' && visit.talk.view.state === 'waiting' ? 'waiting' : visit.screen
}
