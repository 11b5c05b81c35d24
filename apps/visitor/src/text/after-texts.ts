import type { Ending } from '@veilleuse/domain/conversation'

/** Words of the end of a conversation. They come while it goes on, to be there when it ends. */
export type AfterTexts = {
  readonly endings: Readonly<Record<Ending, readonly [title: string, words: string]>>
  readonly again: string
  readonly keepOrForget: string
  readonly keep: string
  readonly keepAbout: string
  readonly kept: string
  readonly newWords: string
  readonly forget: string
  readonly forgetAbout: string
  readonly forgetAsk: string
  readonly forgetYes: string
  readonly forgetNo: string
  readonly forgotten: readonly [title: string, words: string]
  readonly survey: string
  readonly heard: string
  readonly heardFrom: string
  readonly heardTo: string
  readonly badNow: string
  readonly badNowFrom: string
  readonly badNowTo: string
  readonly comeAgain: string
  readonly yes: string
  readonly maybe: string
  readonly no: string
  readonly answer: string
  readonly thanks: string
  readonly after: string
}
