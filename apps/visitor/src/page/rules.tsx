import type { PageInput } from '../page-input.ts'
import type { PageTexts, Question } from '../text/page-texts.ts'

/** The long form of the rules, one tap away. Stays below the waiting room too. */
export function Rules({ input, text }: { input: PageInput; text: PageTexts }) {
  const kept = text.kept(input.retention)
  const own = input.rules?.[input.language]
  const whatIsKept: Question = { ask: text.keptAsk, answer: kept }
  return (
    <section class="rules" aria-label={text.rulesTitle} lang={input.language}>
      {own && (
        <details>
          <summary>{text.ownRules}</summary>
          {own.split(/\n\s*\n/).map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </details>
      )}
      {[...text.questions, whatIsKept, text.hide].map(({ ask, answer }) => (
        <details key={ask}>
          <summary>{ask}</summary>
          {answer.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </details>
      ))}
    </section>
  )
}
