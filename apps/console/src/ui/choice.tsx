import type { ReactNode } from 'react'
import { Label } from 'react-aria-components/Label'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import css from './choice.module.css'

type Props<Value extends string> = {
  label: string
  value: Value | undefined
  options: readonly {
    readonly id: Value
    readonly name: string
    readonly hint?: ReactNode
    readonly tone?: string
  }[]
  onChange: (value: Value) => void
  columns?: 1 | 2
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>(props: Props<Value>) {
  const { label, value, options, onChange, columns = 1 } = props
  return (
    <RadioGroup
      className={css['group'] ?? ''}
      value={value ?? null}
      onChange={(chosen) => {
        const option = options.find(({ id }) => id === chosen)
        if (option) onChange(option.id)
      }}
    >
      <Label className={css['label'] ?? ''}>{label}</Label>
      <div className={columns === 2 ? css['two'] : css['one']}>
        {options.map(({ id, name, hint, tone }) => (
          <Radio key={id} value={id} data-tone={tone} className={css['option'] ?? ''}>
            <span className={css['dot']} aria-hidden />
            <span>
              <span className={css['name']}>{name}</span>
              {hint && <span className={css['hint']}>{hint}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
