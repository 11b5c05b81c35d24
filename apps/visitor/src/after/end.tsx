import { Log } from '../screens/log.tsx'
import type { AfterTexts } from '../text/after-texts.ts'
import type { Texts } from '../text/texts.ts'
import type { After, Talk } from '../visit/visit.ts'
import type { AfterActs } from './acts.ts'
import { Survey } from './survey.tsx'

type Props = {
  readonly talk: Talk
  readonly after: After
  readonly text: Texts
  readonly words: AfterTexts
  readonly acts: AfterActs
}

/** How it ended, what to take along, and the choice: keep it, or leave nothing. */
export function End({ talk, after, text, words, acts }: Props) {
  const { ending, kept } = talk.view
  const [title, said] = words.endings[ending?.why ?? 'left']
  const summaries = talk.log.filter((entry) => entry.by === 'helpline' && entry.kind === 'summary')
  return (
    <div class="after">
      <i class="glow low" aria-hidden="true" />
      <h1 tabIndex={-1}>{title}</h1>
      <p class="lead">{said}</p>
      {summaries.length > 0 && <Log log={summaries} read={0} text={text} />}
      {talk.log.some(({ by }) => by !== 'page') && (
        <details class="again">
          <summary>{words.again}</summary>
          <Log log={talk.log} read={talk.view.readByCounsellor} text={text} />
        </details>
      )}
      <section class="card">
        <h2>{words.keepOrForget}</h2>
        {after.forgetting === 'no' ? (
          <>
            <p class="option">
              <button
                type="button"
                class={kept ? 'quiet' : 'act'}
                aria-busy={after.keeping}
                onClick={acts.keep}
              >
                {kept ? words.newWords : words.keep}
              </button>
              <span class="fine">{kept ? words.kept : words.keepAbout}</span>
            </p>
            <p class="option">
              <button type="button" class="quiet" onClick={() => acts.forget('asked')}>
                {words.forget}
              </button>
              <span class="fine">{words.forgetAbout}</span>
            </p>
          </>
        ) : (
          <>
            <p role="status">{words.forgetAsk}</p>
            <p class="row">
              <button
                type="button"
                class="act"
                aria-busy={after.forgetting === 'busy'}
                onClick={() => acts.forget('busy')}
              >
                {words.forgetYes}
              </button>
              <button type="button" class="quiet" onClick={() => acts.forget('no')}>
                {words.forgetNo}
              </button>
            </p>
          </>
        )}
        <p class="note" role="status">
          {after.trouble && text.sentences[after.trouble]}
        </p>
      </section>
      <section class="card">
        {after.survey === 'sent' ? (
          <p role="status">{words.thanks}</p>
        ) : (
          <Survey words={words} acts={acts} />
        )}
      </section>
      <p class="fine">{words.after}</p>
      <p class="row">
        <button type="button" class="plain" onClick={acts.home}>
          {text.home}
        </button>
      </p>
    </div>
  )
}
