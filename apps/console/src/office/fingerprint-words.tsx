import css from './fingerprint-words.module.css'
import { wordsOf } from './root.ts'

/** Six words to be read aloud, numbered so that nobody loses their place. */
export function FingerprintWords({ of }: { of: Uint8Array }) {
  return <NumberedWords words={wordsOf(of)} />
}

export function NumberedWords({ words }: { words: readonly string[] }) {
  return (
    <ol className={css['words']} data-six={words.length === 6}>
      {words.map((word, i) => (
        <li key={`${i} ${word}`} className={css['word']}>
          <span aria-hidden>{i + 1}</span>
          {word}
        </li>
      ))}
    </ol>
  )
}
