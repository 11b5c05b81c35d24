import type { PhraseTexts } from '../text/phrase-texts.ts'
import type { PhraseActs } from './phrase.tsx'
import type { Keeping } from './state.ts'

type Props = { readonly state: Keeping; readonly text: PhraseTexts; readonly acts: PhraseActs }

/** What the words are for, then the words, once. */
export function KeepPanel({ state, text, acts }: Props) {
  return state.at === 'made' ? (
    <Words state={state} text={text} acts={acts} />
  ) : (
    <Offer state={state} text={text} acts={acts} />
  )
}

function Offer({ state, text, acts }: Props & { state: Extract<Keeping, { at: 'offer' }> }) {
  return (
    <>
      <i class={state.busy ? 'glow low working' : 'glow low'} aria-hidden="true" />
      <h1 tabIndex={-1}>{text.keepTitle}</h1>
      {text.keepAbout.map((words) => (
        <p key={words}>{words}</p>
      ))}
      <p class="fine">{text.keepShared}</p>
      <p class="note" role="status">
        {state.busy && text.making}
        {state.why && text[state.why]}
      </p>
      <p class="row">
        <button type="button" class="act" aria-busy={state.busy} onClick={acts.make}>
          {text.make}
        </button>
        <button type="button" class="quiet" disabled={state.busy} onClick={acts.notNow}>
          {text.notNow}
        </button>
      </p>
    </>
  )
}

function Words({ state, text, acts }: Props & { state: Extract<Keeping, { at: 'made' }> }) {
  return (
    <>
      <h1 tabIndex={-1}>{text.madeTitle(state.words.length)}</h1>
      <p>{text.madeAbout}</p>
      <ol class="words">
        {state.words.map((word, place) => (
          // Two of the same word are two words.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={place}>{word}</li>
        ))}
      </ol>
      <p class="fine">{text.keepShared}</p>
      <p class="row">
        <button type="button" class="act" onClick={acts.done}>
          {text.done}
        </button>
        <button type="button" class="quiet" onClick={acts.copy}>
          {text.copy}
        </button>
      </p>
      <p class="note" role="status">
        {state.copied && text.copied}
      </p>
    </>
  )
}
