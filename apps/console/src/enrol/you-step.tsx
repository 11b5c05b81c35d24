import { login as loginSchema } from '@veilleuse/contract/account'
import { alias as aliasSchema } from '@veilleuse/contract/shapes'
import { Form } from 'react-aria-components/Form'
import { safeParse } from 'valibot'
import { FingerprintWords } from '../office/fingerprint-words.tsx'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import css from './enrol.module.css'
import type { StepProps } from './enrol.tsx'
import { isFirst } from './enrolment.ts'
import { fromBase64url } from '@veilleuse/sealing/bytes'

/** Who one is here. The very first administrator, whom nobody invited, chooses the names. */
export function YouStep({ begun, made, onMade, onNext }: StepProps) {
  const { office } = useText()
  const text = office.enrol
  const { rootFingerprint } = begun
  const first = isFirst(begun)
  const ready =
    safeParse(loginSchema, made.login).success && safeParse(aliasSchema, made.alias).success
  return (
    <Form
      className={css['form'] ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onNext()
      }}
    >
      <p>{first ? text.first : text.invited(office.roles[begun.role])}</p>
      <div className={css['two']}>
        <Field
          label={text.login}
          hint={text.loginHint}
          value={made.login}
          onChange={(login) => onMade({ login: login.toLowerCase() })}
          isReadOnly={!first}
          autoComplete="username"
        />
        <Field
          label={text.alias}
          hint={text.aliasHint}
          value={made.alias}
          onChange={(alias) => onMade({ alias })}
          isReadOnly={!first}
          autoComplete="off"
        />
      </div>
      {rootFingerprint ? (
        <>
          <div>
            <strong>{office.compare.title}</strong>
            <p className={css['hint']}>{office.compare.text}</p>
          </div>
          <FingerprintWords of={fromBase64url(rootFingerprint)} />
        </>
      ) : (
        !first && <p className={css['hint']}>{office.compare.none}</p>
      )}
      <div className={css['actions']}>
        <Button type="submit" look="main" isDisabled={!ready}>
          {rootFingerprint ? office.compare.same : text.next}
        </Button>
      </div>
    </Form>
  )
}
