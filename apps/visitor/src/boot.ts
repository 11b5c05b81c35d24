import { exitPresses, press } from './exit-key.ts'
import type { Presses } from './exit-key.ts'
import { toldOf } from './page/told.ts'
import type { Told } from './page/told.ts'

/**
 * Stands in the page itself and runs before anything is fetched: the way out, the start buttons,
 * the status of the line. Everything else is in the app, which comes when it is wanted or when the
 * browser has nothing better to do. The two meet in events on the document.
 */
type App = { begin(how: string, page: DOMStringMap): Promise<void> }

const root = document.documentElement
const page = root.dataset
const connection = networkFacts()
root.classList.add('js')

const find = (what: string) => document.querySelector<HTMLElement>(what)

// The way out. The page goes blank before anything else happens.
const exit = find('.exit')
function leave(event?: Event) {
  event?.preventDefault()
  const address = exit?.getAttribute('href') ?? '/'
  root.replaceChildren()
  document.dispatchEvent(new Event('leaving'))
  try {
    sessionStorage.clear()
  } catch {
    // Storage is switched off: then there is nothing in it.
  }
  location.replace(address)
}
exit?.addEventListener('click', leave)

let presses: Presses = []
addEventListener('keydown', (event) => {
  if (event.repeat) return
  presses = press(presses, event.key, Date.now())
  const dots = find('.presses')
  if (dots) dots.dataset['count'] = String(presses.length)
  if (presses.length >= exitPresses) leave()
})

addEventListener('scroll', () => root.classList.toggle('scrolled', scrollY > 8), { passive: true })

// A page the browser kept to go back to: fetched anew, or gone.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload()
})

function load(): Promise<App> {
  return import(page['app'] ?? '') as Promise<App>
}

async function begin(how: string, button?: HTMLElement | null) {
  const words = button?.textContent ?? ''
  if (button) {
    if (button.ariaBusy === 'true') return
    button.ariaBusy = 'true'
    button.textContent = button.dataset['busy'] ?? words
  }
  try {
    const app = await load()
    await app.begin(how, page)
  } catch {
    const trouble = find('.trouble')
    if (trouble) trouble.textContent = trouble.dataset['words'] ?? ''
    if (button) {
      button.ariaBusy = 'false'
      button.textContent = words
    }
  }
}
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element && target.closest<HTMLElement>('[data-begin]')
  if (button) void begin(button.dataset['begin'] ?? '', button)
})

// Another language in the middle of a conversation: the app changes it without leaving the page.
for (const link of document.querySelectorAll<HTMLElement>('[data-language]')) {
  link.addEventListener('click', (event) => {
    if (page['screen'] === 'home') return
    event.preventDefault()
    document.dispatchEvent(new CustomEvent('language', { detail: link.dataset['language'] }))
    link.closest('details')?.removeAttribute('open')
  })
}

// Somebody chose to find the way back when this tab closes by accident.
try {
  if (sessionStorage.getItem('stay')) void begin('stay')
} catch {
  // Storage is switched off.
}

// Open, closed, how long to wait: told at once for as long as somebody looks. Where nobody more
// may listen, it is asked for.
const status = `/api/status/${page['line']}`
const lookEveryMs = 15_000
/** So many looks in a row at a page that nobody sees; then the line is let go. */
const looksUnseen = 4
let told: Told | undefined
let live: EventSource | undefined
let unseen = 0

function look() {
  unseen = document.hidden ? unseen + 1 : 0
  if (page['screen'] !== 'home' || unseen >= looksUnseen) live?.close()
  else if (unseen === 0) attend()
}

function attend() {
  const state = live?.readyState
  // Again, because what somebody was about to press stayed under their hand.
  if (state === EventSource.OPEN && told) show(told)
  if (state === EventSource.CLOSED) void ask()
  if (state === EventSource.OPEN || state === EventSource.CONNECTING) return
  live = new EventSource(`${status}/live`)
  live.addEventListener('message', ({ data }) => show(JSON.parse(String(data)) as Told))
}

async function ask() {
  try {
    const answer = await fetch(status, { credentials: 'omit' })
    if (answer.ok) show((await answer.json()) as Told)
  } catch {
    // No network: what stands there was true a moment ago, and it is asked again.
  }
}

function show(now: Told) {
  told = now
  if (page['screen'] !== 'home') return
  if (toldOf(now) !== page['told']) return turn()
  const shown = find('[data-wait]')
  if (!shown || now.dueAt) return
  const words = waitWords(now, shown.dataset['wait']?.split('|') ?? [])
  if (shown.textContent !== words) shown.textContent = words
}

function waitWords(
  { state, wait }: Told,
  [short = '', usual = '', long = '', unknown = '']: string[],
) {
  if (!wait) return state === 'open' ? '' : unknown
  if (wait.toMinutes > 90) return long
  const words = wait.fromMinutes === 0 ? short : usual
  return words.replace('##', `${wait.toMinutes}`).replace('#', `${wait.fromMinutes}`)
}

/** Open has become closed, or closed open: told in place, so that what somebody reads stays open. */
function turn() {
  const request = new XMLHttpRequest()
  request.addEventListener('load', () => {
    const fresh = request.responseXML
    const written = fresh?.querySelector('.home')
    const home = find('.home')
    // What somebody is about to press stays under their hand; it is asked again.
    if (!fresh || !written || !home || home.querySelector(':focus, [aria-busy=true]')) return
    home.replaceWith(written)
    // What the line has changed of its rules and numbers; while it has not, somebody may be reading.
    for (const part of ['.rules', '.urgent']) {
      const [there, now] = [find(part), fresh.querySelector<HTMLElement>(part)]
      if (there && now && there.textContent !== now.textContent) there.replaceWith(now)
    }
    for (const fact of ['state', 'told', 'root', 'rules', 'triage']) {
      const value = fresh.documentElement.dataset[fact]
      if (value) page[fact] = value
    }
  })
  request.open('GET', location.href)
  request.responseType = 'document'
  request.send()
}
setInterval(look, lookEveryMs)
document.addEventListener('visibilitychange', look)
look()

// What comes next, and the typefaces, only where they cost nobody anything.
addEventListener('load', () => {
  setTimeout(() => {
    if (connection.spare) return
    if (page['screen'] === 'home') load().catch(() => {})
    if (connection.slow) return
    const [text, headings] = page['fonts']?.split(' ') ?? []
    const faces = [
      new FontFace('Atkinson', `url(${text})`, { weight: '200 800' }),
      new FontFace('Bricolage', `url(${headings})`, { weight: '700' }),
    ]
    for (const face of faces)
      face.load().then(
        (loaded) => document.fonts.add(loaded),
        () => {},
      )
  }, 50)
})

function networkFacts() {
  const { saveData, effectiveType } =
    (navigator as { connection?: { saveData?: boolean; effectiveType?: string } }).connection ?? {}
  return { spare: saveData === true, slow: /2g|3g/.test(effectiveType ?? '') }
}
