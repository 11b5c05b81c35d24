import type { HelpProps } from './helps.tsx'

/** First sentences; one tap puts one into the message, where it can be changed. */
export function Starters({ words, acts }: HelpProps) {
  return (
    <>
      <p class="fine">{words.startersAbout}</p>
      <p class="row">
        {words.starters.map((sentence) => (
          <button type="button" class="quiet" key={sentence} onClick={() => acts.suggest(sentence)}>
            {sentence}
          </button>
        ))}
      </p>
      <button type="button" class="plain" onClick={() => acts.help(undefined)}>
        {words.close}
      </button>
    </>
  )
}
