import { encode } from 'uqr'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import css from './enrol.module.css'
import type { StepProps } from './enrol.tsx'
import { secretOf } from './enrolment.ts'
import { leadOf } from './second-factor.ts'

export function SecondFactorStep({ begun, made, onMade, onNext, onBack }: StepProps) {
  const text = useText().office.enrol
  const ready = /^\d{6}$/.test(made.code)
  const [wrong, setWrong] = useState(false)
  return (
    <Form
      className={css['form'] ?? ''}
      onSubmit={(event) => {
        event.preventDefault()
        const lead = leadOf(made.code, begun.secondFactor, new Date())
        setWrong(lead === undefined)
        if (lead === undefined) return
        onMade({ lead })
        onNext()
      }}
    >
      <p>{text.secondFactorText}</p>
      <div className={css['factor']}>
        <Square of={begun.secondFactor} label={text.qr} />
        <div className={css['form']}>
          <div>
            <span className={css['hint']}>{text.secret}</span>
            <p className={css['secret']}>{secretOf(begun.secondFactor)}</p>
          </div>
          <CodeField
            value={made.code}
            trouble={wrong ? text.codeWrong : undefined}
            onChange={(code) => {
              setWrong(false)
              onMade({ code })
            }}
          />
        </div>
      </div>
      <div className={css['actions']}>
        <Button onPress={onBack}>{text.back}</Button>
        <Button type="submit" look="main" isDisabled={!ready}>
          {text.next}
        </Button>
      </div>
    </Form>
  )
}

type CodeProps = {
  value: string
  trouble?: string | undefined
  onChange: (code: string) => void
}

export function CodeField(props: CodeProps) {
  const text = useText().office.enrol
  return (
    <Field
      wide
      label={text.codeLabel}
      value={props.value}
      trouble={props.trouble}
      onChange={(next) => props.onChange(next.replaceAll(/\D/g, '').slice(0, 6))}
      inputMode="numeric"
      autoComplete="one-time-code"
    />
  )
}

/** Drawn as one path, because our policy lets no picture in from a text. */
function Square({ of, label }: { of: string; label: string }) {
  const { data, size } = encode(of, { border: 3 })
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('')
  return (
    <svg className={css['qr']} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  )
}
