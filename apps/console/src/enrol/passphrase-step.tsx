import { english } from '@veilleuse/sealing/words/english'
import { french } from '@veilleuse/sealing/words/french'
import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { useSettings } from '../ui/use-settings.tsx'
import css from './enrol.module.css'
import type { StepProps } from './enrol.tsx'
import { suggestPassphrase, whyNotPassphrase } from './enrolment.ts'

export function PassphraseStep({ made, onMade, onNext, onBack }: StepProps) {
  const text = useText().office.enrol
  const [{ language }] = useSettings()
  const list = language === 'fr' ? french : english
  const [suggestion, suggest] = useState(() => suggestPassphrase(list))
  const [again, setAgain] = useState(made.passphrase)
  const [shown, show] = useState(false)
  const { passphrase } = made
  const why = passphrase === '' ? undefined : whyNotPassphrase(passphrase)
  const differs = again !== '' && again !== passphrase
  const ready = passphrase !== '' && !why && again === passphrase
  return (
    <Form
      className={css['form'] ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onNext()
      }}
    >
      <p>{text.passphraseText}</p>
      <div className={css['suggestion']}>
        <span>{text.suggestion}</span>
        <p className={css['phrase']}>{suggestion}</p>
        <div className={css['row']}>
          <Button
            size="small"
            onPress={() => {
              onMade({ passphrase: suggestion })
              setAgain('')
              show(true)
            }}
          >
            {text.take}
          </Button>
          <Button size="small" look="quiet" onPress={() => suggest(suggestPassphrase(list))}>
            <RefreshCw size={16} aria-hidden /> {text.another}
          </Button>
        </div>
      </div>
      <Field
        label={text.passphrase}
        hint={
          why || passphrase === '' ? text.own : <span className={css['good']}>{text.strong}</span>
        }
        type={shown ? 'text' : 'password'}
        value={passphrase}
        onChange={(next) => {
          onMade({ passphrase: next })
          show(false)
        }}
        trouble={why && (why === 'too_short' ? text.tooShort : text.tooSimple)}
        autoComplete="new-password"
      />
      <Field
        label={text.repeat}
        type="password"
        value={again}
        onChange={setAgain}
        trouble={differs && again.length >= passphrase.length ? text.differs : undefined}
        autoComplete="new-password"
      />
      <div className={css['actions']}>
        <Button onPress={onBack}>{text.back}</Button>
        <Button type="submit" look="main" isDisabled={!ready}>
          {text.next}
        </Button>
      </div>
    </Form>
  )
}
