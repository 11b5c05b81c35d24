/** Words for the helplines of others. */
export type HelplineTexts = {
  readonly title: string
  /** When none of them is open now. */
  readonly titleLater: string
  /** They are not ours, and what a call leaves behind. */
  readonly about: string
  readonly none: string
  readonly always: string
  readonly until: (moment: string) => string
  readonly opens: (moment: string) => string
  readonly unknown: string
  readonly speaks: (languages: string) => string
  readonly chat: string
  readonly site: string
  readonly readOn: (day: string) => string
}
