import type { Tool } from '../visit/visit.ts'
import type { HelplineTexts } from './helpline-texts.ts'

/** Words of what may help while waiting. They come while one waits: the wait never needs them. */
export type WaitTexts = {
  readonly there: string
  readonly thereAbout: string
  readonly thereYes: string
  readonly helps: string
  readonly tools: Readonly<Record<Tool, string>>
  readonly stop: string
  readonly close: string
  readonly breatheIn: string
  readonly breatheOut: string
  readonly breatheAbout: string
  readonly senses: readonly string[]
  readonly next: string
  readonly sensesDone: string
  readonly startersAbout: string
  readonly starters: readonly string[]
  readonly helplines: HelplineTexts
  readonly looking: string
  readonly notFound: string
  readonly safety: readonly SafetyTopic[]
}

export type SafetyTopic = { readonly title: string; readonly points: readonly string[] }
