import type { Question } from '@veilleuse/domain/triage'

/** Words of the questions before the wait. */
export type TriageTexts = {
  readonly ask: Readonly<Record<Question, string>>
  /** None must be answered, and nobody is sent away. */
  readonly free: string
  readonly skip: string
  readonly dangerYes: string
  readonly dangerNo: string
  /** The ends of the scale from 0 to 10. */
  readonly from: string
  readonly to: string
  readonly callNow: string
  readonly meanwhile: string
}
