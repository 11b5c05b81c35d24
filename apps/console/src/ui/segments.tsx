import { Label } from 'react-aria-components/Label'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import css from './segments.module.css'

/** One of two or three, side by side. */
export function Segments<Value extends string>(props: {
  label: string
  value: Value
  options: readonly (readonly [Value, string])[]
  onChange: (value: Value) => void
}) {
  const { label, value, options, onChange } = props
  return (
    <RadioGroup
      className={css['group'] ?? ''}
      orientation="horizontal"
      value={value}
      onChange={(chosen) => {
        const option = options.find(([id]) => id === chosen)
        if (option) onChange(option[0])
      }}
    >
      <Label className={css['label'] ?? ''}>{label}</Label>
      <div className={css['row']}>
        {options.map(([id, name]) => (
          <Radio key={id} value={id} className={css['segment'] ?? ''}>
            {name}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
