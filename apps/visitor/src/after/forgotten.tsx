import type { AfterTexts } from '../text/after-texts.ts'
import type { Texts } from '../text/texts.ts'
import type { AfterActs } from './acts.ts'

type Props = { readonly text: Texts; readonly words: AfterTexts; readonly acts: AfterActs }

export function Forgotten({ text, words, acts }: Props) {
  const [title, said] = words.forgotten
  return (
    <div class="calm">
      <i class="glow low" aria-hidden="true" />
      <h1 tabIndex={-1}>{title}</h1>
      <p>{said}</p>
      <p class="row">
        <button type="button" class="quiet" onClick={acts.home}>
          {text.home}
        </button>
      </p>
    </div>
  )
}
