import type { Texts } from '../text/texts.ts'

/** The lamp while something takes its time. */
export function Preparing({ text, words }: { text: Texts; words: string }) {
  return (
    <div class="calm">
      <i class="glow working" aria-hidden="true" />
      <h1 tabIndex={-1}>{text.preparing}</h1>
      <p role="status">{words}</p>
    </div>
  )
}
