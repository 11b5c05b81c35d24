import type { Texts } from '../text/texts.ts'
import type { Visit } from '../visit/visit.ts'
import type { Acts } from './acts.ts'

type Props = {
  readonly visit: Extract<Visit, { screen: 'stuck' }>
  readonly text: Texts
  readonly acts: Acts
}

/** Nothing to send here, and words that say why; the numbers stay below. */
export function Stuck({ visit, text, acts }: Props) {
  const again = visit.why === 'reload' ? text.reload : text.again
  return (
    <div class="calm">
      <i class="glow low" aria-hidden="true" />
      <h1 tabIndex={-1}>{text.stuck}</h1>
      <p role="status">{text.sentences[visit.why]}</p>
      <p class="row">
        {visit.retry && (
          <button type="button" class="act" onClick={acts.again}>
            {again}
          </button>
        )}
        <button type="button" class="quiet" onClick={acts.home}>
          {text.home}
        </button>
      </p>
    </div>
  )
}
