import { call } from '@veilleuse/client/call'
import { otherHelplines } from '@veilleuse/contract/directory'
import type { Language } from '@veilleuse/domain/language'
import type { Acts } from '../screens/acts.ts'
import type { WaitingRoom } from '../screens/talk.tsx'
import type { WaitTexts } from '../text/wait-texts.ts'
import { AskThere } from './ask-there.tsx'
import { Breath } from './breath.tsx'
import { Elsewhere } from './elsewhere.tsx'
import type { Found } from './elsewhere.tsx'
import { Helps } from './helps.tsx'
import { stillThere } from './still-there.ts'

/** What may help while waiting. The wait is whole without it: it comes once a place is taken. */
export async function openWait(
  wishes: Wishes,
): Promise<WaitingRoom & { speak(language: Language): Promise<void> }> {
  const { acts, country, redraw } = wishes
  const watch = stillThere(wishes)
  let { language } = wishes
  let words = await wordsIn(language)
  let found: Found | undefined
  let sought = 0
  return {
    lamp({ tool }) {
      if (watch.asking()) return <AskThere words={words} />
      return <Breath breathing={tool?.tool === 'breathing'} words={words} />
    },
    exercise: ({ tool }) =>
      tool?.tool === 'breathing' && (
        <>
          <p class="fine">{words.breatheAbout}</p>
          <button type="button" class="plain" onClick={() => acts.help(undefined)}>
            {words.stop}
          </button>
        </>
      ),
    helps(talk) {
      if (talk.tool?.tool !== 'elsewhere') return <Helps talk={talk} words={words} acts={acts} />
      if (sought + freshMs < Date.now()) void seek()
      const asked = { talk, words, acts, found, language }
      return <Elsewhere {...asked} />
    },
    async speak(to) {
      words = await wordsIn(to)
      language = to
      sought = 0
    },
  }

  async function seek() {
    sought = Date.now()
    try {
      const { at, helplines } = await call('', otherHelplines, { params: { country, language } })
      found = { at: new Date(at), helplines }
    } catch {
      // No network, most likely: asked again soon, when the page is next drawn.
      found = 'offline'
      sought -= freshMs - againMs
    }
    redraw()
  }
}

type Wishes = {
  readonly language: Language
  readonly acts: Acts
  readonly country: string
  redraw(): void
  /** The place in the queue; nothing when nobody waits. */
  place(): number | undefined
  /** Off the line while nobody answers, and back on it. */
  rest(): void
  wake(): void
}

const freshMs = 60_000
const againMs = 5000

const texts: Readonly<Record<Language, () => Promise<{ waitTexts: WaitTexts }>>> = {
  fr: () => import('../text/wait-fr.ts'),
  en: () => import('../text/wait-en.ts'),
}

async function wordsIn(language: Language): Promise<WaitTexts> {
  return (await texts[language]()).waitTexts
}
