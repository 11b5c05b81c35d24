import type { Language } from '@veilleuse/domain/language'
import type { Acts } from '../screens/acts.ts'
import type { WaitingRoom } from '../screens/talk.tsx'
import type { WaitTexts } from '../text/wait-texts.ts'
import { Breath } from './breath.tsx'
import { Helps } from './helps.tsx'

/** What may help while waiting. The wait is whole without it: it comes once a place is taken. */
export async function openWait(
  language: Language,
  acts: Acts,
): Promise<WaitingRoom & { speak(language: Language): Promise<void> }> {
  let words = await wordsIn(language)
  return {
    lamp: ({ tool }) => <Breath breathing={tool?.tool === 'breathing'} words={words} />,
    exercise: ({ tool }) =>
      tool?.tool === 'breathing' && (
        <>
          <p class="fine">{words.breatheAbout}</p>
          <button type="button" class="plain" onClick={() => acts.help(undefined)}>
            {words.stop}
          </button>
        </>
      ),
    helps: (talk) => <Helps talk={talk} words={words} acts={acts} />,
    async speak(to) {
      words = await wordsIn(to)
    },
  }
}

const texts: Readonly<Record<Language, () => Promise<{ waitTexts: WaitTexts }>>> = {
  fr: () => import('../text/wait-fr.ts'),
  en: () => import('../text/wait-en.ts'),
}

async function wordsIn(language: Language): Promise<WaitTexts> {
  return (await texts[language]()).waitTexts
}
