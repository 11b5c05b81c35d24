import { Log } from '../screens/log.tsx'
import type { PhraseTexts } from '../text/phrase-texts.ts'
import type { Texts } from '../text/texts.ts'
import type { PhraseActs } from './phrase.tsx'
import type { Found } from './return.ts'

type Props = {
  readonly found: Found
  readonly text: PhraseTexts
  readonly texts: Texts
  readonly acts: PhraseActs
}

/** What was said before, and the way on. */
export function FoundScreen({ found, text, texts, acts }: Props) {
  const { earlier, whole } = found
  return (
    <div class="after">
      <i class="glow low" aria-hidden="true" />
      <h1 tabIndex={-1}>{text.found}</h1>
      {earlier.length > 0 && <p>{text.foundAbout}</p>}
      {whole ? earlier.length === 0 && <p>{text.foundNothing}</p> : <p>{texts.unreadable}</p>}
      <Log log={earlier} read={Number.MAX_SAFE_INTEGER} text={texts} />
      <p class="row">
        <button type="button" class="act" onClick={acts.goOn}>
          {text.goOn}
        </button>
        <button type="button" class="quiet" onClick={acts.home}>
          {text.readOnly}
        </button>
      </p>
    </div>
  )
}
