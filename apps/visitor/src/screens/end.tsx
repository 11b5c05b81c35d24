import type { ComponentChildren } from 'preact'
import type { After } from '../visit/visit.ts'
import { Log } from './log.tsx'
import { Survey } from './survey.tsx'
import type { TalkProps } from './talk.tsx'

type Props = TalkProps & { readonly after: After; readonly phrase: ComponentChildren }

/** How it ended, what to take along, and the choice: keep it, or leave nothing. */
export function End({ talk, after, text, acts, phrase }: Props) {
  const { ending, kept } = talk.view
  const [title, words] = text.endings[ending?.why ?? 'left']
  const summaries = talk.log.filter((entry) => entry.by === 'helpline' && entry.kind === 'summary')
  if (after.keeping && phrase) return <div class="after">{phrase}</div>
  return (
    <div class="after">
      <i class="glow low" aria-hidden="true" />
      <h1 tabIndex={-1}>{title}</h1>
      <p class="lead">{words}</p>
      {summaries.length > 0 && <Log log={summaries} read={0} text={text} />}
      <section class="card">
        <h2>{text.keepOrForget}</h2>
        {after.forgetting === 'no' ? (
          <>
            <p class="option">
              <button
                type="button"
                class={kept ? 'quiet' : 'act'}
                aria-busy={after.keeping}
                onClick={acts.keep}
              >
                {kept ? text.newWords : text.keep}
              </button>
              <span class="fine">{kept ? text.kept : text.keepAbout}</span>
            </p>
            <p class="option">
              <button type="button" class="quiet" onClick={() => acts.forget('asked')}>
                {text.forget}
              </button>
              <span class="fine">{text.forgetAbout}</span>
            </p>
          </>
        ) : (
          <>
            <p role="status">{text.forgetAsk}</p>
            <p class="row">
              <button
                type="button"
                class="act"
                aria-busy={after.forgetting === 'busy'}
                onClick={() => acts.forget('busy')}
              >
                {text.forgetYes}
              </button>
              <button type="button" class="quiet" onClick={() => acts.forget('no')}>
                {text.forgetNo}
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
          <p role="status">{text.thanks}</p>
        ) : (
          <Survey text={text} acts={acts} />
        )}
      </section>
      <p class="fine">{text.after}</p>
      <p class="row">
        <button type="button" class="plain" onClick={acts.home}>
          {text.home}
        </button>
      </p>
    </div>
  )
}
