import { ChevronDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as Kit, SelectValue } from 'react-aria-components/Select'
import css from './select.module.css'

type Props<Value extends string> = {
  label: string
  placeholder: string
  value: Value | undefined
  options: readonly (readonly [Value, string])[]
  onChange: (value: Value) => void
  disabled?: boolean
}

export function Select<Value extends string>(props: Props<Value>) {
  const { label, placeholder, value, options, onChange, disabled = false } = props
  return (
    <Kit
      className={css['select'] ?? ''}
      value={value ?? null}
      onChange={(key) => {
        const chosen = options.find(([one]) => one === key)
        if (chosen) onChange(chosen[0])
      }}
      placeholder={placeholder}
      isDisabled={disabled}
    >
      <Label className={css['label'] ?? ''}>{label}</Label>
      <Button className={css['button'] ?? ''}>
        <SelectValue className={css['value'] ?? ''} />
        <ChevronDown size={18} aria-hidden />
      </Button>
      <Popover className={css['popover'] ?? ''}>
        <ListBox className={css['list'] ?? ''}>
          {options.map(([id, name]) => (
            <ListBoxItem key={id} id={id} className={css['option'] ?? ''}>
              {name}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Kit>
  )
}
