import { useText } from '../text/text.tsx'
import { clockTime } from '../ui/said-time.ts'
import { useSettings } from '../ui/use-settings.tsx'
import { Before } from './before.tsx'
import css from './bubble.module.css'
import type { Word } from './hearing.ts'

type Props = {
  word: Word
  /** Follows closely on one of the same author, and is followed by one. */
  follows: boolean
  followed: boolean
  lang: string | undefined
  /** Of own words: how far they have come, and nothing beyond what is known. */
  state: 'sending' | 'stored' | 'read' | 'refused' | undefined
  why?: string | undefined
}

export function Bubble({ word, follows, followed, lang, state, why }: Props) {
  const text = useText()
  const words = text.desk.conversation
  const [{ language }] = useSettings()
  if (word.by === 'nobody') {
    const { trouble } = word
    return (
      <p className={css['trouble']} role="note">
        {trouble === 'forked' ? words.forked : text.desk.refusal[trouble]}
      </p>
    )
  }
  return (
    <div className={css['bubble']} data-by={word.by} data-follows={follows} data-kind={word.kind}>
      {word.gap && <p className={css['gap']}>{words.gap}</p>}
      <div className={css['words']}>
        <span className="hear-only">{word.by === 'visitor' ? words.visitor : words.you} : </span>
        {word.kind === 'summary' && <span className={css['kind']}>{words.summary}</span>}
        {word.answers ? (
          <Before answers={word.answers} lang={lang} />
        ) : (
          <p dir="auto" lang={lang}>
            {word.text}
          </p>
        )}
      </div>
      {(!followed || state) && (
        <p className={css['foot']} data-state={state}>
          <time dateTime={word.at.toISOString()}>{clockTime(word.at, language)}</time>
          {state && <span> · {words.state[state]}</span>}
          {why && <span> : {why}</span>}
        </p>
      )}
    </div>
  )
}
