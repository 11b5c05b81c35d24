import type { Visit } from './visit/visit.ts'

/** After a change is drawn: where the reader is taken, and what the frame around shows. */
export function settle(before: Visit, now: Visit): void {
  const screen = nameOf(now)
  document.documentElement.dataset['screen'] = screen
  if (before.screen !== now.screen) {
    scrollTo(0, 0)
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
  }
  if (now.screen !== 'talk') return
  const had = before.screen === 'talk' ? before.talk : undefined
  const newest = now.talk.log.at(-1)
  const grown = newest !== undefined && newest !== had?.log.at(-1)
  if (grown && (newest.by === 'visitor' || nearEnd || had === undefined)) {
    document.querySelector('.log')?.lastElementChild?.scrollIntoView({ block: 'nearest' })
  }
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
