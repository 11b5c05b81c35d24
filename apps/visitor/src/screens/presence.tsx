import { StayChoice } from './stay-choice.tsx'
import type { TalkProps } from './talk.tsx'

/** Who is there. The name comes from a certificate of the line, not from the server's word. */
export function Presence({ talk, text, acts }: TalkProps) {
  const name = talk.alias ?? text.someone
  const away = talk.view.counsellor?.present === false
  return (
    <div class="presence">
      <i class={away ? 'lamp low' : 'lamp'} aria-hidden="true" />
      <h1 tabIndex={-1} aria-live="polite">
        {away ? text.away(name) : text.here(name)}
      </h1>
      <p class="fine">{talk.staying ? text.sealedStaying : text.sealed}</p>
      <StayChoice talk={talk} text={text} acts={acts} />
    </div>
  )
}
