import type { WaitTexts } from '../text/wait-texts.ts'

/** One big button. Any touch of the page answers as well: it is heard where touches are heard. */
export function AskThere({ words }: { words: WaitTexts }) {
  return (
    <section class="there" role="alert">
      <p class="position">{words.there}</p>
      <p class="fine">{words.thereAbout}</p>
      <button type="button" class="act">
        {words.thereYes}
      </button>
    </section>
  )
}
