import type { Answers, Question } from '@veilleuse/domain/triage'
import type { TriageTexts } from '../text/triage-texts.ts'

type Props = {
  readonly ask: Question
  /** In the language of the page. */
  readonly topics: readonly string[]
  readonly words: TriageTexts
  readonly on: { answer(given: Answers): void; skip(): void }
}

/** One question, answered or passed over with one tap. */
export function Ask({ ask, topics, words, on }: Props) {
  return (
    <div class="calm ask">
      <i class="glow low" aria-hidden="true" />
      <h1 tabIndex={-1}>{words.ask[ask]}</h1>
      <p class="soft" id="ask-about">
        {words.free}
      </p>
      <div role="group" aria-label={words.ask[ask]} aria-describedby="ask-about" class="answers">
        {ask === 'danger' && <Danger words={words} on={on} />}
        {ask === 'howBad' && <HowBad words={words} on={on} />}
        {ask === 'about' && <About topics={topics} on={on} />}
      </div>
      <button type="button" class="plain" onClick={on.skip}>
        {words.skip}
      </button>
    </div>
  )
}

type Part = Pick<Props, 'words' | 'on'>

function Danger({ words, on }: Part) {
  return (
    <>
      <button type="button" class="quiet" onClick={() => on.answer({ danger: true })}>
        {words.dangerYes}
      </button>
      <button type="button" class="quiet" onClick={() => on.answer({ danger: false })}>
        {words.dangerNo}
      </button>
    </>
  )
}

const scale = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

function HowBad({ words, on }: Part) {
  const says = (howBad: number) => {
    if (howBad === 0) return `0, ${words.from}`
    return howBad === 10 ? `10, ${words.to}` : undefined
  }
  return (
    <>
      <div class="steps">
        {scale.map((howBad) => (
          <button
            type="button"
            class="quiet"
            key={howBad}
            aria-label={says(howBad)}
            onClick={() => on.answer({ howBad })}
          >
            {howBad}
          </button>
        ))}
      </div>
      <p class="ends fine" aria-hidden="true">
        <span>{words.from}</span>
        <span>{words.to}</span>
      </p>
    </>
  )
}

function About({ topics, on }: Pick<Props, 'topics' | 'on'>) {
  return (
    <>
      {topics.map((about) => (
        <button type="button" class="quiet" key={about} onClick={() => on.answer({ about })}>
          {about}
        </button>
      ))}
    </>
  )
}
