import type { ReactNode } from 'react'
import { Checkbox } from 'react-aria-components/Checkbox'
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup'
import { Label } from 'react-aria-components/Label'
import css from './checks.module.css'

type Props<Value extends string> = {
  label: string
  values: readonly Value[]
  options: readonly { readonly id: Value; readonly name: string; readonly hint?: ReactNode }[]
  onChange: (values: readonly Value[]) => void
}

/** Any of a few, all of them in sight. */
export function Checks<Value extends string>(props: Props<Value>) {
  const { label, values, options, onChange } = props
  return (
    <CheckboxGroup
      className={css['group'] ?? ''}
      value={[...values]}
      onChange={(chosen) =>
        onChange(options.map(({ id }) => id).filter((id) => chosen.includes(id)))
      }
    >
      <Label className={css['label'] ?? ''}>{label}</Label>
      <div className={css['options']}>
        {options.map(({ id, name, hint }) => (
          <Checkbox key={id} value={id} className={css['option'] ?? ''}>
            <span className={css['box']} aria-hidden />
            <span>
              <span className={css['name']}>{name}</span>
              {hint && <span className={css['hint']}>{hint}</span>}
            </span>
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  )
}
