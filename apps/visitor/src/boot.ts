import { exitPresses, press } from './exit-key.ts'
import type { Presses } from './exit-key.ts'

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

// Open, closed, how long to wait: asked again for as long as somebody looks.
const askEveryMs = 15_000
type Status = { state?: unknown; wait?: { fromMinutes: number; toMinutes: number } }

async function refresh() {
  if (page['screen'] !== 'home' || document.hidden) return
  try {
    const answer = await fetch(`/api/visit/lines/${page['line']}/status`, {
      cache: 'no-store',
      credentials: 'omit',
    })
    if (answer.ok) show((await answer.json()) as Status)
  } catch {
    // No network: what stands there was true a moment ago, and it is asked again.
  }
}

function show({ state, wait }: Status) {
  if (state !== page['state']) return turn()
  const shown = find('[data-wait]')
  if (!shown) return
  const [short = '', usual = '', long = ''] = shown.dataset['wait']?.split('|') ?? []
  let words = ''
  if (wait) {
    words = wait.fromMinutes === 0 ? short : usual
    if (wait.toMinutes > 90) words = long
    words = words.replace('##', `${wait.toMinutes}`).replace('#', `${wait.fromMinutes}`)
  }
  if (shown.textContent !== words) shown.textContent = words
}

/** Open has become closed, or closed open: told in place, so that what somebody reads stays open. */
function turn() {
  const request = new XMLHttpRequest()
  request.addEventListener('load', () => {
    const fresh = request.responseXML
    const told = fresh?.querySelector('.home')
    const home = find('.home')
    // What somebody is about to press stays under their hand; it is asked again.
    if (!fresh || !told || !home || home.querySelector(':focus, [aria-busy=true]')) return
    home.replaceWith(told)
    for (const fact of ['state', 'root', 'rules', 'triage']) {
      const value = fresh.documentElement.dataset[fact]
      if (value) page[fact] = value
    }
  })
  request.open('GET', location.href)
  request.responseType = 'document'
  request.send()
}
setInterval(() => void refresh(), askEveryMs)
document.addEventListener('visibilitychange', () => void refresh())

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
