import type { Texts } from '../text/texts.ts'
import type { Acts } from './acts.ts'

export function Forgotten({ text, acts }: { text: Texts; acts: Acts }) {
  const [title, words] = text.forgotten
  return (
    <div class="calm">
      <i class="glow low" aria-hidden="true" />
      <h1 tabIndex={-1}>{title}</h1>
      <p>{words}</p>
      <p class="row">
        <button type="button" class="quiet" onClick={acts.home}>
          {text.home}
        </button>
      </p>
    </div>
  )
}
