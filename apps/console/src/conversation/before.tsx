import type { BeforeAnswers } from '@veilleuse/contract/answers'
import { useText } from '../text/text.tsx'
import css from './before.module.css'

type Props = { answers: BeforeAnswers; lang: string | undefined }

/** What the visitor answered before the wait: the page's questions, told apart from their words. */
export function Before({ answers, lang }: Props) {
  const words = useText().desk.before
  const { danger, howBad, about } = answers
  return (
    <div className={css['before']} data-danger={danger === true}>
      <p className={css['title']}>{words.title}</p>
      <dl>
        {danger !== undefined && (
          <div>
            <dt>{words.danger}</dt>
            <dd>{danger ? words.yes : words.no}</dd>
          </div>
        )}
        {howBad !== undefined && (
          <div>
            <dt>{words.howBad}</dt>
            <dd>{words.ofTen(howBad)}</dd>
          </div>
        )}
        {about !== undefined && (
          <div>
            <dt>{words.about}</dt>
            <dd dir="auto" lang={lang}>
              {about}
            </dd>
          </div>
        )}
      </dl>
    </div>
  )
}
