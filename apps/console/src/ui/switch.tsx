import { Switch as Kit } from 'react-aria-components/Switch'
import css from './switch.module.css'

export function Switch(props: {
  on: boolean
  onChange: (on: boolean) => void
  label: string
  hint?: string
}) {
  const { on, onChange, label, hint } = props
  return (
    <Kit isSelected={on} onChange={onChange} className={css['switch'] ?? ''}>
      <span className={css['track']} aria-hidden />
      <span>
        <span className={css['label']}>{label}</span>
        {hint && <span className={css['hint']}>{hint}</span>}
      </span>
    </Kit>
  )
}
