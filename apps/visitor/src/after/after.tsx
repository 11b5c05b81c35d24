import type { Language } from '@veilleuse/domain/language'
import type { ComponentChildren, VNode } from 'preact'
import type { Journey } from '../journey.ts'
import type { Acts } from '../screens/acts.ts'
import type { AfterTexts } from '../text/after-texts.ts'
import type { Texts } from '../text/texts.ts'
import type { Visit } from '../visit/visit.ts'
import { afterActs } from './acts.ts'
import { End } from './end.tsx'
import { Forgotten } from './forgotten.tsx'

/** What comes after a conversation. Fetched while it goes on, so that it is there without network. */
export type Afterwards = {
  /** The screen of this visit, if it is one of the last; `panel` is that of the phrase. */
  draw(visit: Visit, text: Texts, panel: ComponentChildren): VNode | undefined
  speak(language: Language): Promise<void>
}

type Wishes = {
  readonly language: Language
  readonly acts: Acts
  readonly journey: Journey
}

export async function openAfter({ language, journey, ...wishes }: Wishes): Promise<Afterwards> {
  const acts = afterActs(wishes.acts, journey)
  let words = await wordsIn(language)
  return {
    draw(visit, text, panel) {
      if (visit.screen === 'forgotten') return <Forgotten text={text} words={words} acts={acts} />
      if (visit.screen !== 'end') return undefined
      if (visit.after.keeping && panel) return <div class="after">{panel}</div>
      return <End talk={visit.talk} after={visit.after} text={text} words={words} acts={acts} />
    },
    async speak(to) {
      words = await wordsIn(to)
    },
  }
}

const texts: Readonly<Record<Language, () => Promise<{ afterTexts: AfterTexts }>>> = {
  fr: () => import('../text/after-fr.ts'),
  en: () => import('../text/after-en.ts'),
}

async function wordsIn(language: Language): Promise<AfterTexts> {
  return (await texts[language]()).afterTexts
}
