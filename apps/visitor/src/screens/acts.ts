import type { Helping } from '../visit/visit.ts'

/** What the visitor can do on a screen. */
export type Acts = {
  again(): void
  home(): void
  say(text: string): void
  /** The field has changed. */
  writing(text: string): void
  /** Words to put into the field. */
  suggest(words: string): void
  needTime(): void
  askToEnd(on: boolean): void
  end(): void
  help(tool: Helping | undefined): void
  stay(on: boolean): void
  keep(): void
}
