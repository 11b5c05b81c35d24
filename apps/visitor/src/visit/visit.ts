import type { Place, VisitView } from '@veilleuse/contract/visit'
import type { Step } from '../text/texts.ts'
import type { Sentence } from './sentences.ts'

/** What one visit looks like to the visitor: exactly one of these at a time. */
export type Visit =
  /** Before the wait: what the line asks, none of which must be answered. */
  | { readonly screen: 'asking' }
  | { readonly screen: 'preparing'; readonly step: Step }
  /** Nothing goes on: why, and what may help. Never a message sent without its seal. */
  | { readonly screen: 'stuck'; readonly why: Sentence; readonly retry: boolean }
  /** Eight words are asked for; the screen that does so keeps its own state. */
  | { readonly screen: 'returning' }
  | { readonly screen: 'talk'; readonly talk: Talk }
  | { readonly screen: 'end'; readonly talk: Talk; readonly after: After }
  | { readonly screen: 'forgotten' }

export type Talk = {
  readonly view: VisitView
  readonly line: Line
  readonly log: readonly Entry[]
  /** Of the counsellor present now, when a certificate vouches for it. */
  readonly alias: string | undefined
  readonly theyType: boolean
  /** Something the other side wrote has not come yet. */
  readonly missing: boolean
  /** Something came that the team did not write, or that was damaged. */
  readonly unreadable: boolean
  readonly timeTold: boolean
  readonly askingToEnd: boolean
  readonly staying: boolean
  readonly tool: Helping | undefined
  /** Characters in the message being written. */
  readonly draft: number
  readonly trouble: Sentence | undefined
}

/** What helps while waiting, and how far one has got in it. */
export type Helping = { readonly tool: Tool; readonly step: number }
export type Tool = 'breathing' | 'senses' | 'starters' | 'elsewhere' | 'safety'

/** `offline` only when the browser itself says so: then waiting is of no use. */
export type Line = 'live' | 'connecting' | 'offline'

export type Entry = Mine | Theirs | Note

export type Mine = {
  readonly by: 'visitor'
  readonly id: string
  readonly text: string
  readonly fate:
    | { readonly is: 'on_its_way' }
    | { readonly is: 'stored'; readonly seq: number }
    | { readonly is: 'refused' }
}

export type Theirs = {
  readonly by: 'helpline'
  readonly id: string
  readonly text: string
  readonly kind: 'text' | 'summary'
  readonly alias: string | undefined
  readonly seq: number
}

/** What the page itself says between the messages. */
export type Note = {
  readonly by: 'page'
  readonly id: string
  readonly note: 'came' | 'took_over' | 'lost' | 'earlier' | 'now'
  readonly alias?: string | undefined
}

export type After = {
  readonly survey: 'open' | 'sent'
  readonly forgetting: 'no' | 'asked' | 'busy'
  readonly keeping: boolean
  readonly trouble: Sentence | undefined
}

export type VisitEvent =
  | { readonly type: 'preparing'; readonly step: Step }
  | { readonly type: 'stuck'; readonly why: Sentence; readonly retry: boolean }
  | { readonly type: 'returning' }
  | {
      readonly type: 'begun'
      readonly view: VisitView
      readonly earlier: readonly Entry[]
      /** It goes on with what was put away in this tab, where it still lies. */
      readonly staying?: boolean | undefined
    }
  | { readonly type: 'line'; readonly line: Line }
  | { readonly type: 'view'; readonly view: VisitView; readonly alias: string | undefined }
  | { readonly type: 'place'; readonly place: Place }
  | { readonly type: 'said'; readonly id: string; readonly text: string }
  | { readonly type: 'heard_own'; readonly id: string; readonly text: string; readonly seq: number }
  | { readonly type: 'heard'; readonly message: Omit<Theirs, 'by'> }
  | { readonly type: 'stored'; readonly id: string; readonly seq: number }
  | { readonly type: 'refused'; readonly id: string; readonly why: Sentence }
  | { readonly type: 'they_type'; readonly on: boolean }
  | { readonly type: 'read'; readonly seq: number }
  | { readonly type: 'missing'; readonly on: boolean }
  | { readonly type: 'unreadable' }
  | { readonly type: 'time_told' }
  | { readonly type: 'asking_to_end'; readonly on: boolean }
  | { readonly type: 'staying'; readonly on: boolean }
  | { readonly type: 'tool'; readonly tool: Helping | undefined }
  | { readonly type: 'draft'; readonly length: number }
  | { readonly type: 'trouble'; readonly why: Sentence | undefined }
  | { readonly type: 'surveyed' }
  | { readonly type: 'forgetting'; readonly how: After['forgetting'] }
  | { readonly type: 'keeping'; readonly on: boolean }
  | { readonly type: 'kept' }
  | { readonly type: 'forgotten' }
