/** Words of keeping a conversation and coming back to it. */
export type PhraseTexts = {
  readonly returnTitle: string
  readonly returnLabel: string
  readonly returnAbout: string
  readonly count: (words: number) => string
  readonly completions: string
  readonly unknown: (word: string) => string
  readonly meant: string
  readonly mistyped: string
  readonly tooMany: string
  readonly open: string
  readonly opening: string
  readonly stretching: string
  readonly notFound: string
  readonly cannotHere: string
  readonly noKeys: string
  readonly trouble: string
  readonly back: string
  readonly found: string
  readonly foundAbout: string
  readonly foundNothing: string
  readonly goOn: string
  readonly readOnly: string

  readonly keepTitle: string
  readonly keepAbout: readonly string[]
  readonly keepShared: string
  readonly make: string
  readonly making: string
  readonly madeTitle: (words: number) => string
  readonly madeAbout: string
  readonly copy: string
  readonly copied: string
  readonly done: string
  readonly notNow: string
}
