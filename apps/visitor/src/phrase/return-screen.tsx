import type { PhraseTexts } from '../text/phrase-texts.ts'
import type { PhraseActs } from './phrase.tsx'
import type { Entering } from './state.ts'

type Props = { readonly state: Entering; readonly text: PhraseTexts; readonly acts: PhraseActs }

/** One field for all the words, each told as it is understood; nothing is sent until it is sound. */
export function ReturnScreen({ state, text, acts }: Props) {
  const { entry, busy, why } = state
  const ready = entry?.verdict.is === 'sound'
  return (
    <form
      class="after phrase"
      onSubmit={(event) => {
        event.preventDefault()
        acts.open()
      }}
    >
      <i class={busy ? 'glow low working' : 'glow low'} aria-hidden="true" />
      <h1 tabIndex={-1}>{text.returnTitle}</h1>
      <section class="card">
        <label for="words">{text.returnLabel}</label>
        <textarea
          id="words"
          rows={3}
          value={state.text}
          aria-describedby="words-about words-help"
          autocomplete="off"
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
          readOnly={busy !== undefined}
          onInput={({ currentTarget }) => acts.typed(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            acts.open()
          }}
        />
        <p id="words-about" class="fine">
          {text.returnAbout}
        </p>
        <Understood state={state} text={text} acts={acts} />
        <p class="note" role="status">
          {busy === 'stretching' && text.stretching}
          {busy === 'opening' && text.opening}
          {why && text[why]}
        </p>
        <button type="submit" class="act" disabled={!ready} aria-busy={busy !== undefined}>
          {text.open}
        </button>
      </section>
      <button type="button" class="plain" onClick={acts.home}>
        {text.back}
      </button>
    </form>
  )
}

function Understood({ state, text, acts }: Props) {
  const { entry } = state
  if (!entry) return <div id="words-help" role="status" />
  const { words, completions, verdict } = entry
  const known = words.filter(({ word }) => word !== undefined).length
  return (
    <div id="words-help" class="understood">
      {words.length > 0 && (
        <ol aria-label={text.count(known)}>
          {words.map(({ typed, word }, place) => (
            // Two of the same word are two words.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={place} class={word ? 'known' : ''}>
              {word ?? typed}
            </li>
          ))}
        </ol>
      )}
      {completions.length > 0 && (
        <p class="row">
          <span>{text.completions}</span>
          {completions.map((word) => (
            <button type="button" class="chip" key={word} onClick={() => acts.completed(word)}>
              {word}
            </button>
          ))}
        </p>
      )}
      <div role="status">
        {verdict.is === 'unknown' && <p>{text.unknown(verdict.typed)}</p>}
        {verdict.is === 'mistyped' && <p>{text.mistyped}</p>}
        {verdict.is === 'too_many' && <p>{text.tooMany}</p>}
        {verdict.is === 'unfinished' && words.length > 0 && <p class="fine">{text.count(known)}</p>}
      </div>
      {verdict.is === 'unknown' && verdict.suggestions.length > 0 && (
        <p class="row">
          <span>{text.meant}</span>
          {verdict.suggestions.map((word) => (
            <button
              type="button"
              class="chip"
              key={word}
              onClick={() => acts.corrected(verdict.typed, word)}
            >
              {word}
            </button>
          ))}
        </p>
      )}
    </div>
  )
}
