import type { ComponentChildren } from 'preact'
import type { Texts } from '../text/texts.ts'
import type { Visit } from '../visit/visit.ts'
import type { Acts } from './acts.ts'
import { End } from './end.tsx'
import { Forgotten } from './forgotten.tsx'
import { Preparing } from './preparing.tsx'
import { Stuck } from './stuck.tsx'
import { TalkScreen } from './talk.tsx'

export type ScreenProps = {
  readonly visit: Visit
  readonly text: Texts
  readonly acts: Acts
  /** The screen or the panel of the phrase, when it has come. */
  readonly phrase: ComponentChildren
}

export function Screen({ visit, text, acts, phrase }: ScreenProps) {
  switch (visit.screen) {
    case 'preparing':
      return <Preparing text={text} words={text.steps[visit.step]} />
    case 'stuck':
      return <Stuck visit={visit} text={text} acts={acts} />
    case 'returning':
      return <>{phrase ?? <Preparing text={text} words="" />}</>
    case 'talk':
      return <TalkScreen talk={visit.talk} text={text} acts={acts} />
    case 'end':
      return <End talk={visit.talk} after={visit.after} text={text} acts={acts} phrase={phrase} />
    case 'forgotten':
      return <Forgotten text={text} acts={acts} />
  }
}
