import type { Talk, Visit } from './visit/visit.ts'

/** After a change is drawn: where the reader is taken, and what the frame around shows. */
export function settle(before: Visit, now: Visit): void {
  document.documentElement.dataset['screen'] = nameOf(now)
  if (before.screen !== now.screen) toTheTop()
  if (now.screen !== 'talk') return
  const had = before.screen === 'talk' ? before.talk : undefined
  if (now.talk.view.state === 'waiting') settleWaiting(had, now.talk)
  else settleTalk(had, now.talk)
}

/** While waiting the place stands on top; one's own words are shown where they went. */
function settleWaiting(had: Talk | undefined, { log, tool }: Talk) {
  if (tool?.tool === 'breathing' && had?.tool !== tool) return scrollTo(0, 0)
  const newest = log.at(-1)
  if (had && newest?.by === 'visitor' && newest !== had.log.at(-1)) {
    document.querySelector('.log')?.lastElementChild?.scrollIntoView({ block: 'nearest' })
  }
}

function settleTalk(had: Talk | undefined, { log, theyType }: Talk) {
  const newest = log.at(-1)
  const grown = newest !== had?.log.at(-1)
  const mine = grown && newest?.by === 'visitor'
  if (mine || (nearEnd && (grown || theyType))) toTheEnd()
}

/** A new screen is read from its heading. */
export function toTheTop(): void {
  scrollTo(0, 0)
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
}

/** Changes what stands on the page; who was at the latest words is there still. */
export function atTheSameWords(change: () => void): void {
  const atEnd = nearEnd && document.documentElement.dataset['screen'] === 'talk'
  change()
  if (atEnd) toTheEnd()
}

function toTheEnd() {
  scrollTo(0, document.documentElement.scrollHeight)
}

/**
 * What sticks to the bottom sticks above the line with the numbers, however high it is; where head
 * and numbers would take a third of the window, the head does not stick, and the numbers only if
 * they are one slim line.
 */
export function fitFrame(top: HTMLElement, urgent: HTMLElement): void {
  const { style, classList, dataset } = document.documentElement
  let measured = ''
  let head = 0
  const measure = () => {
    const sticks = dataset['screen'] === 'talk' || dataset['screen'] === 'waiting'
    const frame = `${innerWidth} ${innerHeight} ${sticks}`
    if (frame !== measured) {
      measured = frame
      // As high as it would be in one piece, not as it is when cramped.
      classList.remove('cramped')
      head = top.offsetHeight
    }
    const foot = urgent.offsetHeight
    style.setProperty('--urgent', `${foot}px`)
    const cramped = sticks && head + foot > innerHeight / 3
    classList.toggle('cramped', cramped)
    classList.toggle('tight', cramped && foot > innerHeight / 6)
  }
  const observer = new ResizeObserver(() => atTheSameWords(measure))
  observer.observe(urgent)
  observer.observe(document.documentElement)
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
