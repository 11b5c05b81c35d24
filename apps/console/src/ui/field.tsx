import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField, type TextFieldProps } from 'react-aria-components/TextField'
import css from './field.module.css'

type Props = Omit<TextFieldProps, 'children'> & {
  label: string
  hint?: ReactNode
  /** Why what is written will not do; said under the field. */
  trouble?: string | undefined
  rows?: number
  wide?: boolean
}

export function Field({ label, hint, trouble, rows, wide, ...rest }: Props) {
  return (
    <TextField
      {...rest}
      isInvalid={trouble !== undefined}
      validationBehavior="aria"
      className={`${css['field']} ${wide ? css['wide'] : ''}`}
    >
      <Label className={css['label'] ?? ''}>{label}</Label>
      {rows ? (
        <TextArea rows={rows} className={css['input'] ?? ''} />
      ) : (
        <Input className={css['input'] ?? ''} />
      )}
      {hint && (
        <Text slot="description" className={css['hint'] ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={css['trouble'] ?? ''}>{trouble}</FieldError>
    </TextField>
  )
}
