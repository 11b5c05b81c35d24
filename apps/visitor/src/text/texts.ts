import type { SilenceTold } from '@veilleuse/domain/silence'
import type { WaitRange } from '@veilleuse/domain/wait'
import type { Sentence } from '../visit/sentences.ts'

/** Words of everything that happens after «start». */
export type Texts = {
  readonly preparing: string
  readonly steps: Readonly<Record<Step, string>>
  readonly sentences: Readonly<Record<Sentence, string>>
  readonly stuck: string
  readonly again: string
  readonly reload: string
  readonly home: string

  readonly waiting: string
  readonly position: (position: number) => string
  readonly wait: (range: WaitRange) => string
  readonly nobodyHere: string
  readonly atHead: string
  readonly placeKept: string
  readonly leave: string
  readonly stay: string
  readonly notStaying: string
  readonly stayAbout: string

  readonly log: string
  readonly someone: string
  readonly here: (alias: string) => string
  readonly away: (alias: string) => string
  readonly sealed: string
  readonly sealedStaying: string
  readonly typing: (alias: string) => string
  readonly you: string
  readonly message: string
  readonly messageEarly: string
  readonly send: string
  readonly fate: { readonly onItsWay: string; readonly received: string; readonly read: string }
  readonly notKept: string
  readonly time: string
  readonly timeTold: string
  readonly silence: Readonly<Record<SilenceTold, string>>
  readonly end: string
  readonly endAsk: string
  readonly endYes: string
  readonly endNo: string
  readonly left: (characters: number) => string
  readonly over: (characters: number) => string
  readonly cut: string
  readonly offline: string
  readonly connecting: string
  readonly missing: string
  readonly unreadable: string
  readonly came: (alias: string) => string
  readonly tookOver: (alias: string) => string
  readonly lost: string
  readonly earlier: string
  readonly now: string

  readonly summary: (alias: string) => string
  readonly ended: string
}

export type Step = 'keys' | 'sealing' | 'arriving' | 'crowd' | 'returning'
