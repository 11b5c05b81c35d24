import './polyfill.ts'
import { languages } from '@veilleuse/domain/language'
import type { Language } from '@veilleuse/domain/language'
import type { Triage } from '@veilleuse/domain/triage'
import { render } from 'preact'
import type { Afterwards } from './after/after.tsx'
import { journey as plan } from './journey.ts'
import type { Told } from './journey.ts'
import type { Phrase } from './phrase/phrase.tsx'
import type { Acts } from './screens/acts.ts'
import { grow } from './screens/composer.tsx'
import { Screen } from './screens/screen.tsx'
import type { WaitingRoom } from './screens/talk.tsx'
import { atTheSameWords, fitFrame, settle, toTheTop } from './settle.ts'
import type { Texts } from './text/texts.ts'
import type { Asking } from './triage/triage.tsx'
import { typingTeller } from './typing.ts'
import { onVisit } from './visit/on-visit.ts'
import { placeOf } from './visit/place.ts'
import { stayed, unstay } from './visit/staying.ts'
import type { Visit, VisitEvent } from './visit/visit.ts'

const againMs = 4000
// Longer than that nobody is kept from their place by questions that do not come.
const askWithinMs = 5000

/**
 * Takes the page over: `start` asks for a place, `return` for eight words, `stay` goes on after a
 * reload. `page` is what the server wrote into the page about itself.
 */
export async function begin(how: string, page: DOMStringMap): Promise<void> {
  const addresses = JSON.parse(page['words'] ?? '{}') as Record<Language, string>
  const wordsIn = async (wanted: Language) =>
    ((await import(addresses[wanted])) as { texts: Texts }).texts

  let language: Language = languages.find((one) => one === document.documentElement.lang) ?? 'fr'
  let text = await wordsIn(language)
  const asks = how === 'start' && page['triage']
  let visit: Visit = asks
    ? { screen: 'asking' }
    : { screen: 'preparing', step: how === 'start' ? 'keys' : 'returning' }
  let phrase: Phrase | undefined
  let asking: Asking | undefined
  let after: Afterwards | undefined
  let room: (WaitingRoom & Speaking) | undefined
  const main = document.getElementById('main') ?? document.body
  const journey = plan({ place: placeOf(page), language: () => language, tell })
  const { title } = document
  const typing = typingTeller((on) => journey.conversation()?.typing(on))

  const acts: Acts = {
    again: () => (visit.screen === 'stuck' && visit.why === 'reload' ? home() : start()),
    home,
    say(words) {
      typing.sent()
      journey.conversation()?.say(words)
    },
    writing(words) {
      typing.wrote(words)
      tell({ type: 'draft', length: words.trim().length })
    },
    suggest(words) {
      const field = main.querySelector('textarea')
      if (!field) return
      field.value = `${field.value.trim()} ${words}`.trim()
      grow(field)
      field.focus()
      acts.writing(field.value)
    },
    needTime: () => journey.conversation()?.needTime(),
    askToEnd: (on) => tell({ type: 'asking_to_end', on }),
    end: () => void journey.conversation()?.end(),
    help: (tool) => tell({ type: 'tool', tool }),
    stay: journey.stay,
    keep() {
      tell({ type: 'keeping', on: true })
      void openPhrase()
    },
  }

  // «Leave fast» has blanked the page already; what remains is to say so, and to forget.
  document.addEventListener('leaving', journey.flee)
  // Without the way back asked for, the keys go with the page, and nobody could come back into the
  // conversation: a counsellor is not left waiting for somebody who cannot answer.
  addEventListener('pagehide', () => {
    if (visit.screen === 'talk' && !visit.talk.staying) journey.flee()
  })
  document.addEventListener('language', (event) => {
    const wished: unknown = event instanceof CustomEvent ? event.detail : undefined
    const to = languages.find((one) => one === wished)
    if (to) void speak(to)
  })
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    document.title = title
    journey.conversation()?.wake()
    journey.conversation()?.looked()
  })
  addEventListener('online', () => journey.conversation()?.wake())
  addEventListener('offline', () => tell({ type: 'line', line: 'offline' }))

  const [top, urgent] = document.querySelectorAll<HTMLElement>('.top, .urgent')
  if (top && urgent) fitFrame(top, urgent)
  main.replaceChildren()
  draw()
  settle({ screen: 'forgotten' }, visit)
  if (how === 'stay') {
    const kept = await stayed()
    if (!kept) return home()
    await journey.join({ ...kept, resumed: true, staying: true }, [])
  } else if (how === 'return') {
    tell({ type: 'returning' })
    await openPhrase()
  } else if (asks) void ask(JSON.parse(asks) as Triage)
  else start()

  function start() {
    void journey.start(journey.last())
  }

  function tell(event: VisitEvent) {
    const before = visit
    visit = onVisit(visit, event)
    draw()
    settle(before, visit)
    if (event.type === 'begun') {
      void fetchRoom()
      void fetchAfter()
    }
    // Something to read, said as little as can be: nothing of what it is.
    if (document.hidden && event.type === 'heard') document.title = `• ${title}`
    if (visit.screen === 'end' || visit.screen === 'stuck' || visit.screen === 'forgotten') unstay()
  }

  function draw() {
    const words = phrase?.draw(visit, text)
    const later = asking?.draw(visit) ?? after?.draw(visit, text, words) ?? words
    render(
      <>
        {asking?.numbers(visit)}
        <Screen visit={visit} text={text} acts={acts} later={later} room={room} />
      </>,
      main,
    )
  }

  /** The line's questions; without them, when they do not come, straight to a place. */
  async function ask(triage: Triage) {
    const late = setTimeout(start, askWithinMs)
    try {
      const { openTriage } = await import('./triage/triage.tsx')
      const opened = await openTriage({ triage, language, redraw: draw, done })
      if (visit.screen !== 'asking') return
      asking = opened
      draw()
      toTheTop()
    } catch {
      if (visit.screen === 'asking') start()
    } finally {
      clearTimeout(late)
    }
  }

  function done(told: Told | undefined) {
    if (told) journey.answered(told)
    start()
  }

  /** What helps while one waits: fetched while there is network. */
  async function fetchRoom() {
    room ??= await untilItComes(async () =>
      (await import('./wait/wait.tsx')).openWait({
        language,
        acts,
        country: page['country'] ?? '',
        redraw: draw,
        place: () => (visit.screen === 'talk' ? visit.talk.view.place?.position : undefined),
        rest: () => journey.conversation()?.rest(),
        wake: () => journey.conversation()?.wake(),
      }),
    )
    draw()
  }

  /** The last screens, beside it: neither keeps the other waiting. */
  async function fetchAfter() {
    after ??= await untilItComes(async () =>
      (await import('./after/after.tsx')).openAfter({ language, acts, journey }),
    )
    draw()
    if (visit.screen === 'end') toTheTop()
  }

  async function openPhrase() {
    try {
      const { openPhrase: open } = await import('./phrase/phrase.tsx')
      phrase ??= await open({ journey, language, redraw: draw, home })
      draw()
      toTheTop()
    } catch {
      // It did not come: no network, most likely.
      if (visit.screen === 'returning') tell({ type: 'stuck', why: 'offline', retry: false })
      else tell({ type: 'keeping', on: false })
    }
  }

  /** Everything on the page in another language, the frame around the screens as well. */
  async function speak(to: Language) {
    text = await wordsIn(to)
    await phrase?.speak(to)
    await after?.speak(to)
    await room?.speak(to)
    await asking?.speak(to)
    language = to
    atTheSameWords(() => {
      document.documentElement.lang = to
      // The long form of the rules is in the language the page was sent in.
      const rules = document.querySelector<HTMLElement>('.rules')
      if (rules) rules.hidden = rules.lang !== to
      for (const element of document.querySelectorAll<HTMLElement>(`[data-${to}]`)) {
        element.textContent = element.dataset[to] ?? ''
      }
      draw()
    })
  }
}

type Speaking = { speak(language: Language): Promise<void> }

/** Asked for again until it has come: nothing waits for it meanwhile. */
async function untilItComes<T>(open: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await open()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, againMs))
    }
  }
}

/** From the beginning: the page as the server sends it now. */
function home() {
  unstay()
  location.reload()
}
