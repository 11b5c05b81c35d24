import type { TriageTexts } from '../text/triage-texts.ts'
import type { Emergency } from './on-page.ts'

type Props = { readonly numbers: readonly Emergency[]; readonly words: TriageTexts }

/** Whom to call now, large; the place in the queue is kept meanwhile. */
export function Numbers({ numbers, words }: Props) {
  return (
    <section class="danger" role="alert">
      <h2>{words.callNow}</h2>
      <ul>
        {numbers.map(({ number, address, label }) => (
          <li key={number}>
            <a href={address}>
              <b>{number}</b> <span>{label}</span>
            </a>
          </li>
        ))}
      </ul>
      <p>{words.meanwhile}</p>
    </section>
  )
}
