import type { Helpline } from '@veilleuse/contract/directory'
import type { Language } from '@veilleuse/domain/language'
import { Helplines, titleOf } from '../helplines/helplines.tsx'
import type { HelpProps } from './helps.tsx'

/** The helplines as asked for, or that they did not come. */
export type Found = { readonly at: Date; readonly helplines: readonly Helpline[] } | 'offline'

type Props = HelpProps & { readonly found: Found | undefined; readonly language: Language }

/** Other lines open now. Looking does not cost the place. */
export function Elsewhere({ found, language, words, acts }: Props) {
  const said = words.helplines
  return (
    <section class="elsewhere" aria-labelledby="elsewhere">
      <h2 id="elsewhere">{titleOf(typeof found === 'object' ? found.helplines : [], said)}</h2>
      {found === 'offline' && <p role="status">{words.notFound}</p>}
      {found === undefined && <p role="status">{words.looking}</p>}
      {typeof found === 'object' && (
        <>
          <p class="fine">{said.about}</p>
          <Helplines helplines={found.helplines} language={language} now={found.at} words={said} />
        </>
      )}
      <button type="button" class="quiet" onClick={() => acts.help(undefined)}>
        {words.close}
      </button>
    </section>
  )
}
