import type { Worded } from '@veilleuse/domain/language'
import { useText } from '../text/text.tsx'
import { Field } from '../ui/field.tsx'
import css from './lines.module.css'

type Props = {
  label: string
  hint?: string
  value: Worded
  onChange: (value: Worded) => void
  rows?: number
  autoFocus?: boolean
}

/** One text in each language of the pages, side by side where there is room. */
export function WordedFields({ label, hint, value, onChange, rows, autoFocus = false }: Props) {
  const text = useText().lines
  const more = { ...(hint && { hint }), ...(rows && { rows }) }
  return (
    <div className={css['pair']}>
      <Field
        {...more}
        label={`${label}, ${text.french}`}
        value={value.fr}
        onChange={(fr) => onChange({ ...value, fr })}
        autoComplete="off"
        autoFocus={autoFocus}
      />
      <Field
        {...more}
        label={`${label}, ${text.english}`}
        value={value.en}
        onChange={(en) => onChange({ ...value, en })}
        autoComplete="off"
      />
    </div>
  )
}
