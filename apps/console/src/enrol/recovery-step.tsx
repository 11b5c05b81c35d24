import { Printer } from 'lucide-react'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { NumberedWords } from '../office/fingerprint-words.tsx'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import css from './enrol.module.css'
import type { StepProps } from './enrol.tsx'
import { wordsToRepeat } from './enrolment.ts'

/** Twelve words on paper, and a look whether they are there: two of them are asked for. */
export function RecoveryStep({
  recovery,
  onNext,
  onBack,
}: StepProps & { recovery: readonly string[] }) {
  const text = useText().office.enrol
  const [asking, ask] = useState(false)
  const [places] = useState(wordsToRepeat)
  const [typed, type] = useState<readonly [string, string]>(['', ''])
  const [checked, check] = useState(false)
  const right = places.map((place, i) => same(typed[i] ?? '', recovery[place] ?? ''))

  if (!asking)
    return (
      <div className={css['form']}>
        <p>{text.recoveryText}</p>
        <NumberedWords words={recovery} />
        <div className={`${css['actions']} ${css['noPrint']}`}>
          <Button onPress={onBack}>{text.back}</Button>
          <Button look="quiet" onPress={() => window.print()}>
            <Printer size={18} aria-hidden /> {text.print}
          </Button>
          <Button look="main" onPress={() => ask(true)}>
            {text.written}
          </Button>
        </div>
      </div>
    )
  return (
    <Form
      className={css['form'] ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        check(true)
        if (right.every(Boolean)) onNext()
      }}
    >
      <p>{text.repeatWords}</p>
      <div className={css['two']}>
        {places.map((place, i) => (
          <Field
            key={place}
            label={text.word(place + 1)}
            value={typed[i] ?? ''}
            onChange={(word) => {
              type(i === 0 ? [word, typed[1]] : [typed[0], word])
              check(false)
            }}
            trouble={checked && !right[i] ? text.wordWrong : undefined}
            autoComplete="off"
            autoFocus={i === 0}
          />
        ))}
      </div>
      <div className={css['actions']}>
        <Button onPress={() => ask(false)}>{text.seeAgain}</Button>
        <Button type="submit" look="main" isDisabled={typed.some((word) => word.trim() === '')}>
          {text.next}
        </Button>
      </div>
    </Form>
  )
}

/** Accents and capitals are no reason to send somebody back to their paper. */
function same(a: string, b: string) {
  return plain(a) === plain(b)
}

function plain(word: string) {
  return word
    .trim()
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
}
