import type { ComponentChildren } from 'preact'
import type { Texts } from '../text/texts.ts'
import type { Visit } from '../visit/visit.ts'
import type { Acts } from './acts.ts'
import { Preparing } from './preparing.tsx'
import { Stuck } from './stuck.tsx'
import { TalkScreen } from './talk.tsx'
import type { WaitingRoom } from './talk.tsx'

export type ScreenProps = {
  readonly visit: Visit
  readonly text: Texts
  readonly acts: Acts
  /** A screen whose code comes later than the others', once it has come. */
  readonly later: ComponentChildren
  readonly room: WaitingRoom | undefined
}

export function Screen({ visit, text, acts, later, room }: ScreenProps) {
  switch (visit.screen) {
    case 'preparing':
      return <Preparing title={text.preparing} words={text.steps[visit.step]} />
    case 'stuck':
      return <Stuck visit={visit} text={text} acts={acts} />
    case 'talk':
      return <TalkScreen talk={visit.talk} text={text} acts={acts} room={room} />
    case 'asking':
    case 'returning':
      return <>{later ?? <Preparing title={text.preparing} />}</>
    case 'end':
    case 'forgotten':
      return <>{later ?? <Preparing title={text.ended} />}</>
  }
}
