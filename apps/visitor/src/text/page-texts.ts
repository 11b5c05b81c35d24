import type { WaitRange } from '@veilleuse/domain/wait'
import type { Retention } from '../page-input.ts'
import type { HelplineTexts } from './helpline-texts.ts'

/** Words of the page as the server sends it, before anything is started. */
export type PageTexts = {
  /** Of the tab and the history: it must not tell what the page is. */
  readonly title: string
  /** This language, in this language. */
  readonly language: string
  readonly languages: string
  readonly skip: string
  readonly exit: string
  readonly exitAbout: string
  readonly greeting: readonly [first: string, second: string]
  readonly lead: string
  readonly openUntil: (moment: string) => string
  readonly open: string
  readonly wait: (range: WaitRange) => string
  /** Open, with a wait that nobody can put a number to. */
  readonly waitUnknown: string
  /** Open, because somebody begins within minutes. */
  readonly dueSoon: (moment: string) => string
  readonly fullGreeting: readonly [first: string, second: string]
  readonly full: string
  readonly fullNow: string
  readonly closedGreeting: readonly [first: string, second: string]
  readonly closedHours: string
  readonly closedNobody: string
  readonly opensAt: (moment: string) => string
  /** Closed inside the hours, with somebody planned later. */
  readonly dueAt: (moment: string) => string
  readonly rulesTitle: string
  readonly rules: readonly string[]
  readonly start: string
  readonly starting: string
  readonly startMeans: string
  readonly noNetwork: string
  readonly unsealed: string
  readonly return: string
  readonly others: string
  readonly otherOpen: string
  readonly otherClosed: string
  /** The long form that a helpline has written for this line itself. */
  readonly ownRules: string
  readonly without: string
  readonly questions: readonly Question[]
  readonly keptAsk: string
  /** Without lengths when the installation has not said how long it keeps things. */
  readonly kept: (retention: Retention | undefined) => readonly string[]
  readonly hide: Question
  readonly helplines: HelplineTexts
  readonly emergency: string
  readonly emergencyCall: string
  readonly demo: string
}

export type Question = { readonly ask: string; readonly answer: readonly string[] }
