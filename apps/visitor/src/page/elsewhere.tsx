import { takesVisitors } from '@veilleuse/domain/line-state'
import { Helplines, titleOf } from '../helplines/helplines.tsx'
import type { PageInput } from '../page-input.ts'
import type { PageTexts } from '../text/page-texts.ts'

/** Where nobody can be let in: who else is there now. */
export function Elsewhere({ input, text }: { input: PageInput; text: PageTexts }) {
  const { helplines, language, now } = input
  if (takesVisitors(input.status)) return null
  const words = text.helplines
  return (
    <section class="card elsewhere" aria-labelledby="elsewhere">
      <h2 id="elsewhere">{titleOf(helplines, words)}</h2>
      <Helplines helplines={helplines} language={language} now={now} words={words} />
    </section>
  )
}
