import type { TargetedSubmitEvent } from 'preact'
import type { AfterTexts } from '../text/after-texts.ts'
import type { AfterActs, Answers } from './acts.ts'

/** Three questions, each of them free to skip. */
export function Survey({ words, acts }: { words: AfterTexts; acts: AfterActs }) {
  return (
    <form class="survey" onSubmit={submit}>
      <h2>{words.survey}</h2>
      <Scale
        name="heard"
        ask={words.heard}
        choices={numbers(1, 5)}
        ends={[words.heardFrom, words.heardTo]}
      />
      <Scale
        name="badNow"
        ask={words.badNow}
        choices={numbers(0, 10)}
        ends={[words.badNowFrom, words.badNowTo]}
      />
      <Scale
        name="again"
        ask={words.comeAgain}
        choices={[
          ['yes', words.yes],
          ['maybe', words.maybe],
          ['no', words.no],
        ]}
      />
      <button type="submit" class="quiet">
        {words.answer}
      </button>
    </form>
  )

  function submit(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    acts.answer(answersOf(given))
  }
}

type ScaleProps = {
  readonly name: string
  readonly ask: string
  readonly choices: readonly (readonly [value: string, shown: string])[]
  readonly ends?: readonly [from: string, to: string]
}

function Scale({ name, ask, choices, ends }: ScaleProps) {
  return (
    <fieldset>
      <legend>{ask}</legend>
      <div class={choices.length > 6 ? 'scale long' : 'scale'}>
        {choices.map(([value, shown]) => (
          <label key={value}>
            <input type="radio" name={name} value={value} />
            <span>{shown}</span>
          </label>
        ))}
      </div>
      {ends && (
        <p class="ends fine" aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </p>
      )}
    </fieldset>
  )
}

function numbers(from: number, to: number): (readonly [string, string])[] {
  const all = []
  for (let number = from; number <= to; number++) all.push([`${number}`, `${number}`] as const)
  return all
}

function answersOf(given: FormData): Answers {
  const heard = given.get('heard')
  const badNow = given.get('badNow')
  const again = given.get('again')
  return {
    ...(heard !== null && { heard: Number(heard) }),
    ...(badNow !== null && { badNow: Number(badNow) }),
    ...((again === 'yes' || again === 'maybe' || again === 'no') && { again }),
  }
}
